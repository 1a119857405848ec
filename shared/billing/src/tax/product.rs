//! What is sold, as Stripe Tax knows it: a product with a tax code, and for admission the place where
//! it is performed (docs.stripe.com/tax/tax-for-tickets, API of 2026-09-30). Made once for an event,
//! before the first page that sells it.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId};
use serde::Deserialize;
use sqlx::{PgConnection, PgPool};

use crate::Error;
use crate::stripe::{Form, Operation, Refusal, Stripe, perform};

/// Where an event takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Venue {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// Its address, in lines.
    pub address: Option<String>,
}

impl Venue {
    /// Tells one place from another.
    pub(crate) fn key(&self) -> String {
        let parts = [&self.country, &self.address];
        parts.map(|part| part.as_deref().unwrap_or_default()).join("\n")
    }
}

/// A product that was made before.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Known {
    pub(crate) label: String,
    pub(crate) code: String,
    pub(crate) venue: String,
    pub(crate) product: String,
}

/// Products that a page needs and Stripe does not know yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub(crate) organization: OrgId,
    pub(crate) event: EventId,
    /// As they are called on the page.
    pub(crate) labels: Vec<String>,
    /// `txcd_…`.
    pub(crate) code: String,
    /// Where, if the place of the event counts.
    pub(crate) venue: Option<Venue>,
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// Makes them. Safe to repeat, and to break off anywhere; no transaction is open meanwhile.
pub async fn make(
    db: &PgPool,
    stripe: &Stripe,
    missing: &Missing,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let location = match &missing.venue {
        Some(venue) => Some(location(db, stripe, (missing.event, venue), now).await?),
        None => None,
    };
    let venue = missing.venue.as_ref().map(Venue::key).unwrap_or_default();
    for label in &missing.labels {
        let form = Form::new()
            .with("name", label)
            .with("tax_code", &missing.code)
            .with("metadata[event]", missing.event)
            .with_some("tax_details[performance_location]", location.as_ref());
        let key = named("tax-product", missing.event, &form);
        let operation =
            Operation { key: &key, path: "/v1/products", account: None, form: &form, listed: None };
        let Made { id } = perform(db, stripe, operation, now).await?;
        keep(&mut *db.acquire().await?, missing, (label, &venue, &id), now).await?;
    }
    Ok(())
}

/// The place at Stripe. Where Stripe cannot make out a place of the address nothing can be sold.
async fn location(
    db: &PgPool,
    stripe: &Stripe,
    (event, venue): (EventId, &Venue),
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let country = venue.country.as_deref().ok_or(Error::TaxSetupIncomplete)?;
    let address = venue.address.as_deref().map(|lines| lines.replace('\n', ", "));
    let form = Form::new()
        .with("type", "performance")
        .with("address[country]", country)
        .with_some("address[line1]", address)
        .with_some("description", venue.name.as_deref());
    let key = named("tax-location", event, &form);
    let operation = Operation {
        key: &key,
        path: "/v1/tax/locations",
        account: None,
        form: &form,
        listed: None,
    };
    match perform::<Made>(db, stripe, operation, now).await {
        Ok(made) => Ok(made.id),
        Err(Error::Stripe(Refusal::Said { message, .. })) => {
            tracing::warn!(%event, message, "Stripe Tax cannot work with the address of this event");
            Err(Error::TaxSetupIncomplete)
        }
        Err(error) => Err(error),
    }
}

/// The same thing of an event has the same name, whoever makes it.
fn named(what: &str, event: EventId, form: &Form) -> String {
    let hash = form.hash();
    let short = hash.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    format!("{what}:{event}:{short:016x}")
}

async fn keep(
    conn: &mut PgConnection,
    missing: &Missing,
    (label, venue, product): (&str, &str, &str),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into tax_products (organization_id, event_id, label, stripe_tax_code, venue, stripe_product_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        missing.organization as _,
        missing.event as _,
        label,
        missing.code,
        venue,
        product,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
