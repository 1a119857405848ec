//! Pages, intents and what was passed on: all of them lead to the page of a payment.

use billing::payment;
use billing::payout::{self, Moves};
use billing::stripe::Refusal;
use models::PaymentId;
use serde::Deserialize;
use serde_json::Value;

use super::Ear;
use crate::Error;

#[derive(Deserialize)]
struct Tagged {
    #[serde(default)]
    metadata: std::collections::BTreeMap<String, String>,
    transfer_group: Option<String>,
    mode: Option<String>,
}

/// A page: of a payment, or of a plan.
pub(super) async fn session(ear: &Ear<'_>, id: &str) -> Result<(), Error> {
    let tagged: Tagged = match ear.stripe.get(&format!("/v1/checkout/sessions/{id}")).await {
        Ok(tagged) => tagged,
        Err(refusal) => return missing(refusal),
    };
    if tagged.mode.as_deref() == Some("subscription") {
        return super::plan::checkout(ear, id).await;
    }
    let known = payment::by_session(&mut *ear.db.acquire().await?, id).await?;
    let named = tagged.metadata.get("payment").and_then(|id| id.parse().ok());
    match known.or(named) {
        Some(payment) => apply(ear, payment, id).await,
        None => Ok(()),
    }
}

/// An intent: its page speaks for it.
pub(super) async fn intent(ear: &Ear<'_>, id: &str) -> Result<(), Error> {
    let tagged: Tagged = match ear.stripe.get(&format!("/v1/payment_intents/{id}")).await {
        Ok(tagged) => tagged,
        Err(refusal) => return missing(refusal),
    };
    match tagged.metadata.get("payment").and_then(|id| id.parse().ok()) {
        Some(payment) => page_of(ear, payment).await,
        None => Ok(()),
    }
}

/// What is said of a charge may overtake its payment: where the charge is not known here, the
/// payment is settled first (PA-42).
pub(super) async fn first(ear: &Ear<'_>, object: &Value) -> Result<(), Error> {
    let (Some(charge), Some(intent)) =
        (object["charge"].as_str(), object["payment_intent"].as_str())
    else {
        return Ok(());
    };
    let known = payment::by_charge(&mut *ear.db.acquire().await?, charge).await?;
    if known.is_some() { Ok(()) } else { self::intent(ear, intent).await }
}

/// A transfer or a fee, which may be there later than the payment: its page is read once more.
pub(super) async fn passed_on(ear: &Ear<'_>, kind: &str, id: &str) -> Result<(), Error> {
    let payment = if kind.starts_with("transfer.") {
        let tagged: Tagged = match ear.stripe.get(&format!("/v1/transfers/{id}")).await {
            Ok(tagged) => tagged,
            Err(refusal) => return missing(refusal),
        };
        tagged.transfer_group.and_then(|group| group.parse().ok())
    } else {
        let fee: Value = match ear.stripe.get(&format!("/v1/application_fees/{id}")).await {
            Ok(fee) => fee,
            Err(refusal) => return missing(refusal),
        };
        // `charge` is the one on the account that receives the money; ours is what it came from.
        let charge = fee["originating_transaction"].as_str().or_else(|| fee["charge"].as_str());
        let charge = charge.unwrap_or_default();
        payment::by_charge(&mut *ear.db.acquire().await?, charge).await?
    };
    let Some(payment) = payment else { return Ok(()) };
    page_of(ear, payment).await?;
    // What came of it, or went, may be in another currency there (PA-13).
    let of = Moves::OfPayment(payment);
    Ok(payout::read_moves(ear.db, ear.stripe, of, ear.clock.now()).await?)
}

async fn page_of(ear: &Ear<'_>, payment: PaymentId) -> Result<(), Error> {
    // On a line of its own: the connection would be held as long as what is matched on it.
    let page = payment::page_of(&mut *ear.db.acquire().await?, payment).await?;
    match page {
        Some(session) => apply(ear, payment, &session).await,
        None => Ok(()),
    }
}

async fn apply(ear: &Ear<'_>, id: PaymentId, session: &str) -> Result<(), Error> {
    let read_started_at = ear.clock.now();
    let read = match payment::read_session(ear.stripe, session).await {
        Ok(read) => read,
        Err(refusal) => return missing(refusal),
    };
    let mut tx = db::begin(ear.db).await?;
    crate::apply(&mut tx, id, &read, read_started_at, ear.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// What Stripe does not know cannot be applied, now or later.
pub(super) fn missing(refusal: Refusal) -> Result<(), Error> {
    if refusal.is_missing() { Ok(()) } else { Err(billing::Error::Stripe(refusal).into()) }
}
