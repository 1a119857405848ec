//! Money on its way back, and money that banks doubt.

use billing::refund::{self, Wire};
use billing::stripe::{Listed, Refusal};
use chrono::{DateTime, Utc};
use serde::Deserialize as _;
use serde_json::Value;

use super::Ear;
use super::payment::{first, missing};
use crate::Error;

/// A refund.
pub(super) async fn refund(ear: &Ear<'_>, id: &str) -> Result<(), Error> {
    let read_started_at = ear.clock.now();
    match ear.stripe.get::<Value>(&format!("/v1/refunds/{id}")).await {
        Ok(object) => apply(ear, &object, read_started_at).await,
        Err(refusal) => missing(refusal),
    }
}

/// Every refund of a charge.
pub(super) async fn of_charge(ear: &Ear<'_>, charge: &str) -> Result<(), Error> {
    let read_started_at = ear.clock.now();
    let path = format!("/v1/refunds?charge={charge}&limit=100");
    match ear.stripe.get::<Listed<Value>>(&path).await {
        Ok(listed) => {
            for object in &listed.data {
                apply(ear, object, read_started_at).await?;
            }
            Ok(())
        }
        Err(refusal) => missing(refusal),
    }
}

async fn apply(ear: &Ear<'_>, object: &Value, read_started_at: DateTime<Utc>) -> Result<(), Error> {
    first(ear, object).await?;
    let broken = |error: serde_json::Error| Refusal::Unavailable(error.to_string());
    let wire = Wire::deserialize(object).map_err(broken).map_err(billing::Error::Stripe)?;
    let now = ear.clock.now();
    let mut tx = db::begin(ear.db).await?;
    if let Some(done) = refund::apply(&mut tx, &wire, read_started_at, now).await? {
        crate::refunded(&mut tx, &done, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A dispute. Of a charge that is not disputed there is nothing to read.
pub(super) async fn dispute(ear: &Ear<'_>, id: &str) -> Result<(), Error> {
    let read_started_at = ear.clock.now();
    let object: Value = match ear.stripe.get(&format!("/v1/disputes/{id}")).await {
        Ok(object) => object,
        Err(refusal) => return missing(refusal),
    };
    first(ear, &object).await?;
    let now = ear.clock.now();
    let mut tx = db::begin(ear.db).await?;
    if let Some(disputed) = billing::dispute::sync(&mut tx, &object, read_started_at, now).await? {
        crate::disputed(&mut tx, &disputed, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A bank fears fraud. Nothing is paid back by itself: finance looks at it (RF-10).
pub(super) async fn warning(ear: &Ear<'_>, id: &str) -> Result<(), Error> {
    let object: Value = match ear.stripe.get(&format!("/v1/radar/early_fraud_warnings/{id}")).await
    {
        Ok(object) => object,
        Err(refusal) => return missing(refusal),
    };
    first(ear, &object).await?;
    let charge = object["charge"].as_str().unwrap_or_default();
    let kind = object["fraud_type"].as_str();
    let mut tx = db::begin(ear.db).await?;
    crate::fraud_feared(&mut tx, (id, charge, kind), ear.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
