//! What is old goes.

use chrono::{DateTime, Months, TimeDelta, Utc};
use sqlx::PgConnection;

const AUDIT: Months = Months::new(24);
const NETWORKS: TimeDelta = TimeDelta::days(90);
const COUNTERS: TimeDelta = TimeDelta::days(2);
const KEYS: TimeDelta = TimeDelta::days(7);
const RECEIPTS: TimeDelta = TimeDelta::days(30);
/// What nobody understood is kept for an operator, and no longer: it may hold personal data.
const IGNORED: TimeDelta = TimeDelta::days(7);

/// Deletes up to `most` audit entries of two years, and takes the network from those of 90 days.
/// Inside a transaction: the leave to do so ends with it.
pub async fn audit(conn: &mut PgConnection, most: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let oldest = now.checked_sub_months(AUDIT).unwrap_or(now);
    sqlx::query!("select set_config('accredit.retention', 'on', true)")
        .fetch_one(&mut *conn)
        .await?;
    let gone = sqlx::query!(
        "delete from audit_entries where id in (
             select id from audit_entries where at < $1 order by at limit $2)",
        oldest,
        most
    )
    .execute(&mut *conn)
    .await?;
    let blanked = sqlx::query!(
        "update audit_entries set ip_prefix = null where id in (
             select id from audit_entries where at < $1 and ip_prefix is not null order by at limit $2)",
        now - NETWORKS,
        most
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("select set_config('accredit.retention', 'off', true)").fetch_one(conn).await?;
    Ok(gone.rows_affected().max(blanked.rows_affected()))
}

/// Deletes up to `most` counters whose window is over.
pub async fn rates(conn: &mut PgConnection, most: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from rate_counters where ctid in (
             select ctid from rate_counters where window_start < $1 order by window_start limit $2)",
        now - COUNTERS,
        most
    );
    Ok(gone.execute(conn).await?.rows_affected())
}

/// Deletes up to `most` kept answers of creating requests.
pub async fn idempotency_keys(
    conn: &mut PgConnection,
    most: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from idempotency_keys where ctid in (
             select ctid from idempotency_keys where created_at < $1 order by created_at limit $2)",
        now - KEYS,
        most
    );
    Ok(gone.execute(conn).await?.rows_affected())
}

/// Deletes up to `most` receipts of webhooks of 30 days, and what of them nobody understood after
/// seven.
pub async fn receipts(conn: &mut PgConnection, most: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from webhook_receipts where ctid in (
             select ctid from webhook_receipts where received_at < $1 order by received_at limit $2)",
        now - RECEIPTS,
        most
    )
    .execute(&mut *conn)
    .await?;
    let emptied = sqlx::query!(
        "update webhook_receipts set ignored = null where ctid in (
             select ctid from webhook_receipts where received_at < $1 and ignored is not null limit $2)",
        now - IGNORED,
        most
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected().max(emptied.rows_affected()))
}
