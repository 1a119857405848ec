//! What waits in the outbox.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Jobs that wait, and jobs that wait no more.
pub(crate) struct Backlog {
    /// Due before the moment that was asked for.
    pub(crate) late: i64,
    /// Queues that nobody works off.
    pub(crate) lost: Option<Vec<String>>,
    /// Given up, and neither put back nor let go.
    pub(crate) dead: i64,
}

/// The backlog of jobs that were due `before` then; `known` are the queues that somebody works off.
pub(crate) async fn backlog(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    known: &[String],
) -> sqlx::Result<Backlog> {
    let rows = sqlx::query_as!(
        Backlog,
        r#"select (select count(*) from outbox where available_at < $1) as "late!",
                  (select array_agg(distinct queue) from outbox where queue <> all($2)) as lost,
                  (select count(*) from dead_jobs where replayed_at is null and dismissed_at is null) as "dead!""#,
        before,
        known
    );
    rows.fetch_one(conn).await
}
