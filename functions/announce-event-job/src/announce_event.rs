//! Cuts the people of an event into chunks, and tells one chunk.

use chrono::{DateTime, Utc};
use events::event::{Told, told};
use events::jobs::{AnnounceEvent, CHUNK, News};
use models::{EventId, RegistrationId};
use outreach::Change;
use sqlx::PgConnection;

use crate::State;

/// Safe to run twice: each person is told once of one sequence or one cancellation, by the key
/// of the message.
pub(crate) async fn announce_event(app: State, job: AnnounceEvent) -> web::Result<()> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    match job.people {
        None => cut(&mut tx, job, now).await?,
        Some((first, last)) => match &job.news {
            News::Changed { before, message, refund_offered } => {
                let words = Words { message: message.as_deref(), refund_offered: *refund_offered };
                changed(&mut tx, job.event, (before, words), (first, last), now).await?;
            }
            News::Cancelled { message } => {
                let people = cancelled(&mut tx, job.event, (first, last)).await?;
                let message = message.as_deref();
                outreach::events::tell_cancelled(&mut tx, job.event, &people, message, now).await?;
            }
        },
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}

/// One task for each chunk of the people who have a place now.
async fn cut(conn: &mut PgConnection, job: AnnounceEvent, now: DateTime<Utc>) -> sqlx::Result<()> {
    let ends = sqlx::query!(
        r#"select (array_agg(id order by id))[1] as "first!: RegistrationId", (array_agg(id order by id desc))[1] as "last!: RegistrationId"
             from (select id, (row_number() over (order by id) - 1) / $2::bigint as chunk from registrations
                    where event_id = $1 and status in ('confirmed', 'held', 'offered', 'waitlisted')) live
            group by chunk order by chunk"#,
        job.event as _,
        CHUNK
    )
    .fetch_all(&mut *conn)
    .await?;
    let chunks: Vec<AnnounceEvent> = ends
        .into_iter()
        .map(|ends| AnnounceEvent { people: Some((ends.first, ends.last)), ..job.clone() })
        .collect();
    db::outbox::push_all(conn, &chunks, now, now).await
}

/// What an organizer adds to a move.
#[derive(Clone, Copy)]
struct Words<'a> {
    message: Option<&'a str>,
    refund_offered: bool,
}

/// What people knew against what is true now: a change that was taken back is nothing to tell.
async fn changed(
    conn: &mut PgConnection,
    event: EventId,
    (before, words): (&Told, Words<'_>),
    ends: (RegistrationId, RegistrationId),
    now: DateTime<Utc>,
) -> web::Result<()> {
    let Some(present) = told(conn, event).await? else { return Ok(()) };
    let change = |change: events::event::Change| Change {
        field: change.field,
        from: change.from,
        to: change.to,
    };
    let changes: Vec<Change> = before.changes(&present).into_iter().map(change).collect();
    if changes.is_empty() {
        return Ok(());
    }
    let people = sqlx::query_scalar!(
        r#"select id as "id: RegistrationId" from registrations
            where event_id = $1 and id between $2 and $3 and status in ('confirmed', 'held', 'offered', 'waitlisted')
            order by id"#,
        event as _,
        ends.0 as _,
        ends.1 as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let until = words.refund_offered.then_some(present.starts_at);
    let update =
        outreach::events::Update { changes: &changes, message: words.message, refund_until: until };
    outreach::events::tell_updated(conn, event, &people, &update, now).await?;
    Ok(())
}

/// Those whose place ended with the event, and not before.
async fn cancelled(
    conn: &mut PgConnection,
    event: EventId,
    ends: (RegistrationId, RegistrationId),
) -> sqlx::Result<Vec<RegistrationId>> {
    sqlx::query_scalar!(
        r#"select r.id as "id: RegistrationId" from registrations r join events e on e.id = r.event_id
            where r.event_id = $1 and r.id between $2 and $3 and r.status = 'cancelled' and r.cancelled_at = e.cancelled_at
            order by r.id"#,
        event as _,
        ends.0 as _,
        ends.1 as _
    )
    .fetch_all(conn)
    .await
}
