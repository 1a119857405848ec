//! What the clock does to events (§1.2): begins them at their start, ends them half an hour
//! after their end. Rules read times, so a late tick changes nothing but the word.

use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, OrgId};
use sqlx::PgConnection;

use super::{Status, queries};
use crate::{Error, presence};

/// How long after its end an event counts as over.
const OVER_AFTER: TimeDelta = TimeDelta::minutes(30);

/// What a tick did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticked {
    /// It began.
    Started,
    /// It is over.
    Completed,
    /// Somebody was faster.
    Nothing,
}

/// Events whose word is behind the clock, longest overdue first.
pub async fn due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<(OrgId, EventId)>> {
    let rows = sqlx::query!(
        r#"select organization_id as "organization_id: OrgId", id as "id: EventId" from events
            where status = 'published' and starts_at <= $1 or status = 'live' and ends_at <= $2
            order by ends_at, id limit $3"#,
        now,
        now - OVER_AFTER,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.organization_id, row.id)).collect())
}

/// Brings one event up to the clock.
pub async fn tick(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
    now: DateTime<Utc>,
) -> Result<Ticked, Error> {
    let Some(event) = queries::lock(conn, org, id).await? else { return Ok(Ticked::Nothing) };
    let over = event.ends_at + OVER_AFTER <= now;
    let (to, ticked) = match event.status {
        Status::Published | Status::Live if over => (Status::Completed, Ticked::Completed),
        Status::Published if event.starts_at <= now => (Status::Live, Ticked::Started),
        _ => return Ok(Ticked::Nothing),
    };
    queries::store_status(conn, &event, to, (None, None), now).await?;
    if ticked == Ticked::Completed {
        presence::touch(conn, id, now).await?;
    }
    Ok(ticked)
}
