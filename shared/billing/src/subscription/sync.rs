//! What Stripe was read to say becomes our row: the newest reading wins, whatever order events come
//! in (PA-42). A better plan is in force only when Stripe shows it (BI-16).

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, PlanPriceId};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::remote::{self, Remote, State, at};
use super::{Status, Subscription, checkout, customer, get, invoice, lock, schedule};
use crate::plan::{self, Code};
use crate::stripe::is_newer;
use crate::{Error, finding};

/// What became of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Synced {
    /// It is our state now.
    Applied(OrgId),
    /// A reading that began later was applied before.
    Stale,
    /// It belongs to nobody here, or is no matter of plans.
    Foreign,
    /// The organization has another subscription that runs: this one has to end and its invoice to
    /// be paid back (BI-19). [`super::follow`] does that.
    Second {
        /// The one too many.
        subscription: String,
        /// What was paid for it.
        invoice: Option<String>,
    },
}

/// Applies an object that was read from Stripe; `read_started_at` is from before the reading.
///
/// * `subscription`: status, plan, seats, period and end of the organization whose customer it is
///   (BI-16, BI-22); a second one beside a running one changes nothing and is told (BI-19).
/// * `invoice`: the mirror, the first failure that dunning counts from (BI-21), and when paid the
///   journal "plan invoice paid", once.
/// * `customer`: the billing profile and the card.
/// * `checkout.session` of mode subscription: the checkout has ended. Its subscription is read by
///   itself.
pub async fn sync(
    conn: &mut PgConnection,
    object: &Value,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Synced, Error> {
    match object["object"].as_str() {
        Some("subscription") => {
            subscription(conn, &remote::read(object)?, read_started_at, now).await
        }
        Some("invoice") => invoice::apply(conn, object, read_started_at, now).await,
        Some("customer") => customer::apply(conn, object, read_started_at, now).await,
        Some("checkout.session") => checkout::apply(conn, object, now).await,
        _ => Ok(Synced::Foreign),
    }
}

async fn subscription(
    conn: &mut PgConnection,
    remote: &Remote,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Synced, Error> {
    let Some(organization) = customer::owner(conn, remote.customer.id()).await? else {
        return Ok(Synced::Foreign);
    };
    let before = lock(conn, organization).await?;
    if !is_newer(conn, &remote.id, read_started_at).await? {
        return Ok(Synced::Stale);
    }
    let state = remote.state()?;
    let over = matches!(state, State::Canceled | State::Lapsed);
    if before.stripe_subscription_id.as_deref() == Some(&*remote.id) {
        if before.status == Status::Canceled && !over {
            finding(conn, organization, "subscription-revived", remote, now).await?;
            return Ok(Synced::Foreign);
        }
    } else if over {
        return Ok(Synced::Applied(organization));
    } else if before.running().is_ok() {
        finding(conn, organization, "second-subscription", remote, now).await?;
        let invoice = remote.latest_invoice.as_ref().map(|invoice| invoice.id().to_owned());
        return Ok(Synced::Second { subscription: remote.id.clone(), invoice });
    }
    let next = next(conn, &before, remote, state, now).await?;
    store(conn, &next, now).await?;
    if let Some(method) = remote.default_payment_method.as_ref().filter(|method| method.is_object())
    {
        customer::pays_with(conn, organization, method, now).await?;
    }
    schedule::follow(conn, &next, remote.schedule.is_some(), now).await?;
    let after = get(conn, organization).await?;
    written(conn, &before, &after, now).await?;
    Ok(Synced::Applied(organization))
}

/// The row that a reading asks for.
async fn next(
    conn: &mut PgConnection,
    before: &Subscription,
    remote: &Remote,
    state: State,
    now: DateTime<Utc>,
) -> Result<Subscription, Error> {
    let mut next = before.clone();
    next.previous_status = None;
    match state {
        State::Lapsed => {
            next.status = before.previous_status.unwrap_or(Status::Free);
            next.stripe_subscription_id = None;
        }
        State::Canceled => {
            next.status = Status::Canceled;
            next.plan_id = plan::on_offer(conn, Code::Attendee).await?.id;
            (next.plan_price_id, next.paid_seats) = (None, 0);
            (next.past_due_since, next.cancel_at) = (None, None);
            next.period_end = at(remote.ended_at).or(Some(now));
        }
        State::Incomplete => {
            let had = (before.status != Status::Incomplete).then_some(before.status);
            next.previous_status = had.or(before.previous_status);
            next.status = Status::Incomplete;
            next.stripe_subscription_id = Some(remote.id.clone());
        }
        State::Live(status) => {
            next.status = status;
            next.stripe_subscription_id = Some(remote.id.clone());
            next.granted_until = None;
            next.trial_ends_at = at(remote.trial_end).or(before.trial_ends_at);
            (next.period_start, next.period_end) = remote.period();
            next.cancel_at = remote.ends_at();
            let late = matches!(status, Status::PastDue | Status::Unpaid);
            next.past_due_since = late.then(|| before.past_due_since.unwrap_or(now));
            bought(conn, &mut next, remote, now).await?;
        }
    }
    Ok(next)
}

/// Plan and seats by the prices of the items. One that is none of ours changes neither.
async fn bought(
    conn: &mut PgConnection,
    next: &mut Subscription,
    remote: &Remote,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let prices: Vec<String> =
        remote.items.data.iter().map(|item| item.price.id().to_owned()).collect();
    let found = sqlx::query!(
        "select id, plan_id, stripe_seat_price_id from plan_prices where stripe_price_id = any ($1)",
        &prices
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(found) = found else {
        return finding(conn, next.organization_id, "unknown-plan-price", remote, now).await;
    };
    let seats = remote
        .items
        .data
        .iter()
        .find(|item| Some(item.price.id()) == found.stripe_seat_price_id.as_deref());
    next.plan_id = found.plan_id;
    next.plan_price_id = Some(found.id);
    next.paid_seats = seats.and_then(|item| item.quantity).unwrap_or_default();
    Ok(())
}

async fn store(
    conn: &mut PgConnection,
    next: &Subscription,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update subscriptions
            set plan_id = $2, plan_price_id = $3, status = $4, previous_status = $5, paid_seats = $6, trial_ends_at = $7,
                past_due_since = $8, period_start = $9, period_end = $10, cancel_at = $11,
                cancel_reason = case when $11::timestamptz is not null or $4 = 'canceled' then cancel_reason end,
                cancel_comment = case when $11::timestamptz is not null or $4 = 'canceled' then cancel_comment end,
                stripe_subscription_id = $12, granted_until = $13, granted_reason = case when $13::timestamptz is not null then granted_reason end,
                version = version + 1, updated_at = $14
          where organization_id = $1",
        next.organization_id as _,
        next.plan_id as _,
        next.plan_price_id as Option<PlanPriceId>,
        next.status as _,
        next.previous_status as Option<Status>,
        next.paid_seats,
        next.trial_ends_at,
        next.past_due_since,
        next.period_start,
        next.period_end,
        next.cancel_at,
        next.stripe_subscription_id,
        next.granted_until,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What changed, in the audit log; a reading that says nothing new leaves no line.
async fn written(
    conn: &mut PgConnection,
    before: &Subscription,
    after: &Subscription,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let seen = |s: &Subscription| json!({"plan": s.plan_id, "price": s.plan_price_id, "status": s.status, "paid_seats": s.paid_seats, "cancel_at": s.cancel_at});
    let (was, is) = (seen(before), seen(after));
    if was == is {
        return Ok(());
    }
    let organization = after.organization_id;
    let entry =
        Entry::new(Some(organization), Actor::System, "plan.changed", "organization", organization);
    audit::write(conn, Entry { before: was, after: is, ..entry }, now).await
}

/// Something that a person has to look at; told once until it is closed.
async fn finding(
    conn: &mut PgConnection,
    organization: OrgId,
    kind: &str,
    remote: &Remote,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let prices: Vec<&str> = remote.items.data.iter().map(|item| item.price.id()).collect();
    let seen = finding::Seen {
        organization: Some(organization),
        kind,
        object: &remote.id,
        local: Value::Null,
        stripe: json!({"status": remote.status, "prices": prices}),
    };
    finding::note(conn, &seen, now).await?;
    Ok(())
}
