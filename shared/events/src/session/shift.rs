//! A programme at another time.

use chrono::{DateTime, TimeDelta, Utc};
use models::{BreakId, EventId, SessionId, TimeZone};
use sqlx::PgConnection;

use crate::Error;
use crate::local_time::{LocalTime, shifted};

/// Moves the whole programme so that it begins at `anchor`, clock times kept over DST.
pub(crate) async fn shift(
    conn: &mut PgConnection,
    event: EventId,
    from: (DateTime<Utc>, TimeZone),
    to: (LocalTime, TimeZone),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let sessions = sqlx::query!(
        r#"select id as "id: SessionId", starts_at, ends_at from sessions where event_id = $1"#,
        event as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let (mut ids, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for session in &sessions {
        let start = shifted(session.starts_at, from, to)?;
        ids.push(session.id);
        starts.push(start);
        // The length is a fact of the programme, whatever the clocks do in between.
        ends.push(start + (session.ends_at - session.starts_at));
    }
    sqlx::query!(
        "update sessions s set starts_at = m.starts_at, ends_at = m.ends_at, updated_at = $4, version = s.version + 1
           from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) m (id, starts_at, ends_at) where s.id = m.id",
        ids as _,
        &starts,
        &ends,
        now
    )
    .execute(&mut *conn)
    .await?;
    let moves: Vec<_> =
        sessions.iter().zip(&starts).map(|(s, start)| (s.id, *start - s.starts_at)).collect();
    shift_breaks(conn, event, &moves).await?;
    Ok(())
}

/// Breaks stay where they are within their sessions.
async fn shift_breaks(
    conn: &mut PgConnection,
    event: EventId,
    moves: &[(SessionId, TimeDelta)],
) -> sqlx::Result<()> {
    let breaks = sqlx::query!(
        r#"select b.id as "id: BreakId", b.session_id as "session_id: SessionId", b.starts_at, b.ends_at
             from session_breaks b join sessions s on s.id = b.session_id where s.event_id = $1"#,
        event as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let offset = |session: SessionId| {
        let shift = moves.iter().find(|(id, _)| *id == session);
        shift.map_or_else(TimeDelta::zero, |(_, by)| *by)
    };
    let keys: Vec<BreakId> = breaks.iter().map(|b| b.id).collect();
    let begins: Vec<_> = breaks.iter().map(|b| b.starts_at + offset(b.session_id)).collect();
    let stops: Vec<_> = breaks.iter().map(|b| b.ends_at + offset(b.session_id)).collect();
    // Moved one by one they could overlap for a moment, so they are taken out and put back.
    sqlx::query!(
        "delete from session_breaks b using sessions s where s.id = b.session_id and s.event_id = $1",
        event as _
    )
    .execute(&mut *conn)
    .await?;
    let owners: Vec<SessionId> = breaks.iter().map(|b| b.session_id).collect();
    sqlx::query!(
        "insert into session_breaks (id, session_id, starts_at, ends_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])",
        keys as _,
        owners as _,
        &begins,
        &stops
    )
    .execute(conn)
    .await?;
    Ok(())
}
