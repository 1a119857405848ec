//! Money on its way back, and money that banks doubt.

use billing::refund::{self, Wire};
use billing::stripe::{Listed, Refusal};
use chrono::{DateTime, Utc};
use serde::Deserialize as _;
use serde_json::Value;

use crate::State;
use crate::payment::{first, missing};

/// A refund.
pub(crate) async fn refund(app: &State, id: &str) -> web::Result<()> {
    let read_started_at = app.clock.now();
    match app.stripe.get::<Value>(&format!("/v1/refunds/{id}")).await {
        Ok(object) => apply(app, &object, read_started_at).await,
        Err(refusal) => missing(refusal),
    }
}

/// Every refund of a charge.
pub(crate) async fn of_charge(app: &State, charge: &str) -> web::Result<()> {
    let read_started_at = app.clock.now();
    let path = format!("/v1/refunds?charge={charge}&limit=100");
    match app.stripe.get::<Listed<Value>>(&path).await {
        Ok(listed) => {
            for object in &listed.data {
                apply(app, object, read_started_at).await?;
            }
            Ok(())
        }
        Err(refusal) => missing(refusal),
    }
}

async fn apply(app: &State, object: &Value, read_started_at: DateTime<Utc>) -> web::Result<()> {
    first(app, object).await?;
    let broken = |error: serde_json::Error| Refusal::Unavailable(error.to_string());
    let wire = Wire::deserialize(object).map_err(broken).map_err(billing::Error::Stripe)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some(done) = refund::apply(&mut tx, &wire, read_started_at, now).await? {
        sales::refunded(&mut tx, &done, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A dispute. Of a charge that is not disputed there is nothing to read.
pub(crate) async fn dispute(app: &State, id: &str) -> web::Result<()> {
    let read_started_at = app.clock.now();
    let object: Value = match app.stripe.get(&format!("/v1/disputes/{id}")).await {
        Ok(object) => object,
        Err(refusal) => return missing(refusal),
    };
    first(app, &object).await?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some(disputed) = billing::dispute::sync(&mut tx, &object, read_started_at, now).await? {
        sales::disputed(&mut tx, &disputed, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A bank fears fraud. Nothing is paid back by itself (RF-10); it is in the log, and its dispute,
/// should one come, is told.
pub(crate) async fn warning(app: &State, id: &str) -> web::Result<()> {
    match app.stripe.get::<Value>(&format!("/v1/radar/early_fraud_warnings/{id}")).await {
        Ok(object) => {
            let charge = object["charge"].as_str().unwrap_or_default();
            tracing::warn!(warning = id, charge, "a bank fears fraud");
            Ok(())
        }
        Err(refusal) => missing(refusal),
    }
}
