//! The programme of an event at another time (EV-5, EV-12).

use chrono::{DateTime, Utc};
use models::SessionId;
use sqlx::PgConnection;

use super::{Edit, Event};
use crate::Error;
use crate::local_time::{local, resolve};
use crate::session::{self, Plan};

/// The sessions that take place; all of them, if none does.
struct Programme {
    sessions: Vec<SessionId>,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

/// Moves the programme by the clock of the (new) zone.
pub(super) async fn reschedule(
    conn: &mut PgConnection,
    event: &Event,
    new: &mut Event,
    edit: &Edit,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let anchor = edit.local_start.unwrap_or_else(|| local(event.starts_at, event.time_zone));
    let start = resolve(anchor, new.time_zone, edit.utc_offset)?;
    session::shift(
        conn,
        event.id,
        (event.starts_at, event.time_zone),
        (anchor, new.time_zone),
        now,
    )
    .await?;
    let programme = programme(conn, event).await?;
    (new.starts_at, new.ends_at) = (programme.first, programme.last);
    if let [only] = programme.sessions.as_slice() {
        // The offset that chooses between two equal times is known only here.
        let end = match edit.local_end {
            Some(end) => resolve(end, new.time_zone, edit.utc_offset)?,
            None => start + (programme.last - programme.first),
        };
        (new.starts_at, new.ends_at) = (start, end);
        stretch(conn, new, *only).await?;
    } else if edit.local_end.is_some() {
        return Err(Error::EventHasSessions);
    }
    Ok(())
}

async fn programme(conn: &mut PgConnection, event: &Event) -> sqlx::Result<Programme> {
    sqlx::query_as!(
        Programme,
        r#"select array_agg(id) as "sessions!: Vec<SessionId>", min(starts_at) as "first!", max(ends_at) as "last!"
             from sessions s
            where event_id = $1
              and (cancelled_at is null
                   or not exists (select from sessions n where n.event_id = $1 and n.cancelled_at is null))"#,
        event.id as _
    )
    .fetch_one(conn)
    .await
}

/// The only session lasts as long as its event; its breaks stay within it (EV-3).
async fn stretch(conn: &mut PgConnection, event: &Event, id: SessionId) -> Result<(), Error> {
    let pauses = sqlx::query!(
        "select starts_at, ends_at from session_breaks where session_id = $1",
        id as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let breaks = pauses.into_iter().map(|pause| (pause.starts_at, pause.ends_at)).collect();
    let plan = Plan::simple(&event.title, event.starts_at, event.ends_at, event.format);
    let faults = Plan { breaks, ..plan }.faults("");
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    sqlx::query!(
        "update sessions set starts_at = $3, ends_at = $4 where event_id = $1 and id = $2",
        event.id as _,
        id as _,
        event.starts_at,
        event.ends_at
    )
    .execute(conn)
    .await?;
    Ok(())
}
