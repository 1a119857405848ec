//! Tax that the platform owes is taken back from what was passed on to the organizer (PA-7, LG-1).

use chrono::{DateTime, TimeDelta, Utc};
use db::outbox::Job;
use models::{Currency, Money, OrgId, PaymentId};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use crate::Error;
use crate::ledger::{Account, Journal};
use crate::stripe::{Form, Operation, Stripe, perform};

/// What has not happened after so long is asked for again.
const FORGOTTEN: TimeDelta = TimeDelta::hours(1);

/// The tax of this payment is to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withhold {
    /// Which payment.
    pub withhold: PaymentId,
}

impl Job for Withhold {
    const QUEUE: &'static str = "settle-payment";
}

struct Owed {
    organization: OrgId,
    currency: Currency,
    tax: i64,
    transfer: String,
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// Takes it back, once. Before the transfer is known there is nothing to do: the news of it asks
/// again.
pub async fn withhold(
    db: &PgPool,
    stripe: &Stripe,
    payment: PaymentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(owed) = owed(&mut *db.acquire().await?, payment).await? else { return Ok(()) };
    let key = format!("tax-reversal:{payment}");
    let amount = Money::new(owed.tax, owed.currency).on_the_wire();
    let form = Form::new()
        .with("amount", amount)
        .with("metadata[payment]", payment)
        .with("metadata[op]", &key);
    let path = format!("/v1/transfers/{}/reversals", owed.transfer);
    let operation =
        Operation { key: &key, path: &path, account: None, form: &form, listed: Some(&path) };
    let Made { id } = perform(db, stripe, operation, now).await?;
    let mut tx = ::db::begin(db).await?;
    sqlx::query!(
        "update payments set stripe_tax_reversal_id = $2, updated_at = $3, version = version + 1 where id = $1",
        payment as _,
        id,
        now
    )
    .execute(&mut *tx)
    .await?;
    Journal::new("tax_withheld", format!("tax_withheld:{id}"), owed.currency)
        .about(owed.organization, Some(payment))
        .debit(Account::Stripe, owed.tax)
        .credit(Account::Organizer, owed.tax)
        .post(&mut tx, now)
        .await?;
    tx.commit().await?;
    Ok(())
}

async fn owed(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<Option<Owed>> {
    sqlx::query_as!(
        Owed,
        r#"select organization_id as organization, currency, tax_withheld_minor as tax, stripe_transfer_id as "transfer!"
             from payments
            where id = $1 and tax_withheld_minor > 0 and stripe_tax_reversal_id is null and stripe_transfer_id is not null"#,
        payment as _
    )
    .fetch_optional(conn)
    .await
}

/// Asks again for what nobody has taken back: none is lost with its job.
pub async fn forgotten(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<i32> {
    let payments = sqlx::query_scalar!(
        r#"select id as "id: PaymentId" from payments
            where tax_withheld_minor > 0 and stripe_tax_reversal_id is null and stripe_transfer_id is not null and paid_at < $1
            order by paid_at limit 500"#,
        now - FORGOTTEN
    )
    .fetch_all(&mut *conn)
    .await?;
    let jobs: Vec<Withhold> = payments.into_iter().map(|withhold| Withhold { withhold }).collect();
    db::outbox::push_all(conn, &jobs, now, now).await?;
    Ok(i32::try_from(jobs.len()).unwrap_or(i32::MAX))
}
