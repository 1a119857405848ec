//! Plans: subscriptions, their invoices and customers.

use billing::subscription::{Object, follow};
use serde_json::Value;

use crate::State;
use crate::payment::missing;

/// What a plan is made of: each leads to the object that is read again.
pub(crate) async fn plan(app: &State, kind: &str, id: &str) -> web::Result<()> {
    let now = app.clock.now();
    let (object, id) = match kind {
        _ if kind.starts_with("customer.subscription.") => (Object::Subscription, id.to_owned()),
        _ if kind.starts_with("invoice.") => (Object::Invoice, id.to_owned()),
        "customer.updated" => (Object::Customer, id.to_owned()),
        _ if kind.starts_with("subscription_schedule.") => {
            match named(app, &format!("/v1/subscription_schedules/{id}"), "subscription").await? {
                Some(id) => (Object::Subscription, id),
                None => return Ok(()),
            }
        }
        _ if kind.starts_with("payment_method.") => {
            match named(app, &format!("/v1/payment_methods/{id}"), "customer").await? {
                Some(id) => (Object::Customer, id),
                None => return Ok(()),
            }
        }
        _ => return Ok(()),
    };
    followed(app, object, &id, now).await
}

/// A finished checkout of a plan.
pub(crate) async fn checkout(app: &State, id: &str) -> web::Result<()> {
    followed(app, Object::Checkout, id, app.clock.now()).await
}

async fn followed(
    app: &State,
    object: Object,
    id: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> web::Result<()> {
    match follow(&app.db, &app.stripe, object, id, now).await {
        Ok(_) => Ok(()),
        Err(billing::Error::Stripe(refusal)) => missing(refusal),
        Err(other) => Err(other.into()),
    }
}

/// The id that an object names; none, if Stripe does not know the object.
async fn named(app: &State, path: &str, field: &str) -> web::Result<Option<String>> {
    match app.stripe.get::<Value>(path).await {
        Ok(object) => Ok(object[field].as_str().map(str::to_owned)),
        Err(refusal) => missing(refusal).map(|()| None),
    }
}
