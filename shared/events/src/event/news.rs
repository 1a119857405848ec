//! What people are told of an edit (EV-6, EV-12).

use chrono::{DateTime, TimeDelta, Utc};
use db::outbox;
use models::EventId;
use sqlx::PgConnection;

use super::{Event, Moved, Told, queries};
use crate::Error;
use crate::error::field;
use crate::jobs::{AnnounceEvent, News};

/// Saves within this time are told as one.
const TOLD_AS_ONE: TimeDelta = TimeDelta::minutes(10);

/// While one telling waits, further changes join it; it keeps what people knew first.
pub(super) async fn announce(
    conn: &mut PgConnection,
    event: EventId,
    before: Told,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let news = News::Changed { before, message: None, refund_offered: false };
    let job = AnnounceEvent { event, news, people: None };
    outbox::push_once(conn, &job, &format!("event-changed:{event}"), now + TOLD_AS_ONE, now).await
}

/// One who moves an event on purpose does not save again in a minute: people hear of it at once. What
/// else was about to be told is told after it, and only what is different then.
pub(super) async fn announce_move(
    conn: &mut PgConnection,
    event: &Event,
    moved: &Moved,
    before: Told,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if event.starts_at <= now {
        let detail = "An event is moved to a time that is yet to come.";
        return Err(Error::Invalid(vec![field("/local_start", "out-of-range", detail)]));
    }
    if moved.offer_refund {
        sqlx::query!("update events set refund_offered_at = $2 where id = $1", event.id as _, now)
            .execute(&mut *conn)
            .await?;
    }
    let (message, refund_offered) = (moved.message.clone(), moved.offer_refund);
    let news = News::Changed { before, message, refund_offered };
    let job = AnnounceEvent { event: event.id, news, people: None };
    outbox::push(conn, &job, now).await?;
    Ok(())
}

/// Sessions gave an open event another start or end: whoever has a place hears of it (EV-6).
pub(crate) async fn respanned(
    conn: &mut PgConnection,
    event: &Event,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if queries::people_to_tell(conn, event.id).await? > 0 {
        announce(conn, event.id, Told::of(event), now).await?;
    }
    Ok(())
}

/// Calendars take an entry in place of the former only by a higher SEQUENCE (EV-21).
pub(crate) async fn raise(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("update events set sequence = sequence + 1 where id = $1", event as _)
        .execute(conn)
        .await?;
    Ok(())
}
