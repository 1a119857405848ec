//! What is said to the bank, and what a lost dispute takes back from the organizer.

use chrono::{DateTime, Utc};
use models::{Currency, DisputeId, Money, PaymentId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgPool;

use super::sync::tax_of;
use super::{EvidenceFile, Known, Status};
use crate::Error;
use crate::error::field;
use crate::ledger::{Account, Journal, taken_back};
use crate::payment;
use crate::stripe::{File, Form, Operation, Refusal, Stripe, perform, upload};

/// A dispute was lost: the organizer's part comes back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RecoverJob {
    /// Which.
    pub dispute: DisputeId,
}

impl db::outbox::Job for RecoverJob {
    const QUEUE: &'static str = "refund-run";
}

/// What speaks for the organizer, in Stripe's fields.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// What was sold.
    pub product: String,
    /// Who bought it.
    pub customer: Option<String>,
    /// Their address.
    pub email: String,
    /// When it took place.
    pub service_date: Option<String>,
    /// The promise of refunds.
    pub refund_policy: String,
    /// What the buyer did with it.
    pub access_log: String,
    /// In the organizer's words.
    pub text: String,
    /// One of each kind.
    pub files: Vec<EvidenceFile>,
}

impl Known {
    /// Whether anything can still be said: only to a dispute that the bank has to decide.
    pub fn may_answer(&self, now: DateTime<Utc>) -> Result<(), Error> {
        match self.status {
            Status::NeedsResponse | Status::WarningNeedsResponse => {}
            Status::UnderReview | Status::WarningUnderReview => return Err(Error::EvidenceTooLate),
            _ => return Err(Error::DisputeClosed),
        }
        match self.evidence_due_at {
            Some(due) if due <= now => Err(Error::EvidenceTooLate),
            _ => Ok(()),
        }
    }
}

/// Hands the evidence in, which can be done once: first its files, then everything with their ids.
/// What Stripe then says of the dispute. Where a try before this one came through and its answer was
/// lost, nothing is sent: the pack may have grown since, and the bank reads the first one only.
pub async fn submit(
    db: &PgPool,
    stripe: &Stripe,
    known: &Known,
    evidence: &Evidence,
    now: DateTime<Utc>,
) -> Result<Value, Error> {
    let path = format!("/v1/disputes/{}", known.stripe);
    let there: Value = stripe.get(&path).await.map_err(Error::Stripe)?;
    let handed_in = there.pointer("/evidence_details/submission_count").and_then(Value::as_u64);
    if handed_in.is_some_and(|times| times > 0) {
        return Ok(there);
    }
    let mut form = Form::new()
        .with("evidence[product_description]", &evidence.product)
        .with_some("evidence[customer_name]", evidence.customer.as_deref())
        .with("evidence[customer_email_address]", &evidence.email)
        .with_some("evidence[service_date]", evidence.service_date.as_deref())
        .with("evidence[refund_policy_disclosure]", &evidence.refund_policy)
        .with("evidence[access_activity_log]", &evidence.access_log)
        .with("evidence[uncategorized_text]", &evidence.text);
    for file in &evidence.files {
        let id = hand_over(db, stripe, (known.id, file), now).await?;
        form = form.with(&format!("evidence[{}]", file.exhibit.name()), id);
    }
    let form = form.with("submit", true);
    let key = format!("dispute-evidence:{}", known.id);
    perform(
        db,
        stripe,
        Operation { key: &key, path: &path, account: None, form: &form, listed: None },
        now,
    )
    .await
}

/// A file that Stripe has already under the same name and with the same content is not sent again.
async fn hand_over(
    db: &PgPool,
    stripe: &Stripe,
    (dispute, file): (DisputeId, &EvidenceFile),
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let exhibit = file.exhibit.name();
    let name = format!("{exhibit}.{}", file.kind.extension());
    let sent = File {
        purpose: "dispute_evidence",
        name: &name,
        media_type: file.kind.media_type(),
        bytes: &file.bytes,
    };
    let key = format!("dispute-file:{dispute}:{exhibit}:{}", sent.sha256());
    match upload(db, stripe, (&key, &sent), now).await {
        Err(Error::Stripe(Refusal::Said { status: 400, .. })) => {
            let detail = "The payment service cannot read this file.";
            Err(Error::Invalid(vec![field(&format!("/{exhibit}"), "file-invalid", detail)]))
        }
        other => other,
    }
}

/// Gives in. What Stripe then says of the dispute.
pub async fn accept(
    db: &PgPool,
    stripe: &Stripe,
    known: &Known,
    now: DateTime<Utc>,
) -> Result<Value, Error> {
    let path = format!("/v1/disputes/{}/close", known.stripe);
    let key = format!("dispute-close:{}", known.id);
    let form = Form::new();
    perform(
        db,
        stripe,
        Operation { key: &key, path: &path, account: None, form: &form, listed: None },
        now,
    )
    .await
}

struct Lost {
    payment: PaymentId,
    amount: i64,
    currency: Currency,
    status: Status,
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// Takes back from the organizer what the bank took (RF-11), all but the tax that the platform
/// owed. Safe to repeat, and to break off anywhere.
pub async fn recover(
    db: &PgPool,
    stripe: &Stripe,
    id: DisputeId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut tx = ::db::begin(db).await?;
    let lost = sqlx::query_as!(
        Lost,
        r#"select payment_id as payment, amount_minor as amount, currency, status as "status: Status" from disputes where id = $1"#,
        id as _
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(lost) = lost.filter(|lost| lost.status == Status::Lost) else { return Ok(()) };
    let Some(payment) = payment::lock(&mut tx, lost.payment).await? else { return Ok(()) };
    let left = payment.amounts.total - taken_back(&mut tx, payment.id).await?;
    tx.commit().await?;
    let wanted = lost.amount - tax_of(&payment, Money::new(lost.amount, lost.currency));
    // What refunds took back, failed ones too, the organizer has given already.
    let back = wanted.min(left);
    let Some(transfer) = payment.transfer.as_ref().filter(|_| back > 0) else { return Ok(()) };
    let amount = Money::new(back, lost.currency).on_the_wire();
    let key = format!("dispute-reversal:{id}");
    let form = Form::new().with("amount", amount).with("metadata[dispute]", id);
    let form = form.with("metadata[op]", &key);
    let path = format!("/v1/transfers/{transfer}/reversals");
    let listed = Some(path.as_str());
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed };
    let Made { id: reversal } = perform(db, stripe, operation, now).await?;
    let mut tx = ::db::begin(db).await?;
    Journal::new("transfer_reversed", format!("transfer_reversed:{reversal}"), lost.currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::Stripe, back)
        .credit(Account::Organizer, back)
        .post(&mut tx, now)
        .await?;
    tx.commit().await?;
    Ok(())
}
