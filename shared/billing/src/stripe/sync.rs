//! Objects are read again whenever something is said of them, and the newest reading wins
//! (PA-42): in whatever order and how often events come, the end is the same.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// When a reading began. Take it before asking.
#[must_use]
pub fn began(now: DateTime<Utc>) -> DateTime<Utc> {
    now
}

/// Notes that a reading of this object is applied now, unless one that began later was applied
/// before. Call it under the lock of the local row.
pub async fn is_newer(
    conn: &mut PgConnection,
    object: &str,
    read_started_at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let noted = sqlx::query!(
        "insert into stripe_syncs (object_id, read_started_at) values ($1, $2)
         on conflict (object_id) do update set read_started_at = excluded.read_started_at
          where stripe_syncs.read_started_at <= excluded.read_started_at",
        object,
        read_started_at
    )
    .execute(conn)
    .await?;
    Ok(noted.rows_affected() == 1)
}
