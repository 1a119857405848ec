//! Buying a plan on Stripe's page. Nothing of the plan changes before Stripe, read again, shows
//! the subscription (BI-16).

use chrono::{DateTime, TimeDelta, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, PlanCheckoutId, PlanPriceId};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::remote::{self, Ref, at};
use super::{Back, Buyer, Object, Status, Synced, customer, follow, get, lock, sync};
use crate::Error;
use crate::plan::{self, StripePrices, Wish, at_stripe};
use crate::stripe::{Form, Operation, Refusal, Stripe, began, perform};

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

/// What a page is for. A page for anything else is not shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Subject {
    plan_price_id: PlanPriceId,
    seats: i32,
    trial_ends_at: Option<DateTime<Utc>>,
    return_path: Option<String>,
}

struct Open {
    id: PlanCheckoutId,
    plan_price_id: PlanPriceId,
    seats: i32,
    trial_ends_at: Option<DateTime<Utc>>,
    return_path: Option<String>,
    stripe_session_id: Option<String>,
    checkout_url: Option<String>,
    expires_at: Option<DateTime<Utc>>,
}

impl Open {
    fn subject(&self) -> Subject {
        Subject {
            plan_price_id: self.plan_price_id,
            seats: self.seats,
            trial_ends_at: self.trial_ends_at,
            return_path: self.return_path.clone(),
        }
    }

    /// The page, while there is time to pay on it.
    fn page(self, now: DateTime<Utc>) -> Option<Checkout> {
        let (url, expires_at) = (self.checkout_url?, self.expires_at?);
        let page = Checkout { id: self.id, url, expires_at, trial_ends_at: self.trial_ends_at };
        (expires_at > now + USABLE).then_some(page)
    }
}

/// The page that is open, as whoever makes it last left it: until the transaction ends, its address is
/// not written down.
async fn open(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Option<Open>> {
    sqlx::query_as!(
        Open,
        "select id, plan_price_id, seats, trial_ends_at, return_path, stripe_session_id, checkout_url, expires_at
           from plan_checkouts where organization_id = $1 and ended_at is null for no key update",
        organization as _
    )
    .fetch_optional(conn)
    .await
}

/// Opens the page; the same one again while it is there for the same thing. Of several that are
/// asked for at once one stays to be paid on: the others are closed, or refused (BI-19).
pub async fn start_checkout(
    db: &PgPool,
    stripe: &Stripe,
    buyer: &Buyer,
    wish: Wish,
    back: &Back,
    now: DateTime<Utc>,
) -> Result<Checkout, Error> {
    back.url()?;
    let mut conn = db.acquire().await?;
    let before = get(&mut conn, buyer.organization).await?;
    if before.running().is_ok() {
        return Err(Error::SubscriptionExists);
    }
    let (_, price, paid) = plan::choose(&mut conn, wish).await?;
    drop(conn);
    let trial = before.trial_ends_at.filter(|end| *end - now >= SHORTEST_TRIAL);
    let subject = Subject {
        plan_price_id: price.id,
        seats: paid,
        trial_ends_at: trial.filter(|_| before.status == Status::Trialing),
        return_path: Some(back.path.clone().into()),
    };
    for _ in 0..3 {
        match note(db, buyer, &subject, now).await? {
            Noted::Page(page) => return Ok(page),
            Noted::Row(id) => {
                if let Some(page) = make(db, stripe, buyer, (id, &subject), back, now).await? {
                    return Ok(page);
                }
            }
            Noted::Other(session) => close(db, stripe, &session, now).await?,
        }
    }
    Err(Error::CheckoutReplaced)
}

/// Makes the page of a row, or finds the one that was made before something broke off; none if that
/// one is over by now, and the row with it.
async fn make(
    db: &PgPool,
    stripe: &Stripe,
    buyer: &Buyer,
    (id, subject): (PlanCheckoutId, &Subject),
    back: &Back,
    now: DateTime<Utc>,
) -> Result<Option<Checkout>, Error> {
    let prices = at_stripe(db, stripe, subject.plan_price_id, now).await?;
    let customer = customer::ensure(db, stripe, buyer.organization, &buyer.email, now).await?;
    let form = form(buyer.organization, id, (subject, &customer, prices), back)?;
    let key = format!("plan-checkout:{id}");
    let operation = Operation {
        key: &key,
        path: "/v1/checkout/sessions",
        account: None,
        form: &form,
        listed: None,
    };
    let session: Session = perform(db, stripe, operation, now).await?;
    let expires_at = at(session.expires_at).unwrap_or(now + TimeDelta::hours(24));
    let kept = sqlx::query!(
        "update plan_checkouts set stripe_session_id = $2, checkout_url = $3, expires_at = $4
          where id = $1 and ended_at is null",
        id as _,
        session.id,
        session.url,
        expires_at
    )
    .execute(db)
    .await?;
    if kept.rows_affected() == 0 {
        // Something else was wished for while this page was made: nobody has its address yet.
        close(db, stripe, &session.id, now).await?;
        return Err(Error::CheckoutReplaced);
    }
    let Some(url) = session.url else {
        follow(db, stripe, Object::Checkout, &session.id, now).await?;
        return Ok(None);
    };
    Ok(Some(Checkout { id, url, expires_at, trial_ends_at: subject.trial_ends_at }))
}

/// What Stripe is asked for.
fn form(
    organization: OrgId,
    id: PlanCheckoutId,
    (subject, customer, prices): (&Subject, &str, StripePrices),
    back: &Back,
) -> Result<Form, Error> {
    let mut form = Form::new()
        .with("mode", "subscription")
        .with("customer", customer)
        .with("client_reference_id", id)
        .with("line_items[0][price]", prices.plan)
        .with("line_items[0][quantity]", 1);
    if let (1.., Some(seat)) = (subject.seats, prices.seat) {
        form =
            form.with("line_items[1][price]", seat).with("line_items[1][quantity]", subject.seats);
    }
    let trial_end = subject.trial_ends_at.map(|end| end.timestamp());
    let form = form
        .with_some("subscription_data[trial_end]", trial_end)
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
    Ok(form)
}

/// What an organization has of pages before one is opened.
enum Noted {
    /// One for the same thing, to be shown again.
    Page(Checkout),
    /// A row whose page is to be made.
    Row(PlanCheckoutId),
    /// The session of a page for something else, or of one that ends too soon: it has to be closed
    /// first, so that no row ends while its page can be paid on.
    Other(String),
}

/// The row of the page about to be opened: one an organization. One whose page was never made is
/// taken over if it is for the same thing, and ended otherwise; whoever is making its page then
/// closes it.
async fn note(
    db: &PgPool,
    buyer: &Buyer,
    subject: &Subject,
    now: DateTime<Utc>,
) -> Result<Noted, Error> {
    let organization = buyer.organization;
    let mut tx = ::db::begin(db).await?;
    if lock(&mut tx, organization).await?.running().is_ok() {
        return Err(Error::SubscriptionExists);
    }
    if let Some(earlier) = open(&mut tx, organization).await? {
        let (row, same) = (earlier.id, earlier.subject() == *subject);
        let found = match earlier.stripe_session_id.clone() {
            None => same.then_some(Noted::Row(row)),
            Some(session) if same => {
                Some(earlier.page(now).map_or(Noted::Other(session), Noted::Page))
            }
            Some(session) => Some(Noted::Other(session)),
        };
        if let Some(found) = found {
            tx.rollback().await?;
            return Ok(found);
        }
        end_unmade(&mut tx, row, now).await?;
    }
    let id = PlanCheckoutId::new(now);
    sqlx::query!(
        "insert into plan_checkouts (id, organization_id, plan_price_id, seats, trial_ends_at, return_path, started_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id as _,
        organization as _,
        subject.plan_price_id as _,
        subject.seats,
        subject.trial_ends_at,
        subject.return_path,
        buyer.user as _,
        now
    )
    .execute(&mut *tx)
    .await?;
    let actor = Actor::User(buyer.user);
    let entry = Entry::new(Some(organization), actor, "plan.checkout-started", "plan_checkout", id);
    let after = json!({"price": subject.plan_price_id, "paid_seats": subject.seats});
    audit::write(&mut tx, Entry { after, ..entry }, now).await?;
    tx.commit().await?;
    Ok(Noted::Row(id))
}

/// Closes the page where a plan can be bought, if there is one.
pub(super) async fn close_open(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut tx = ::db::begin(db).await?;
    let Some(earlier) = open(&mut tx, organization).await? else {
        return Ok(());
    };
    let Some(session) = earlier.stripe_session_id else {
        end_unmade(&mut tx, earlier.id, now).await?;
        return Ok(tx.commit().await?);
    };
    tx.rollback().await?;
    close(db, stripe, &session, now).await
}

/// Ends a row that has no page yet. Whoever is making it finds the row ended, and closes the page.
async fn end_unmade(
    conn: &mut PgConnection,
    id: PlanCheckoutId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update plan_checkouts set ended_at = $2 where id = $1 and ended_at is null",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
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
        // It is over already: what became of it is read.
        Ok(_) | Err(Error::Stripe(Refusal::Said { .. })) => {
            follow(db, stripe, Object::Checkout, session, now).await?;
            Ok(())
        }
        Err(fault) => Err(fault),
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
