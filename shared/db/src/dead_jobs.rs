//! Jobs that were given up: what an operator sees, and the way back.

use chrono::{DateTime, Utc};
use models::{JobId, Page};
use sqlx::PgConnection;

/// A job that was given up.
#[derive(Debug, serde::Serialize)]
pub struct DeadJobRow {
    /// The task's name.
    pub id: JobId,
    /// Whom it was for.
    pub queue: String,
    /// What it should have done.
    pub payload: serde_json::Value,
    /// How often it was delivered.
    pub attempts: i32,
    /// Why it was given up.
    pub error: String,
    /// When.
    pub died_at: DateTime<Utc>,
    /// When it was put back, if it was.
    pub replayed_at: Option<DateTime<Utc>>,
    /// When it was let go, if it was.
    pub dismissed_at: Option<DateTime<Utc>>,
}

/// Which dead jobs; all of them, if nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Those that were put back or let go, or those that were not.
    pub settled: Option<bool>,
    /// Of this queue.
    pub queue: Option<&'a str>,
}

/// Dead jobs, newest first.
pub async fn list(
    conn: &mut PgConnection,
    filter: Filter<'_>,
    page: Page<(DateTime<Utc>, JobId)>,
) -> sqlx::Result<Vec<DeadJobRow>> {
    let (before, before_id) = page.after.unzip();
    sqlx::query_as!(
        DeadJobRow,
        "select id, queue, payload, attempts, error, died_at, replayed_at, dismissed_at from dead_jobs
          where ($1::timestamptz is null or (died_at, id) < ($1, $2::uuid))
            and ($4::boolean is null or (replayed_at is not null or dismissed_at is not null) = $4)
            and ($5::text is null or queue = $5)
          order by died_at desc, id desc limit $3",
        before,
        before_id as _,
        page.probe(),
        filter.settled,
        filter.queue
    )
    .fetch_all(conn)
    .await
}

/// One dead job.
pub async fn get(conn: &mut PgConnection, id: JobId) -> sqlx::Result<Option<DeadJobRow>> {
    sqlx::query_as!(
        DeadJobRow,
        "select id, queue, payload, attempts, error, died_at, replayed_at, dismissed_at from dead_jobs where id = $1",
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// Puts a dead job back into the outbox under a new name; false if there is none, or it was put
/// back or let go before.
pub async fn replay(conn: &mut PgConnection, id: JobId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let replayed = sqlx::query!(
        "with dead as (
            update dead_jobs set replayed_at = $3 where id = $1 and replayed_at is null and dismissed_at is null
            returning queue, payload
         )
         insert into outbox (id, queue, payload, available_at, created_at)
         select $2, queue, payload, $3, $3 from dead",
        id as _,
        JobId::new(now) as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(replayed.rows_affected() == 1)
}

/// Lets a dead job go; false if there is none, or it was put back or let go before.
pub async fn dismiss(conn: &mut PgConnection, id: JobId, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let dismissed = sqlx::query!(
        "update dead_jobs set dismissed_at = $2 where id = $1 and replayed_at is null and dismissed_at is null",
        id as _,
        now
    );
    Ok(dismissed.execute(conn).await?.rows_affected() == 1)
}
