//! What is old goes.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

const MESSAGES: TimeDelta = TimeDelta::days(400);
const NOTIFICATIONS: TimeDelta = TimeDelta::days(180);

/// Deletes up to `most` messages of 400 days (OU-16). One that proves a block stays with it.
pub async fn messages(conn: &mut PgConnection, most: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from messages where id in (
             select m.id from messages m
              where m.created_at < $1 and not exists (select 1 from suppressions s where s.message_id = m.id)
              order by m.created_at limit $2)",
        now - MESSAGES,
        most
    );
    Ok(gone.execute(conn).await?.rows_affected())
}

/// Deletes up to `most` notices of 180 days (OU-24).
pub async fn notifications(
    conn: &mut PgConnection,
    most: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from notifications where id in (
             select id from notifications where created_at < $1 order by created_at limit $2)",
        now - NOTIFICATIONS,
        most
    );
    Ok(gone.execute(conn).await?.rows_affected())
}
