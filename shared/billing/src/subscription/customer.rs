//! The customer at Stripe: one an organization, found by the stored id and by nothing else (BI-19).

use chrono::{DateTime, Months, NaiveDate, Utc};
use models::OrgId;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::remote::{self, Ref};
use super::{Object, Synced, follow};
use crate::Error;
use crate::stripe::{Form, Operation, Stripe, is_newer, perform};

/// Whose customer it is.
pub(crate) async fn owner(conn: &mut PgConnection, customer: &str) -> sqlx::Result<Option<OrgId>> {
    sqlx::query_scalar!(
        "select organization_id from billing_customers where stripe_customer_id = $1",
        customer
    )
    .fetch_optional(conn)
    .await
}

/// The id of the organization's customer, if it has one.
pub(super) async fn known(
    conn: &mut PgConnection,
    organization: OrgId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select stripe_customer_id from billing_customers where organization_id = $1",
        organization as _
    )
    .fetch_optional(conn)
    .await
}

/// The id of the organization's customer, made now if it is missing; `email` is that of who pays.
pub(super) async fn ensure(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    email: &str,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    if let Some(known) = known(&mut *db.acquire().await?, organization).await? {
        return Ok(known);
    }
    let name =
        sqlx::query_scalar!("select name from organizations where id = $1", organization as _);
    let form = Form::new()
        .with("name", name.fetch_one(db).await?)
        .with("email", email)
        .with("metadata[organization]", organization);
    let key = format!("customer:{organization}");
    let operation =
        Operation { key: &key, path: "/v1/customers", account: None, form: &form, listed: None };
    let made: Ref = perform(db, stripe, operation, now).await?;
    sqlx::query!(
        "insert into billing_customers (organization_id, stripe_customer_id, billing_email, updated_at)
         values ($1, $2, $3, $4) on conflict (organization_id) do nothing",
        organization as _,
        made.id(),
        email,
        now
    )
    .execute(db)
    .await?;
    Ok(made.id().to_owned())
}

#[derive(Deserialize)]
struct Customer {
    id: String,
    #[serde(default)]
    deleted: bool,
    name: Option<String>,
    email: Option<String>,
    address: Option<Value>,
    tax_ids: Option<Value>,
    invoice_settings: Option<InvoiceSettings>,
}

#[derive(Deserialize)]
struct InvoiceSettings {
    default_payment_method: Option<Value>,
}

/// The profile and the card, as they were read with both expanded.
pub(crate) async fn apply(
    conn: &mut PgConnection,
    object: &Value,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Synced, Error> {
    let read: Customer = remote::read(object)?;
    let Some(organization) = owner(conn, &read.id).await? else { return Ok(Synced::Foreign) };
    sqlx::query!(
        "select organization_id from billing_customers where organization_id = $1 for no key update",
        organization as _
    )
    .fetch_one(&mut *conn)
    .await?;
    if !is_newer(conn, &read.id, read_started_at).await? {
        return Ok(Synced::Stale);
    }
    if read.deleted {
        return Ok(Synced::Foreign);
    }
    let method = read.invoice_settings.and_then(|settings| settings.default_payment_method);
    // The card of a checkout belongs to the subscription; the customer's own counts where it has one.
    if let Some(method) = method.filter(Value::is_object) {
        pays_with(conn, organization, &method, now).await?;
    }
    let tax_ids: Vec<Value> = read
        .tax_ids
        .as_ref()
        .and_then(|list| list["data"].as_array())
        .into_iter()
        .flatten()
        .map(|tax_id| json!({"type": tax_id["type"], "value": tax_id["value"]}))
        .collect();
    sqlx::query!(
        "update billing_customers
            set legal_name = left($2, 200), billing_email = coalesce($3, billing_email), address = coalesce($4::jsonb, '{}'::jsonb),
                tax_ids = $5, version = version + 1, updated_at = $6
          where organization_id = $1
            and (legal_name, billing_email, address, tax_ids)
                is distinct from (left($2, 200), coalesce($3, billing_email), coalesce($4::jsonb, '{}'::jsonb), $5)",
        organization as _,
        read.name,
        read.email,
        read.address.filter(Value::is_object),
        Value::Array(tax_ids),
        now
    )
    .execute(conn)
    .await?;
    Ok(Synced::Applied(organization))
}

/// Mirrors the card that pays the plan: of the subscription, or of the customer. One that was taken
/// away from the customer pays nothing.
pub(super) async fn pays_with(
    conn: &mut PgConnection,
    organization: OrgId,
    method: &Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if method["customer"].is_null() {
        return Ok(());
    }
    let card = &method["card"];
    sqlx::query!(
        "update billing_customers
            set card_brand = $2, card_last4 = $3, card_expires_on = $4, stripe_payment_method_id = $6,
                version = version + 1, updated_at = $5
          where organization_id = $1
            and (card_brand, card_last4, card_expires_on, stripe_payment_method_id) is distinct from ($2, $3, $4::date, $6)",
        organization as _,
        card["brand"].as_str(),
        card["last4"].as_str(),
        expires_on(card),
        now,
        method["id"].as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A way to pay was taken away: it is shown no longer, and what pays instead is read.
pub async fn detached(
    db: &PgPool,
    stripe: &Stripe,
    method: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let shown = sqlx::query!(
        r#"update billing_customers c
              set card_brand = null, card_last4 = null, card_expires_on = null, stripe_payment_method_id = null,
                  version = c.version + 1, updated_at = $2
             from subscriptions s
            where c.stripe_payment_method_id = $1 and s.organization_id = c.organization_id
           returning c.stripe_customer_id, s.stripe_subscription_id"#,
        method,
        now
    )
    .fetch_optional(db)
    .await?;
    let Some(shown) = shown else { return Ok(()) };
    follow(db, stripe, Object::Customer, &shown.stripe_customer_id, now).await?;
    if let Some(subscription) = &shown.stripe_subscription_id {
        follow(db, stripe, Object::Subscription, subscription, now).await?;
    }
    Ok(())
}

/// The last day on which a card works.
fn expires_on(card: &Value) -> Option<NaiveDate> {
    let year = i32::try_from(card["exp_year"].as_i64()?).ok()?;
    let month = u32::try_from(card["exp_month"].as_u64()?).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    (first + Months::new(1)).pred_opt()
}
