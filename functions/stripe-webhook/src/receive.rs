//! One message from Stripe: verify the raw bytes, keep the receipt and the work in one transaction,
//! answer. Nothing else happens here, so a burst is taken in.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use billing::stripe::{Event, Scope};
use serde_json::json;
use web::Problem;

pub(crate) async fn receive(
    State(app): State<crate::State>,
    Path(scope): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> web::Result<StatusCode> {
    let now = app.clock.now();
    let (scope, secrets) = match scope.as_str() {
        "account" => (Scope::Account, &app.secrets.account),
        "connect" => (Scope::Connect, &app.secrets.connect),
        _ => return Err(Problem::not_found()),
    };
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok());
    if !signature.is_some_and(|signature| secrets.signed(signature, &body, now)) {
        return Err(refused());
    }
    // What is signed and no event should not be repeated by Stripe.
    let Ok(event) = serde_json::from_slice::<Event>(&body) else { return Ok(StatusCode::OK) };
    if event.livemode != app.stripe.is_live() {
        return Err(refused());
    }
    let (id, kind) = (event.id.clone(), event.r#type.clone());
    let mut tx = db::begin(&app.db).await?;
    if db::receipts::claim(&mut tx, "stripe", &id, now).await? {
        match event.notice(scope) {
            Some(notice) => db::outbox::push(&mut tx, &notice, now).await?,
            None => db::receipts::ignore(&mut tx, "stripe", &id, &json!({ "type": kind })).await?,
        }
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(StatusCode::OK)
}

/// Forged, old, of the other endpoint or of the other mode: no row is written.
fn refused() -> Problem {
    Problem::forged("signature-invalid", "This is not signed by the payment service.")
}
