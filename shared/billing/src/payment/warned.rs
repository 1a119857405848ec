//! Payments of which a bank fears that the card was used by somebody else (RF-10). Nothing is paid back
//! by itself.

use chrono::{DateTime, Utc};
use models::PaymentId;
use sqlx::PgConnection;

/// Keeps the first warning with the payment, and what kind of fraud Stripe calls it.
pub async fn warn(
    conn: &mut PgConnection,
    id: PaymentId,
    fraud_type: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payments set fraud_warned_at = $2, fraud_type = $3, updated_at = $2, version = version + 1
          where id = $1 and fraud_warned_at is null",
        id as _,
        now,
        fraud_type
    )
    .execute(conn)
    .await?;
    Ok(())
}
