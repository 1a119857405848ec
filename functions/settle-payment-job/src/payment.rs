//! Pages, intents and what was passed on: all of them lead to the page of a payment.

use billing::payment;
use billing::stripe::Refusal;
use models::PaymentId;
use serde::Deserialize;
use serde_json::Value;

use crate::State;

#[derive(Deserialize)]
struct Tagged {
    #[serde(default)]
    metadata: std::collections::BTreeMap<String, String>,
    transfer_group: Option<String>,
    mode: Option<String>,
}

/// A page: of a payment, or of a plan.
pub(crate) async fn session(app: &State, id: &str) -> web::Result<()> {
    let tagged: Tagged = match app.stripe.get(&format!("/v1/checkout/sessions/{id}")).await {
        Ok(tagged) => tagged,
        Err(refusal) => return missing(refusal),
    };
    if tagged.mode.as_deref() == Some("subscription") {
        return crate::plan::checkout(app, id).await;
    }
    let known = payment::by_session(&mut *app.db.acquire().await?, id).await?;
    let named = tagged.metadata.get("payment").and_then(|id| id.parse().ok());
    match known.or(named) {
        Some(payment) => apply(app, payment, id).await,
        None => Ok(()),
    }
}

/// An intent: its page speaks for it.
pub(crate) async fn intent(app: &State, id: &str) -> web::Result<()> {
    let tagged: Tagged = match app.stripe.get(&format!("/v1/payment_intents/{id}")).await {
        Ok(tagged) => tagged,
        Err(refusal) => return missing(refusal),
    };
    match tagged.metadata.get("payment").and_then(|id| id.parse().ok()) {
        Some(payment) => page_of(app, payment).await,
        None => Ok(()),
    }
}

/// What is said of a charge may overtake its payment: where the charge is not known here, the
/// payment is settled first (PA-42).
pub(crate) async fn first(app: &State, object: &Value) -> web::Result<()> {
    let (Some(charge), Some(intent)) =
        (object["charge"].as_str(), object["payment_intent"].as_str())
    else {
        return Ok(());
    };
    let known = payment::by_charge(&mut *app.db.acquire().await?, charge).await?;
    if known.is_some() { Ok(()) } else { self::intent(app, intent).await }
}

/// A transfer or a fee, which may be there later than the payment: its page is read once more.
pub(crate) async fn passed_on(app: &State, kind: &str, id: &str) -> web::Result<()> {
    if !kind.starts_with("transfer.") {
        return Ok(());
    }
    let tagged: Tagged = match app.stripe.get(&format!("/v1/transfers/{id}")).await {
        Ok(tagged) => tagged,
        Err(refusal) => return missing(refusal),
    };
    match tagged.transfer_group.and_then(|group| group.parse().ok()) {
        Some(payment) => page_of(app, payment).await,
        None => Ok(()),
    }
}

async fn page_of(app: &State, payment: PaymentId) -> web::Result<()> {
    let session =
        sqlx::query_scalar!("select stripe_session_id from payments where id = $1", payment as _)
            .fetch_optional(&app.db)
            .await?;
    match session.flatten() {
        Some(session) => apply(app, payment, &session).await,
        None => Ok(()),
    }
}

async fn apply(app: &State, id: PaymentId, session: &str) -> web::Result<()> {
    let read_started_at = app.clock.now();
    let read = match payment::read_session(&app.stripe, session).await {
        Ok(read) => read,
        Err(refusal) => return missing(refusal),
    };
    let mut tx = app.db.begin().await?;
    let Some(payment) = payment::lock(&mut tx, id).await? else { return Ok(()) };
    sales::apply(&mut tx, &payment, &read, read_started_at, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// What Stripe does not know cannot be applied, now or later.
pub(crate) fn missing(refusal: Refusal) -> web::Result<()> {
    if refusal.is_missing() { Ok(()) } else { Err(billing::Error::Stripe(refusal).into()) }
}
