//! A change that a person confirmed (BI-12, BI-15): at once when it is paid, or with the next
//! period.

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, PlanQuoteId, UserId};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::quote::{self, Effect, Quote};
use super::remote::Remote;
use super::schedule::{self, Target};
use super::{Object, follow, get};
use crate::Error;
use crate::plan::{self, at_stripe};
use crate::stripe::{Form, Operation, Stripe, perform};

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is in force, or waits for the end of the period.
    Done,
    /// The bank wants the payer: on this page.
    Action(String),
}

/// Carries a quote out. What it shows is computed again with the same moment; another amount is
/// told instead. `request` names the request, which goes on from where it broke off if it comes
/// again. `taken` seats have to fit, as when it was shown (BI-17).
pub async fn change_plan(
    db: &PgPool,
    stripe: &Stripe,
    (organization, by): (OrgId, UserId),
    (id, request): (PlanQuoteId, &str),
    taken: i64,
    now: DateTime<Utc>,
) -> Result<Changed, Error> {
    let before = get(&mut *db.acquire().await?, organization).await?;
    let subscription = before.running()?;
    let (quote, again) = take(db, (organization, by), (id, request), taken, now).await?;
    let mut begun = false;
    if again {
        follow(db, stripe, Object::Subscription, subscription, now).await?;
        match progress(db, organization, &quote).await? {
            Progress::Done => return Ok(Changed::Done),
            Progress::Begun => begun = true,
            Progress::None => {}
        }
    }
    let price = plan::price(&mut *db.acquire().await?, quote.plan_price_id).await?;
    if quote.takes_effect == Effect::Now {
        let wanted = (&price, quote.seats);
        let again =
            quote::preview(db, stripe, subscription, wanted, quote.proration_at, now).await?;
        if again.0.amount != quote.due_now_minor {
            return Err(Error::QuoteChanged);
        }
    }
    if !begun {
        schedule::release(db, stripe, organization, by, now).await?;
    }
    let prices = at_stripe(db, stripe, price.id, now).await?;
    let remote: Remote =
        stripe.get(&format!("/v1/subscriptions/{subscription}")).await.map_err(Error::Stripe)?;
    if quote.takes_effect == Effect::PeriodEnd {
        let target = Target { price: price.id, seats: quote.seats, prices: &prices };
        schedule::schedule(db, stripe, (organization, &remote), &target, now).await?;
        follow(db, stripe, Object::Subscription, subscription, now).await?;
        return Ok(Changed::Done);
    }
    let form = quote::items(Form::new(), "items", &remote.items.data, (&prices, quote.seats))
        .with("proration_date", quote.proration_at.timestamp())
        .with("proration_behavior", "always_invoice")
        .with("payment_behavior", "pending_if_incomplete");
    let (key, path) = (format!("plan-change:{id}"), format!("/v1/subscriptions/{subscription}"));
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed: None };
    let answered: Remote = perform(db, stripe, operation, now).await?;
    follow(db, stripe, Object::Subscription, subscription, now).await?;
    unpaid(db, stripe, organization, &quote, &answered).await
}

/// How far a request came before it broke off.
enum Progress {
    None,
    /// The change is written down for the end of the period, and Stripe may hold it.
    Begun,
    Done,
}

async fn progress(db: &PgPool, organization: OrgId, quote: &Quote) -> Result<Progress, Error> {
    let mut conn = db.acquire().await?;
    let after = get(&mut conn, organization).await?;
    Ok(match schedule::scheduled(&mut conn, organization).await? {
        None if quote::is_in_force(&after, quote) => Progress::Done,
        Some(change)
            if quote.takes_effect == Effect::PeriodEnd
                && (change.plan_price_id, change.seats) == (quote.plan_price_id, quote.seats) =>
        {
            if change.stripe_schedule_id.is_some() {
                Progress::Done
            } else {
                Progress::Begun
            }
        }
        _ => Progress::None,
    })
}

/// Takes the quote and writes down who changes what, once; true: this request did so before.
async fn take(
    db: &PgPool,
    (organization, by): (OrgId, UserId),
    (id, request): (PlanQuoteId, &str),
    taken: i64,
    now: DateTime<Utc>,
) -> Result<(Quote, bool), Error> {
    let mut tx = ::db::begin(db).await?;
    let request = format!("{by}:{request}");
    let (quote, again) = quote::take(&mut tx, organization, (id, &request), now).await?;
    if again {
        return Ok((quote, true));
    }
    let price = plan::price(&mut tx, quote.plan_price_id).await?;
    let plan = plan::get(&mut tx, price.plan_id).await?;
    plan::fits_team(taken, plan.included_seats + quote.seats)?;
    let actor = Actor::User(by);
    let entry = Entry::new(
        Some(organization),
        actor,
        "plan.change-confirmed",
        "plan_price",
        quote.plan_price_id,
    );
    let after = json!({"paid_seats": quote.seats, "when": quote.takes_effect, "due_now": quote.due_now_minor});
    audit::write(&mut tx, Entry { after, ..entry }, now).await?;
    tx.commit().await?;
    Ok((quote, false))
}

#[derive(Deserialize)]
struct Unpaid {
    hosted_invoice_url: Option<String>,
    #[serde(default)]
    payments: Value,
}

/// Without a payment the old plan stays, and the update waits at Stripe for the payer.
async fn unpaid(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    quote: &Quote,
    answered: &Remote,
) -> Result<Changed, Error> {
    let after = get(&mut *db.acquire().await?, organization).await?;
    if quote::is_in_force(&after, quote) {
        return Ok(Changed::Done);
    }
    let (Some(_), Some(invoice)) = (&answered.pending_update, &answered.latest_invoice) else {
        return Ok(Changed::Done);
    };
    let path =
        format!("/v1/invoices/{}?expand[]=payments.data.payment.payment_intent", invoice.id());
    let invoice: Unpaid = stripe.get(&path).await.map_err(Error::Stripe)?;
    let intent = &invoice.payments["data"][0]["payment"]["payment_intent"];
    if intent["status"] == "requires_action" {
        let url = invoice.hosted_invoice_url.ok_or(Error::PaymentActionRequired)?;
        return Ok(Changed::Action(url));
    }
    let said = intent["last_payment_error"]["message"].as_str().unwrap_or("Use another card.");
    Err(Error::PaymentDeclined(said.to_owned()))
}
