//! Reads an object from Stripe and makes it our state; between the two no transaction is open
//! (PA-43).

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgPool;

use super::{Synced, invoice, sync};
use crate::Error;
use crate::stripe::{Form, Operation, Stripe, began, perform};

/// What can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// `customer.subscription.*`, and the subscription of a schedule or a checkout.
    Subscription,
    /// `invoice.*`.
    Invoice,
    /// `customer.updated`, and the customer of a payment method.
    Customer,
    /// `checkout.session.*` of mode subscription.
    Checkout,
}

impl Object {
    fn path(self, id: &str) -> String {
        match self {
            Self::Subscription => {
                format!("/v1/subscriptions/{id}?expand[]=default_payment_method")
            }
            Self::Invoice => format!("/v1/invoices/{id}"),
            Self::Customer => {
                let expand = "expand[]=tax_ids&expand[]=invoice_settings.default_payment_method";
                format!("/v1/customers/{id}?{expand}")
            }
            Self::Checkout => format!("/v1/checkout/sessions/{id}"),
        }
    }
}

/// Reads and applies. A second subscription is ended at once and its invoice paid back (BI-19); the
/// subscription of a finished checkout is followed too.
pub async fn follow(
    db: &PgPool,
    stripe: &Stripe,
    object: Object,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Synced, Error> {
    let read_started_at = began(now);
    let read: Value = stripe.get(&object.path(id)).await.map_err(Error::Stripe)?;
    let mut tx = ::db::begin(db).await?;
    let synced = sync(&mut tx, &read, read_started_at, now).await?;
    tx.commit().await?;
    if let Synced::Second { subscription, invoice } = &synced {
        end_second(db, stripe, subscription, invoice.as_deref(), now).await?;
    }
    let bought = (object == Object::Checkout).then(|| read["subscription"].as_str()).flatten();
    match bought {
        Some(subscription) => {
            Box::pin(follow(db, stripe, Object::Subscription, subscription, now)).await
        }
        None => Ok(synced),
    }
}

/// First what was paid goes back, then the subscription ends: whoever is killed between the two finds
/// it running, and goes on.
async fn end_second(
    db: &PgPool,
    stripe: &Stripe,
    subscription: &str,
    invoice: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if let Some(invoice) = invoice {
        pay_back(db, stripe, invoice, now).await?;
    }
    stripe.delete(&format!("/v1/subscriptions/{subscription}")).await.map_err(Error::Stripe)
}

/// Pays back what was paid for an invoice, and posts it after the payment itself (LG-1).
async fn pay_back(
    db: &PgPool,
    stripe: &Stripe,
    invoice: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    Box::pin(follow(db, stripe, Object::Invoice, invoice, now)).await?;
    let path = format!("/v1/invoices/{invoice}?expand[]=payments");
    let read: Value = stripe.get(&path).await.map_err(Error::Stripe)?;
    let payments = read["payments"]["data"].as_array().into_iter().flatten();
    let paid = payments.filter(|payment| payment["status"] == "paid");
    for intent in paid.filter_map(|payment| payment["payment"]["payment_intent"].as_str()) {
        let key = format!("second-subscription:{intent}");
        let form = Form::new().with("payment_intent", intent).with("metadata[op]", &key);
        let listed = format!("/v1/refunds?payment_intent={intent}");
        let operation = Operation {
            key: &key,
            path: "/v1/refunds",
            account: None,
            form: &form,
            listed: Some(&listed),
        };
        let refund: Refunded = perform(db, stripe, operation, now).await?;
        let mut tx = ::db::begin(db).await?;
        invoice::paid_back(&mut tx, &read, (&refund.id, refund.amount), now).await?;
        tx.commit().await?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Refunded {
    id: String,
    amount: i64,
}
