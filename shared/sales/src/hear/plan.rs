//! Plans: subscriptions, their invoices and customers.

use billing::subscription::{Object, detached, follow};
use serde_json::Value;

use super::Ear;
use super::payment::missing;
use crate::Error;

/// What a plan is made of: each leads to the object that is read again.
pub(super) async fn plan(ear: &Ear<'_>, kind: &str, id: &str) -> Result<(), Error> {
    let now = ear.clock.now();
    let (object, id) = match kind {
        _ if kind.starts_with("customer.subscription.") => (Object::Subscription, id.to_owned()),
        _ if kind.starts_with("invoice.") => (Object::Invoice, id.to_owned()),
        "customer.updated" => (Object::Customer, id.to_owned()),
        _ if kind.starts_with("subscription_schedule.") => {
            match named(ear, &format!("/v1/subscription_schedules/{id}"), "subscription").await? {
                Some(id) => (Object::Subscription, id),
                None => return Ok(()),
            }
        }
        _ if kind.starts_with("payment_method.") => {
            match named(ear, &format!("/v1/payment_methods/{id}"), "customer").await? {
                Some(id) => (Object::Customer, id),
                // It has no customer any more: whose it was is known here.
                None => return or_missing(detached(ear.db, ear.stripe, id, now).await),
            }
        }
        _ => return Ok(()),
    };
    followed(ear, object, &id, now).await
}

/// A finished checkout of a plan.
pub(super) async fn checkout(ear: &Ear<'_>, id: &str) -> Result<(), Error> {
    followed(ear, Object::Checkout, id, ear.clock.now()).await
}

async fn followed(
    ear: &Ear<'_>,
    object: Object,
    id: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Error> {
    or_missing(follow(ear.db, ear.stripe, object, id, now).await.map(drop))
}

fn or_missing(read: Result<(), billing::Error>) -> Result<(), Error> {
    match read {
        Ok(()) => Ok(()),
        Err(billing::Error::Stripe(refusal)) => missing(refusal),
        Err(other) => Err(other.into()),
    }
}

/// The id that an object names; none, if Stripe does not know the object.
async fn named(ear: &Ear<'_>, path: &str, field: &str) -> Result<Option<String>, Error> {
    match ear.stripe.get::<Value>(path).await {
        Ok(object) => Ok(object[field].as_str().map(str::to_owned)),
        Err(refusal) => missing(refusal).map(|()| None),
    }
}
