//! Buying a plan on Stripe's page. Nothing of the plan changes before Stripe, read again, shows
//! the subscription (BI-16).

use chrono::{DateTime, TimeDelta, Utc};
use db::audit::{self, Actor, Entry};
use models::{AppPath, OrgId, PlanCheckoutId, PlanPriceId};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::remote::{self, Ref, at};
use super::{Buyer, Object, Status, Synced, customer, follow, get, lock, sync};
use crate::Error;
use crate::plan::{self, Wish, at_stripe};
use crate::stripe::{Form, Operation, Stripe, began, perform};

/// Stripe takes no shorter trial.
const SHORTEST_TRIAL: TimeDelta = TimeDelta::hours(48);
/// A page that closes sooner is not shown again.
const USABLE: TimeDelta = TimeDelta::minutes(2);

/// A page where a plan can be bought.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// Which.
    pub id: PlanCheckoutId,
    /// Where.
    pub url: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// The trial goes on until then; absent, the first payment is now (BI-4).
    pub trial_ends_at: Option<DateTime<Utc>>,
}

/// Where the payer comes back to: the app's origin, and a page of it.
#[derive(Clone, Debug)]
pub struct Back {
    /// `https://accredit.example`.
    pub origin: String,
    /// A page.
    pub path: AppPath,
}

impl Back {
    /// The whole address, with a value that the page reads.
    pub(crate) fn with(&self, name: &str, value: &str) -> Result<String, Error> {
        let mut url = self.url()?;
        url.query_pairs_mut().append_pair(name, value);
        Ok(url.into())
    }

    /// The whole address.
    pub(crate) fn url(&self) -> Result<url::Url, Error> {
        let origin = url::Url::parse(&self.origin).map_err(|_| Error::ReturnPathInvalid)?;
        origin.join(&String::from(self.path.clone())).map_err(|_| Error::ReturnPathInvalid)
    }
}

struct Open {
    id: PlanCheckoutId,
    plan_price_id: PlanPriceId,
    seats: i32,
    stripe_session_id: Option<String>,
    checkout_url: Option<String>,
    expires_at: Option<DateTime<Utc>>,
}

async fn open(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Option<Open>> {
    sqlx::query_as!(
        Open,
        "select id, plan_price_id, seats, stripe_session_id, checkout_url, expires_at
           from plan_checkouts where organization_id = $1 and ended_at is null",
        organization as _
    )
    .fetch_optional(conn)
    .await
}

/// Opens the page; the same one again while it is there for the same thing.
pub async fn start_checkout(
    db: &PgPool,
    stripe: &Stripe,
    buyer: &Buyer,
    wish: Wish,
    back: &Back,
    now: DateTime<Utc>,
) -> Result<Checkout, Error> {
    back.url()?;
    let organization = buyer.organization;
    let mut conn = db.acquire().await?;
    let before = get(&mut conn, organization).await?;
    if before.running().is_ok() {
        return Err(Error::SubscriptionExists);
    }
    let (_, price, paid) = plan::choose(&mut conn, wish).await?;
    let trial = before.trial_ends_at.filter(|end| *end - now >= SHORTEST_TRIAL);
    let trial_ends_at = trial.filter(|_| before.status == Status::Trialing);
    let earlier = open(&mut conn, organization).await?;
    drop(conn);
    if let Some(earlier) = earlier {
        let same = earlier.plan_price_id == price.id && earlier.seats == paid;
        if let (true, Some(url), Some(expires_at)) =
            (same, earlier.checkout_url, earlier.expires_at)
            && expires_at > now + USABLE
        {
            return Ok(Checkout { id: earlier.id, url, expires_at, trial_ends_at });
        }
        if let Some(session) = earlier.stripe_session_id {
            close(db, stripe, &session, now).await?;
        }
    }
    let id = note(db, buyer, price.id, paid, now).await?;
    let prices = at_stripe(db, stripe, price.id, now).await?;
    let customer = customer::ensure(db, stripe, organization, &buyer.email, now).await?;
    let mut form = Form::new()
        .with("mode", "subscription")
        .with("customer", customer)
        .with("client_reference_id", id)
        .with("line_items[0][price]", prices.plan)
        .with("line_items[0][quantity]", 1);
    if let (1.., Some(seat)) = (paid, prices.seat) {
        form = form.with("line_items[1][price]", seat).with("line_items[1][quantity]", paid);
    }
    let form = form
        .with_some("subscription_data[trial_end]", trial_ends_at.map(|end| end.timestamp()))
        .with("subscription_data[metadata][organization]", organization)
        .with("automatic_tax[enabled]", true)
        .with("tax_id_collection[enabled]", true)
        .with("customer_update[name]", "auto")
        .with("customer_update[address]", "auto")
        .with("allow_promotion_codes", false)
        .with("metadata[organization]", organization)
        .with("metadata[plan_checkout]", id)
        .with("success_url", back.with("checkout", &id.to_string())?)
        .with("cancel_url", back.url()?);
    let key = format!("plan-checkout:{id}");
    let operation = Operation {
        key: &key,
        path: "/v1/checkout/sessions",
        account: None,
        form: &form,
        listed: None,
    };
    let session: Session = perform(db, stripe, operation, now).await?;
    let url = session.url.ok_or(Error::CheckoutOpen)?;
    let expires_at = at(session.expires_at).unwrap_or(now + TimeDelta::hours(24));
    sqlx::query!(
        "update plan_checkouts set stripe_session_id = $2, checkout_url = $3, expires_at = $4 where id = $1",
        id as _,
        session.id,
        url,
        expires_at
    )
    .execute(db)
    .await?;
    Ok(Checkout { id, url, expires_at, trial_ends_at })
}

/// The row of the page about to be opened: one an organization. A page that was never made is
/// taken over if it is for the same thing.
async fn note(
    db: &PgPool,
    buyer: &Buyer,
    price: PlanPriceId,
    seats: i32,
    now: DateTime<Utc>,
) -> Result<PlanCheckoutId, Error> {
    let organization = buyer.organization;
    let mut tx = ::db::begin(db).await?;
    if lock(&mut tx, organization).await?.running().is_ok() {
        return Err(Error::SubscriptionExists);
    }
    let earlier = open(&mut tx, organization).await?;
    if let Some(earlier) = &earlier
        && earlier.plan_price_id == price
        && earlier.seats == seats
        && earlier.stripe_session_id.is_none()
    {
        return Ok(earlier.id);
    }
    sqlx::query!(
        "update plan_checkouts set ended_at = $2 where organization_id = $1 and ended_at is null",
        organization as _,
        now
    )
    .execute(&mut *tx)
    .await?;
    let id = PlanCheckoutId::new(now);
    sqlx::query!(
        "insert into plan_checkouts (id, organization_id, plan_price_id, seats, started_by, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        id as _,
        organization as _,
        price as _,
        seats,
        buyer.user as _,
        now
    )
    .execute(&mut *tx)
    .await?;
    let actor = Actor::User(buyer.user);
    let entry = Entry::new(Some(organization), actor, "plan.checkout-started", "plan_checkout", id);
    let after = json!({"price": price, "paid_seats": seats});
    audit::write(&mut tx, Entry { after, ..entry }, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Closes the page where a plan can be bought, if there is one.
pub(super) async fn close_open(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let open = open(&mut *db.acquire().await?, organization).await?;
    match open.and_then(|open| open.stripe_session_id) {
        Some(session) => close(db, stripe, &session, now).await,
        None => Ok(()),
    }
}

/// Closes the page of something else. One that was paid meanwhile is what was bought.
async fn close(
    db: &PgPool,
    stripe: &Stripe,
    session: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let path = format!("/v1/checkout/sessions/{session}/expire");
    let key = format!("plan-checkout-expire:{session}");
    let form = Form::new();
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed: None };
    match perform::<Ref>(db, stripe, operation, now).await {
        Err(Error::Stripe(refusal)) if refusal.is_passing() => Err(Error::Stripe(refusal)),
        _ => {
            follow(db, stripe, Object::Checkout, session, now).await?;
            Ok(())
        }
    }
}

#[derive(Deserialize)]
struct Session {
    id: String,
    mode: String,
    status: Option<String>,
    url: Option<String>,
    expires_at: Option<i64>,
}

/// A checkout of a plan that is not open any more has ended.
pub(crate) async fn apply(
    conn: &mut PgConnection,
    object: &Value,
    now: DateTime<Utc>,
) -> Result<Synced, Error> {
    let session: Session = remote::read(object)?;
    if session.mode != "subscription" {
        return Ok(Synced::Foreign);
    }
    let over = session.status.as_deref() != Some("open");
    let organization = sqlx::query_scalar!(
        r#"update plan_checkouts set ended_at = case when $2 then coalesce(ended_at, $3) else ended_at end
            where stripe_session_id = $1 returning organization_id as "organization_id: OrgId""#,
        session.id,
        over,
        now
    );
    let organization = organization.fetch_optional(conn).await?;
    Ok(organization.map_or(Synced::Foreign, Synced::Applied))
}

/// How a checkout ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was paid, or begins with a trial.
    Complete,
    /// Nobody paid.
    Expired,
}

/// Reads a checkout and what was bought again: what the page after it calls (BI-16).
pub async fn confirm_checkout(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    id: PlanCheckoutId,
    now: DateTime<Utc>,
) -> Result<Outcome, Error> {
    let row = sqlx::query!(
        "select stripe_session_id from plan_checkouts where id = $1 and organization_id = $2",
        id as _,
        organization as _
    );
    let row = row.fetch_optional(db).await?.ok_or(Error::CheckoutNotFound)?;
    let session = row.stripe_session_id.ok_or(Error::CheckoutOpen)?;
    let read_started_at = began(now);
    let read: Value =
        stripe.get(&format!("/v1/checkout/sessions/{session}")).await.map_err(Error::Stripe)?;
    let mut tx = ::db::begin(db).await?;
    sync(&mut tx, &read, read_started_at, now).await?;
    tx.commit().await?;
    if let Some(subscription) = read["subscription"].as_str() {
        follow(db, stripe, Object::Subscription, subscription, now).await?;
    }
    match read["status"].as_str() {
        Some("complete") => Ok(Outcome::Complete),
        Some("expired") => Ok(Outcome::Expired),
        _ => Err(Error::CheckoutOpen),
    }
}
