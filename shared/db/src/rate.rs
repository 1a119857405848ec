//! Rates, counted in Postgres for all instances.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use models::{Fault, Kind};
use sqlx::PgConnection;

/// So many in so long.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted: `sign-up`, `verify`.
    pub scope: &'static str,
    /// The most in one window.
    pub most: i32,
    /// The window.
    pub window: TimeDelta,
}

/// Too often.
#[derive(Debug, thiserror::Error)]
#[error("Too many tries. Wait {0} seconds and try again.")]
pub struct TooMany(pub u32);

impl Fault for TooMany {
    fn kind(&self) -> Kind {
        Kind::TooMany(self.0)
    }

    fn code(&self) -> &'static str {
        "too-many-requests"
    }
}

/// Counts one try of `key` and refuses the one too many. A broken counter lets pass.
///
/// Not inside a transaction that may roll back: a refused try counts too.
pub async fn hit(
    conn: &mut PgConnection,
    limit: Limit,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), TooMany> {
    let start = now.duration_trunc(limit.window).unwrap_or(now);
    let count = sqlx::query_scalar!(
        "insert into rate_counters (scope, key, window_start, count) values ($1, $2, $3, 1)
         on conflict (scope, key, window_start) do update set count = rate_counters.count + 1
         returning count",
        limit.scope,
        key,
        start
    )
    .fetch_one(conn)
    .await
    .unwrap_or_default();
    if count > limit.most {
        let wait = (start + limit.window - now).num_seconds().max(1);
        return Err(TooMany(u32::try_from(wait).unwrap_or(u32::MAX)));
    }
    Ok(())
}

/// How often `key` was counted in the present window, without counting.
pub async fn count(conn: &mut PgConnection, limit: Limit, key: &str, now: DateTime<Utc>) -> i32 {
    let start = now.duration_trunc(limit.window).unwrap_or(now);
    sqlx::query_scalar!(
        "select count from rate_counters where scope = $1 and key = $2 and window_start = $3",
        limit.scope,
        key,
        start
    )
    .fetch_optional(conn)
    .await
    .ok()
    .flatten()
    .unwrap_or_default()
}
