//! Cancelling an event (EV-11): everything in one transaction, the people afterwards by a job.

use chrono::{DateTime, Utc};
use db::outbox;
use models::{EventId, OrgId, RegistrationId, UserId};
use sqlx::PgConnection;

use super::{Event, Status, queries};
use crate::jobs::{AnnounceEvent, CHUNK, News};
use crate::registration::{self, Move, Note};
use crate::seats;
use crate::{Error, zoom};

/// How an event is cancelled.
#[derive(Clone, Copy, Debug)]
pub struct Cancellation<'a> {
    /// Why; people read it.
    pub reason: &'a str,
    /// What else to say.
    pub message: Option<&'a str>,
    /// The title, typed again.
    pub typed_title: &'a str,
}

/// Cancels the event and every live registration. Nobody is promoted. Gives the number of
/// people who will be told.
pub async fn cancel(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
    by: UserId,
    cancellation: Cancellation<'_>,
    now: DateTime<Utc>,
) -> Result<(Event, usize), Error> {
    let mut event = queries::lock(conn, org, id).await?.ok_or(Error::NotFound)?;
    if !matches!(event.status, Status::Draft | Status::Published | Status::Live) {
        return Err(Error::IllegalTransition(event.status.word()));
    }
    if cancellation.typed_title.trim() != event.title {
        return Err(Error::TitleMismatch);
    }
    queries::store_status(
        conn,
        &event,
        Status::Cancelled,
        (Some(by), Some(cancellation.reason)),
        now,
    )
    .await?;
    let people = empty(conn, &event, by, cancellation.reason, now).await?;
    tell(conn, id, &people, cancellation.message, now).await?;
    zoom::event_changed(conn, id, now).await?;
    event.status = Status::Cancelled;
    event.cancelled_at = Some(now);
    event.cancel_reason = Some(cancellation.reason.to_owned());
    event.updated_at = now;
    event.version += 1;
    Ok((event, people.len()))
}

/// Sales closed, seats released, live registrations cancelled.
async fn empty(
    conn: &mut PgConnection,
    event: &Event,
    by: UserId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Vec<RegistrationId>, Error> {
    seats::lock(conn, event.id).await?;
    sqlx::query!(
        "update ticket_types set sales_close_at = least(sales_close_at, $2), updated_at = $2, version = version + 1
          where event_id = $1",
        event.id as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    let live = sqlx::query!(
        r#"select id as "id: RegistrationId", status as "status: registration::Status" from registrations
            where event_id = $1 and status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')
            order by id for no key update"#,
        event.id as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let moves: Vec<Move> = live
        .iter()
        .map(|row| Move {
            registration: row.id,
            from: Some(row.status),
            to: registration::Status::Cancelled,
        })
        .collect();
    let people: Vec<RegistrationId> = moves.iter().map(|m| m.registration).collect();
    seats::release(conn, &people).await?;
    let note = Note { actor: Some(by), reason: Some(reason), ..Note::default() };
    // Zoom is told once, for the whole meeting.
    registration::store(conn, event.id, &moves, note, now).await?;
    Ok(people)
}

/// One task for 200 people. Killed and repeated, each still finds its own people.
async fn tell(
    conn: &mut PgConnection,
    event: EventId,
    people: &[RegistrationId],
    message: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let chunk = usize::try_from(CHUNK).unwrap_or(usize::MAX);
    let news = News::Cancelled { message: message.map(str::to_owned) };
    let jobs: Vec<AnnounceEvent> = people
        .chunks(chunk)
        .filter_map(|part| Some((*part.first()?, *part.last()?)))
        .map(|ends| AnnounceEvent { event, news: news.clone(), people: Some(ends) })
        .collect();
    outbox::push_all(conn, &jobs, now, now).await
}
