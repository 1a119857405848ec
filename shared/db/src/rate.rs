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
#[error("Too many tries. Wait {} and try again.", waiting(*.0))]
pub struct TooMany(pub u32);

/// A time to wait in the unit that people think in, never too short.
fn waiting(seconds: u32) -> String {
    let (count, unit) = match seconds {
        seconds @ ..=90 => (seconds, "second"),
        seconds @ ..=5400 => (seconds.div_ceil(60), "minute"),
        seconds => (seconds.div_ceil(3600), "hour"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

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

/// Takes one try of `key` back, which turned out to be none of those that are limited.
pub async fn unhit(
    conn: &mut PgConnection,
    limit: Limit,
    key: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update rate_counters set count = count - 1
          where scope = $1 and key = $2 and window_start = $3 and count > 0",
        limit.scope,
        key,
        now.duration_trunc(limit.window).unwrap_or(now)
    )
    .execute(conn)
    .await?;
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

/// How long a key stays shut after so many failures in a row: five are free, then 1, 2, 4, 8 and 15
/// minutes.
fn pause(failures: i32) -> TimeDelta {
    match failures {
        ..=5 => TimeDelta::zero(),
        6 => TimeDelta::minutes(1),
        7 => TimeDelta::minutes(2),
        8 => TimeDelta::minutes(4),
        9 => TimeDelta::minutes(8),
        _ => TimeDelta::minutes(15),
    }
}

/// Refuses while `key` is shut after failures. Up to five shut nothing, whatever the clock says.
pub async fn check_shut(
    conn: &mut PgConnection,
    scope: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), TooMany> {
    let until = sqlx::query_scalar!(
        "select max(window_start) from rate_counters where scope = $1 and key = $2 and count > 5",
        scope,
        key
    )
    .fetch_one(conn)
    .await
    .ok()
    .flatten();
    match until.map(|until| (until - now).num_seconds()) {
        Some(seconds) if seconds > 0 => Err(TooMany(u32::try_from(seconds).unwrap_or(u32::MAX))),
        _ => Ok(()),
    }
}

/// Makes others with this key wait until the transaction ends: whoever counts failures counts alone.
pub async fn alone(conn: &mut PgConnection, scope: &str, key: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2, 0))",
        scope,
        key
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One more failure of `key`: the next tries may have to wait. The row's window is the end of the
/// pause; a day after it the failures are forgotten. Call it [`alone`], or of failures at the same
/// moment only one counts.
pub async fn failed(
    conn: &mut PgConnection,
    scope: &str,
    key: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let before = sqlx::query_scalar!(
        r#"delete from rate_counters where scope = $1 and key = $2
           returning case when window_start > $3::timestamptz - interval '1 day' then count else 0 end as "count!""#,
        scope,
        key,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let failures = before.into_iter().max().unwrap_or_default() + 1;
    sqlx::query!(
        "insert into rate_counters (scope, key, window_start, count) values ($1, $2, $3, $4)
         on conflict (scope, key, window_start) do update set count = excluded.count",
        scope,
        key,
        now + pause(failures),
        failures
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// `key` succeeded: its failures are forgotten.
pub async fn clear(conn: &mut PgConnection, scope: &str, key: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from rate_counters where scope = $1 and key = $2", scope, key)
        .execute(conn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_the_unit_that_people_think_in() {
        let told = [1, 90, 91, 2_249, 5_400, 5_401, 86_400].map(waiting);
        let expected = [
            "1 second",
            "90 seconds",
            "2 minutes",
            "38 minutes",
            "90 minutes",
            "2 hours",
            "24 hours",
        ];
        assert_eq!(told, expected);
    }
}
