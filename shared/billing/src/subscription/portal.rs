//! Stripe's own pages for cards and invoices, and the billing profile that lies there (BI-22).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use db::audit::{self, Actor, Entry};
use models::OrgId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use utoipa::ToSchema;
use uuid::Uuid;

use super::remote::Ref;
use super::{Back, Buyer, Object, customer, follow};
use crate::Error;
use crate::error::field;
use crate::stripe::{Form, Listed, Operation, Refusal, Stripe, perform};

/// Where in the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PortalFlow {
    /// The first page.
    Home,
    /// A new card.
    PaymentMethod,
}

#[derive(Deserialize)]
struct Opened {
    url: String,
}

/// A link to the pages. It is never kept nor logged (PA-43).
pub async fn open_portal(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    flow: PortalFlow,
    back: &Back,
) -> Result<String, Error> {
    let customer = customer::known(&mut *db.acquire().await?, organization).await?;
    let customer = customer.ok_or(Error::NoCustomer)?;
    let mut form = Form::new().with("customer", customer).with("return_url", back.url()?);
    if flow == PortalFlow::PaymentMethod {
        form = form.with("flow_data[type]", "payment_method_update");
    }
    let key = format!("portal:{}", Uuid::new_v4());
    let opened: Opened =
        stripe.post("/v1/billing_portal/sessions", &form, &key).await.map_err(Error::Stripe)?;
    Ok(opened.url)
}

/// A tax number: Stripe's word for its kind, and the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxId {
    /// As `eu_vat`, `gb_vat`, `us_ein` (Stripe, "Customer tax IDs").
    #[schema(example = "eu_vat")]
    pub r#type: String,
    /// The number.
    #[schema(example = "DE123456789")]
    pub value: String,
}

/// An address on invoices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    pub line1: Option<String>,
    /// More of it.
    pub line2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Region.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// Who is invoiced.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The name on invoices.
    pub legal_name: Option<String>,
    /// The address on invoices.
    pub address: Address,
    /// Tax numbers on invoices.
    pub tax_ids: Vec<TaxId>,
    /// Where invoices go.
    pub email: Option<String>,
    /// The card: its brand …
    pub card_brand: Option<String>,
    /// … its last digits …
    pub card_last4: Option<String>,
    /// … and the last day on which it works.
    pub card_expires_on: Option<NaiveDate>,
    /// Raised by each change; 0 while there is nothing.
    pub version: i32,
}

/// Who is invoiced; an empty profile while nothing was bought.
pub async fn profile(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Profile> {
    let row = sqlx::query!(
        "select legal_name, address, tax_ids, billing_email, card_brand, card_last4, card_expires_on, version
           from billing_customers where organization_id = $1",
        organization as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or_else(Profile::default, |row| Profile {
        legal_name: row.legal_name,
        address: address(&row.address),
        tax_ids: serde_json::from_value(row.tax_ids).unwrap_or_default(),
        email: row.billing_email,
        card_brand: row.card_brand,
        card_last4: row.card_last4,
        card_expires_on: row.card_expires_on,
        version: row.version,
    }))
}

fn address(value: &Value) -> Address {
    let part = |name: &str| value[name].as_str().map(str::to_owned);
    Address {
        line1: part("line1"),
        line2: part("line2"),
        city: part("city"),
        state: part("state"),
        postal_code: part("postal_code"),
        country: part("country"),
    }
}

/// What changes of it; absent stays.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    /// The name on invoices.
    pub legal_name: Option<String>,
    /// The whole address.
    pub address: Option<Address>,
    /// All tax numbers.
    pub tax_ids: Option<Vec<TaxId>>,
    /// Where invoices go.
    pub email: Option<String>,
}

/// After so long a change that never ended keeps nobody out any more.
const GIVEN_UP: TimeDelta = TimeDelta::minutes(2);

/// Changes the profile at Stripe, all of it or nothing, and reads it back. Of several that saw the
/// same version one is let through.
pub async fn edit_profile(
    db: &PgPool,
    stripe: &Stripe,
    buyer: &Buyer,
    (version, change): (i32, ProfileChange),
    now: DateTime<Utc>,
) -> Result<Profile, Error> {
    let organization = buyer.organization;
    let before = profile(&mut *db.acquire().await?, organization).await?;
    if before.version != version {
        return Err(Error::Stale);
    }
    let customer = customer::ensure(db, stripe, organization, &buyer.email, now).await?;
    // Where there was none it has been made just now.
    let seen = version.max(1);
    if !begin(db, organization, seen, now).await? {
        return Err(Error::Stale);
    }
    let sent = send(db, stripe, &customer, &change, now).await;
    // Whatever became of it, what stands at Stripe is what is shown.
    let read = follow(db, stripe, Object::Customer, &customer, now).await;
    let mut conn = db.acquire().await?;
    end(&mut conn, organization).await?;
    sent?;
    read?;
    let actor = Actor::User(buyer.user);
    let (name, about) = ("billing-profile.changed", "organization");
    let entry = Entry::new(Some(organization), actor, name, about, organization);
    audit::write(&mut conn, entry, now).await?;
    Ok(profile(&mut conn, organization).await?)
}

/// Whether this change may go on: nobody has changed what it saw, or is about to.
async fn begin(
    db: &PgPool,
    organization: OrgId,
    seen: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let begun = sqlx::query!(
        "update billing_customers set editing_since = $3
          where organization_id = $1 and version = $2 and coalesce(editing_since <= $4, true)",
        organization as _,
        seen,
        now,
        now - GIVEN_UP
    );
    Ok(begun.execute(db).await?.rows_affected() == 1)
}

async fn end(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<()> {
    sqlx::query!(
        "update billing_customers set editing_since = null where organization_id = $1",
        organization as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds the tax numbers that are missing first, and takes them back if the rest is refused; those
/// that are to go, go last.
async fn send(
    db: &PgPool,
    stripe: &Stripe,
    customer: &str,
    change: &ProfileChange,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let key = format!("customer-profile:{customer}:{}", Uuid::new_v4());
    let numbers = format!("/v1/customers/{customer}/tax_ids");
    let kept = match &change.tax_ids {
        Some(_) => stripe.get::<Listed<Kept>>(&numbers).await.map_err(Error::Stripe)?.data,
        None => Vec::new(),
    };
    let wanted = change.tax_ids.as_deref().unwrap_or_default();
    let mut added = Vec::new();
    let mut outcome = Ok(());
    for missing in wanted.iter().filter(|wanted| !kept.iter().any(|kept| kept.is(wanted))) {
        match add(db, stripe, (&numbers, &key), missing, now).await {
            Ok(id) => added.push(id),
            Err(refused) => {
                outcome = Err(refused);
                break;
            }
        }
    }
    let form = form(change);
    if outcome.is_ok() && !form.encoded().is_empty() {
        let path = format!("/v1/customers/{customer}");
        let operation =
            Operation { key: &key, path: &path, account: None, form: &form, listed: None };
        outcome = perform::<Ref>(db, stripe, operation, now).await.map(drop).map_err(refused);
    }
    let gone: Vec<String> = match outcome {
        Ok(()) => kept
            .into_iter()
            .filter(|kept| !wanted.iter().any(|wanted| kept.is(wanted)))
            .map(|kept| kept.id)
            .collect(),
        Err(_) => added,
    };
    for id in gone {
        stripe.delete(&format!("{numbers}/{id}")).await.map_err(Error::Stripe)?;
    }
    outcome
}

fn form(change: &ProfileChange) -> Form {
    let mut form = Form::new()
        .with_some("name", change.legal_name.as_ref())
        .with_some("email", change.email.as_ref());
    if let Some(address) = &change.address {
        let parts = [
            ("line1", &address.line1),
            ("line2", &address.line2),
            ("city", &address.city),
            ("state", &address.state),
            ("postal_code", &address.postal_code),
            ("country", &address.country),
        ];
        for (name, value) in parts {
            form = form.with(&format!("address[{name}]"), value.as_deref().unwrap_or_default());
        }
    }
    form
}

/// What Stripe does not take, in its place.
fn refused(error: Error) -> Error {
    match error {
        Error::Stripe(Refusal::Said { status: 400, code, param, .. })
            if code != "idempotency_error" =>
        {
            let pointer = param.as_deref().map(pointer).unwrap_or_default();
            let detail = "The payment service does not take this. Look at it again.";
            Error::Invalid(vec![field(&pointer, "invalid-value", detail)])
        }
        other => other,
    }
}

/// The place in a change that a parameter of Stripe is made of: `address[country]` is
/// `/address/country`.
fn pointer(param: &str) -> String {
    match param {
        "name" => "/legal_name".to_owned(),
        other => format!("/{}", other.replace('[', "/").replace(']', "")),
    }
}

#[derive(Deserialize)]
struct Kept {
    id: String,
    r#type: String,
    value: String,
}

impl Kept {
    fn is(&self, wanted: &TaxId) -> bool {
        self.r#type == wanted.r#type && self.value == wanted.value
    }
}

/// Adds a number; gives its id.
async fn add(
    db: &PgPool,
    stripe: &Stripe,
    (path, key): (&str, &str),
    tax_id: &TaxId,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let form = Form::new().with("type", &tax_id.r#type).with("value", &tax_id.value);
    let key = format!("{key}:{}:{}", tax_id.r#type, tax_id.value);
    let operation = Operation { key: &key, path, account: None, form: &form, listed: None };
    match perform::<Ref>(db, stripe, operation, now).await {
        Err(Error::Stripe(Refusal::Said { status: 400, .. })) => Err(Error::TaxIdInvalid),
        made => Ok(made?.id().to_owned()),
    }
}
