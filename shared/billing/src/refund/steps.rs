//! The writes of a refund at Stripe, each with its own key: the buyer's money first, then what the
//! organizer gives back, then the platform's fee (RF-5).

use chrono::{DateTime, Utc};
use models::{Money, RefundId};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use super::sync::{self, Refunded, Wire};
use super::{Refund, Status, lock};
use crate::Error;
use crate::ledger::{Account, Journal, taken_back};
use crate::stripe::{Form, Operation, Stripe, perform};

/// One refund's next steps.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RefundJob {
    /// Which.
    pub refund: RefundId,
}

impl db::outbox::Job for RefundJob {
    const QUEUE: &'static str = "refund-run";
}

#[derive(Deserialize)]
struct Made {
    id: String,
    amount: i64,
}

struct Ids {
    total: i64,
    intent: Option<String>,
    transfer: Option<String>,
    fee: Option<String>,
    reversal: Option<String>,
    fee_refund: Option<String>,
}

/// Does what is left to do. Safe to repeat, and to break off anywhere.
pub async fn advance(
    db: &PgPool,
    stripe: &Stripe,
    id: RefundId,
    now: DateTime<Utc>,
) -> Result<Option<Refunded>, Error> {
    let Some((refund, ids)) = read(db, id).await? else { return Ok(None) };
    let done = pay_back(db, stripe, &refund, &ids, now).await?;
    if matches!(refund.status, Status::Failed | Status::Canceled) {
        return Ok(done);
    }
    reverse(db, stripe, &refund, &ids, now).await?;
    give_fee_back(db, stripe, &refund, &ids, now).await?;
    Ok(done)
}

async fn read(db: &PgPool, id: RefundId) -> Result<Option<(Refund, Ids)>, Error> {
    let mut conn = db.acquire().await?;
    let Some(refund) = lock(&mut conn, id).await? else { return Ok(None) };
    let ids = sqlx::query_as!(
        Ids,
        "select p.total_minor as total, p.stripe_payment_intent_id as intent, p.stripe_transfer_id as transfer, p.stripe_fee_id as fee,
                r.stripe_reversal_id as reversal, r.stripe_fee_refund_id as fee_refund
           from refunds r join payments p on p.id = r.payment_id where r.id = $1",
        id as _
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Some((refund, ids)))
}

/// Stripe will never make this refund: it has failed, and the buyer's claim stays until it is tried
/// again or paid back without Stripe (RF-8). `None`: Stripe has it after all.
pub async fn refused(
    conn: &mut PgConnection,
    id: RefundId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Option<Refunded>, Error> {
    let failed = sqlx::query!(
        "update refunds set status = 'failed', failure_reason = $2, updated_at = $3 where id = $1 and status = 'requested'",
        id as _,
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok((failed.rows_affected() == 1).then_some(Refunded {
        id,
        status: Status::Failed,
        given_up: Vec::new(),
    }))
}

fn wire(refund: &Refund, amount: i64) -> i64 {
    Money::new(amount, refund.currency).on_the_wire()
}

async fn pay_back(
    db: &PgPool,
    stripe: &Stripe,
    refund: &Refund,
    ids: &Ids,
    now: DateTime<Utc>,
) -> Result<Option<Refunded>, Error> {
    let (Status::Requested, Some(intent)) = (refund.status, &ids.intent) else { return Ok(None) };
    let form = Form::new()
        .with("payment_intent", intent)
        .with("amount", wire(refund, refund.amount))
        .with("reverse_transfer", false)
        .with("refund_application_fee", false)
        .with("metadata[refund]", refund.id)
        .with("metadata[attempt]", refund.attempt)
        .with("metadata[payment]", refund.payment);
    let key = format!("refund:{}:{}", refund.id, refund.attempt);
    let form = form.with("metadata[op]", &key);
    let listed = format!("/v1/refunds?payment_intent={intent}");
    let listed = Some(listed.as_str());
    let operation =
        Operation { key: &key, path: "/v1/refunds", account: None, form: &form, listed };
    let read_started_at = now;
    let object: Wire = perform(db, stripe, operation, now).await?;
    let mut tx = ::db::begin(db).await?;
    let done = sync::apply(&mut tx, &object, read_started_at, now).await?;
    tx.commit().await?;
    Ok(done)
}

async fn reverse(
    db: &PgPool,
    stripe: &Stripe,
    refund: &Refund,
    ids: &Ids,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (None, Some(transfer)) = (&ids.reversal, &ids.transfer) else { return Ok(()) };
    let wanted = refund.amount - refund.tax_share;
    // Fees that were collected of this transfer are missing from it; the organizer owes them anew.
    let left = ids.total - taken_back(&mut *db.acquire().await?, refund.payment).await?;
    let amount = wanted.min(left);
    if amount <= 0 {
        return Ok(());
    }
    let form = Form::new().with("amount", wire(refund, amount)).with("metadata[refund]", refund.id);
    let path = format!("/v1/transfers/{transfer}/reversals");
    let key = format!("reversal:{}", refund.id);
    let form = form.with("metadata[op]", &key);
    let listed = Some(path.as_str());
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed };
    let Made { id, amount } = perform(db, stripe, operation, now).await?;
    // An earlier try may have taken another sum.
    let amount = amount / refund.currency.wire_factor();
    let mut tx = ::db::begin(db).await?;
    sqlx::query!(
        "update refunds set stripe_reversal_id = $2, updated_at = $3 where id = $1",
        refund.id as _,
        id,
        now
    )
    .execute(&mut *tx)
    .await?;
    Journal::new("transfer_reversed", format!("transfer_reversed:{id}"), refund.currency)
        .about(refund.organization, Some(refund.payment))
        .debit(Account::Stripe, amount)
        .credit(Account::Organizer, amount)
        .post(&mut tx, now)
        .await?;
    tx.commit().await?;
    Ok(())
}

async fn give_fee_back(
    db: &PgPool,
    stripe: &Stripe,
    refund: &Refund,
    ids: &Ids,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let amount = refund.platform_share;
    let (None, Some(fee)) = (&ids.fee_refund, &ids.fee) else { return Ok(()) };
    if amount == 0 {
        return Ok(());
    }
    let form = Form::new().with("amount", wire(refund, amount)).with("metadata[refund]", refund.id);
    let path = format!("/v1/application_fees/{fee}/refunds");
    let key = format!("fee-refund:{}", refund.id);
    let form = form.with("metadata[op]", &key);
    let listed = Some(path.as_str());
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed };
    let Made { id, .. } = perform(db, stripe, operation, now).await?;
    let mut tx = ::db::begin(db).await?;
    sqlx::query!(
        "update refunds set stripe_fee_refund_id = $2, updated_at = $3 where id = $1",
        refund.id as _,
        id,
        now
    )
    .execute(&mut *tx)
    .await?;
    Journal::new("fee_refunded", format!("fee_refunded:{id}"), refund.currency)
        .about(refund.organization, Some(refund.payment))
        .debit(Account::Organizer, amount)
        .credit(Account::Stripe, amount)
        .post(&mut tx, now)
        .await?;
    tx.commit().await?;
    Ok(())
}
