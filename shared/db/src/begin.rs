//! Transactions that a caller may give up at any moment.

use sqlx::{PgPool, Postgres, Transaction};

/// Begins a transaction, in a task that goes on when the caller does not: a caller who hangs up while
/// `BEGIN` is on its way would otherwise leave its connection in the pool with an open transaction,
/// in which the next one's writes are lost (sqlx 0.9.0, issue #4393; mended after it, not yet
/// released). Given up here, the transaction is begun, and rolled back as it is dropped.
pub async fn begin(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    #[expect(clippy::disallowed_methods, reason = "it is waited for, and rolls back if it is not")]
    let beginning = tokio::spawn(async move { pool.begin().await });
    match beginning.await {
        Ok(begun) => begun,
        Err(ended) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
        Err(_) => Err(sqlx::Error::PoolClosed),
    }
}
