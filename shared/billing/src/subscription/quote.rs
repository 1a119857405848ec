//! What a change of plan would cost, to the cent: kept for ten minutes and used once (BI-15).

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use models::{Currency, Money, OrgId, PlanPriceId, PlanQuoteId};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};
use utoipa::ToSchema;

use super::remote::{Item, Remote, currency, money};
use super::{Object, Subscription, follow, get, schedule};
use crate::Error;
use crate::plan::{self, Code, Interval, Price, StripePrices, Wish, at_stripe};
use crate::stripe::{Form, Listed, Stripe};

const LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long the request that used it may go on after a crash: as long as Stripe knows its keys.
const CARRIED_ON: TimeDelta = TimeDelta::hours(24);

/// When a change takes effect (BI-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = PlanChangeEffect)]
pub enum Effect {
    /// At once, for a proportion of the price.
    Now,
    /// With the next period.
    PeriodEnd,
}

/// A line of the invoice that a change makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanQuoteLine)]
pub struct QuoteLine {
    /// What it is for.
    pub description: String,
    /// Before tax; below zero for what was paid and is not used.
    pub amount: Money,
}

/// A preview.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Which.
    pub id: PlanQuoteId,
    /// To which price.
    pub plan_price_id: PlanPriceId,
    /// Seats beyond the included ones.
    pub seats: i32,
    /// When it takes effect.
    pub takes_effect: Effect,
    /// The moment from which proportions count.
    pub proration_at: DateTime<Utc>,
    /// What is paid at once, with tax.
    pub due_now_minor: i64,
    /// What a period costs from then on, before tax.
    pub next_minor: i64,
    /// The currency of both.
    pub currency: Currency,
    /// Of the invoice that is made at once.
    pub lines: Json<Vec<QuoteLine>>,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
    /// When it was …
    pub used_at: Option<DateTime<Utc>>,
    /// … and by which request.
    pub used_request: Option<String>,
}

impl Quote {
    /// What is given back for the rest of the old plan; not below zero.
    #[must_use]
    pub fn credit(&self) -> Money {
        let back = self.lines.0.iter().map(|line| line.amount.amount.min(0)).sum::<i64>();
        Money::new(-back, self.currency)
    }
}

/// A plan that is wanted in place of the present one, in its currency (BI-20).
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Which plan.
    pub code: Code,
    /// How often it is paid.
    pub interval: Interval,
    /// Seats together; `None`: those that are included.
    pub seats: Option<i32>,
}

/// Previews a change. `taken` seats have to fit (BI-17).
pub async fn quote(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    target: Target,
    taken: i64,
    now: DateTime<Utc>,
) -> Result<Quote, Error> {
    let known = get(&mut *db.acquire().await?, organization).await?;
    let id = known.running()?;
    follow(db, stripe, Object::Subscription, id, now).await?;
    let mut conn = db.acquire().await?;
    let before = get(&mut conn, organization).await?;
    let old = plan::price(&mut conn, before.plan_price_id.ok_or(Error::NoSubscription)?).await?;
    let present = plan::get(&mut conn, before.plan_id).await?;
    let (plan, price, seats) = wanted(&mut conn, target, old.currency).await?;
    let scheduled = schedule::scheduled(&mut conn, organization).await?;
    drop(conn);
    let same = (price.id, seats) == (old.id, before.paid_seats);
    if same && scheduled.is_none() {
        return Err(Error::NoChange);
    }
    plan::fits_team(taken, plan.included_seats + seats)?;
    let takes_effect = effect((&present, &old, before.paid_seats), (&plan, &price, seats));
    let proration_at = now.trunc_subsecs(0);
    let (due_now, lines) = match takes_effect {
        Effect::Now => preview(db, stripe, id, (&price, seats), proration_at, now).await?,
        Effect::PeriodEnd => (Money::new(0, price.currency), Vec::new()),
    };
    let quote = Quote {
        id: PlanQuoteId::new(now),
        plan_price_id: price.id,
        seats,
        takes_effect,
        proration_at,
        due_now_minor: due_now.amount,
        next_minor: price.recurring(seats).amount,
        currency: price.currency,
        lines: Json(lines),
        expires_at: now + LIFE,
        used_at: None,
        used_request: None,
    };
    insert(&mut *db.acquire().await?, organization, &quote, now).await?;
    Ok(quote)
}

/// The plan in the currency of the subscription, or why there is none.
async fn wanted(
    conn: &mut PgConnection,
    target: Target,
    currency: Currency,
) -> Result<(plan::Plan, Price, i32), Error> {
    let Target { code, interval, seats } = target;
    let chosen = plan::choose(conn, Wish { code, interval, currency, seats }).await;
    let Err(Error::PriceNotOffered) = chosen else { return chosen };
    let plan = plan::on_offer(conn, code).await?;
    let elsewhere = plan::prices(conn).await?.iter().any(|price| price.plan_id == plan.id);
    Err(if elsewhere { Error::CurrencyLocked } else { Error::PriceNotOffered })
}

/// A plan, its price, and the seats beyond the included ones.
type Had<'a> = (&'a plan::Plan, &'a Price, i32);

/// BI-14: what costs as much or more in a year is had at once, unless it has fewer seats or is a
/// smaller plan: what was paid for is not taken away before its time.
fn effect((old_plan, old, old_seats): Had<'_>, (plan, new, seats): Had<'_>) -> Effect {
    let fewer = plan.included_seats + seats < old_plan.included_seats + old_seats;
    let cheaper = new.yearly(seats) < old.yearly(old_seats);
    if fewer || cheaper || plan.is_smaller_than(old_plan) { Effect::PeriodEnd } else { Effect::Now }
}

#[derive(Deserialize)]
struct Preview {
    currency: String,
    amount_due: i64,
    lines: Listed<Line>,
}

#[derive(Deserialize)]
struct Line {
    description: Option<String>,
    amount: i64,
}

/// The invoice that Stripe would make of it.
pub(crate) async fn preview(
    db: &PgPool,
    stripe: &Stripe,
    subscription: &str,
    (price, seats): (&Price, i32),
    proration_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(Money, Vec<QuoteLine>), Error> {
    let prices = at_stripe(db, stripe, price.id, now).await?;
    let remote: Remote =
        stripe.get(&format!("/v1/subscriptions/{subscription}")).await.map_err(Error::Stripe)?;
    let form = Form::new().with("subscription", subscription);
    let form = items(form, "subscription_details[items]", &remote.items.data, (&prices, seats))
        .with("subscription_details[proration_behavior]", "always_invoice")
        .with("subscription_details[proration_date]", proration_at.timestamp());
    // It makes nothing, so it may be asked again.
    let key = format!("plan-preview:{}", PlanQuoteId::new(now));
    let read: Preview =
        stripe.post("/v1/invoices/create_preview", &form, &key).await.map_err(Error::Stripe)?;
    let currency = currency(&read.currency)?;
    let lines = read.lines.data.into_iter().map(|line| QuoteLine {
        description: line.description.unwrap_or_default(),
        amount: money(line.amount, currency),
    });
    Ok((money(read.amount_due, currency), lines.collect()))
}

/// The items of a subscription after the change: the plan's is the one that is no seat.
pub(crate) fn items(
    form: Form,
    name: &str,
    present: &[Item],
    (prices, seats): (&StripePrices, i32),
) -> Form {
    let (plan, rest) = match present {
        [plan, rest @ ..] => (Some(plan), rest),
        [] => (None, present),
    };
    let form = form
        .with_some(&format!("{name}[0][id]"), plan.map(|item| &item.id))
        .with(&format!("{name}[0][price]"), &prices.plan)
        .with(&format!("{name}[0][quantity]"), 1);
    let seat = prices.seat.as_ref().filter(|_| seats > 0);
    let form = match (rest.first(), seat) {
        (kept, Some(seat)) => form
            .with_some(&format!("{name}[1][id]"), kept.map(|item| &item.id))
            .with(&format!("{name}[1][price]"), seat)
            .with(&format!("{name}[1][quantity]"), seats),
        (Some(gone), None) => form
            .with(&format!("{name}[1][id]"), &gone.id)
            .with(&format!("{name}[1][deleted]"), true),
        (None, None) => form,
    };
    rest.iter().skip(1).enumerate().fold(form, |form, (n, item)| {
        let at = format!("{name}[{}]", n + 2);
        form.with(&format!("{at}[id]"), &item.id).with(&format!("{at}[deleted]"), true)
    })
}

async fn insert(
    conn: &mut PgConnection,
    organization: OrgId,
    quote: &Quote,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into plan_quotes (id, organization_id, plan_price_id, seats, takes_effect, proration_at, due_now_minor, next_minor,
                                  currency, lines, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        quote.id as _,
        organization as _,
        quote.plan_price_id as _,
        quote.seats,
        quote.takes_effect as _,
        quote.proration_at,
        quote.due_now_minor,
        quote.next_minor,
        quote.currency as _,
        &quote.lines as _,
        quote.expires_at,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the quote for a request; true: this request had it before, and goes on after a crash. What
/// is too old or was taken by another request is refused.
pub(crate) async fn take(
    conn: &mut PgConnection,
    organization: OrgId,
    (id, request): (PlanQuoteId, &str),
    now: DateTime<Utc>,
) -> Result<(Quote, bool), Error> {
    let quote = sqlx::query_as!(
        Quote,
        r#"select id, plan_price_id, seats, takes_effect as "takes_effect: Effect", proration_at, due_now_minor, next_minor,
                  currency, lines as "lines: Json<Vec<QuoteLine>>", expires_at, used_at, used_request
             from plan_quotes where id = $1 and organization_id = $2 for no key update"#,
        id as _,
        organization as _
    );
    let quote = quote.fetch_optional(&mut *conn).await?.ok_or(Error::NotFound)?;
    if let Some(used_at) = quote.used_at {
        let again = quote.used_request.as_deref() == Some(request) && now < used_at + CARRIED_ON;
        return if again { Ok((quote, true)) } else { Err(Error::QuoteExpired) };
    }
    if now >= quote.expires_at {
        return Err(Error::QuoteExpired);
    }
    sqlx::query!(
        "update plan_quotes set used_at = $2, used_request = $3 where id = $1",
        id as _,
        now,
        request
    )
    .execute(conn)
    .await?;
    Ok((quote, false))
}

/// Whether a subscription has what a quote asks for.
pub(crate) fn is_in_force(subscription: &Subscription, quote: &Quote) -> bool {
    subscription.plan_price_id == Some(quote.plan_price_id)
        && subscription.paid_seats == quote.seats
}

#[cfg(test)]
mod tests {
    use models::{PlanId, PlanPriceId};

    use super::*;

    fn price(interval: Interval, amount_minor: i64, seat: Option<i64>) -> Price {
        let now = DateTime::from_timestamp(1_790_841_600, 0).unwrap();
        Price {
            id: PlanPriceId::new(now),
            plan_id: PlanId::new(now),
            interval,
            currency: Currency::USD,
            amount_minor,
            seat_amount_minor: seat,
        }
    }

    fn plan(code: Code, events: Option<i32>, courses: Option<i32>) -> plan::Plan {
        plan::Plan {
            id: PlanId::new(DateTime::UNIX_EPOCH),
            code,
            name: String::new(),
            features: Vec::new(),
            events_per_month: events,
            courses_per_month: courses,
            certificates_per_month: None,
            attendees_per_event: None,
            included_seats: 1,
            max_seats: None,
            trial_days: 0,
            grace_days: 0,
        }
    }

    /// BI-14
    #[test]
    fn what_costs_more_by_the_day_is_had_at_once() {
        let single = plan(Code::Organizer, Some(30), Some(0));
        let courses = plan(Code::Lms, Some(0), Some(30));
        let whole = plan(Code::Organization, None, None);
        let small = price(Interval::Month, 2900, None);
        let yearly = price(Interval::Year, 29_000, None);
        let team = price(Interval::Month, 19_900, Some(12_900));
        let one = |price| (&single, price, 0);
        let many = |seats| (&whole, &team, seats);
        assert_eq!(effect(one(&small), many(0)), Effect::Now);
        assert_eq!(effect(many(0), one(&small)), Effect::PeriodEnd);
        assert_eq!(effect(many(2), many(3)), Effect::Now);
        assert_eq!(effect(many(3), many(2)), Effect::PeriodEnd);
        assert_eq!(effect(one(&small), one(&yearly)), Effect::PeriodEnd);
        assert_eq!(effect(one(&yearly), one(&small)), Effect::Now);
        assert_eq!(effect(one(&small), (&courses, &small, 0)), Effect::Now, "the same amount");
    }

    /// BI-14: what is less is had later, also where it costs more.
    #[test]
    fn fewer_seats_and_a_smaller_plan_wait_whatever_they_cost() {
        let single = plan(Code::Organizer, Some(30), Some(0));
        let whole = plan(Code::Organization, None, None);
        let yearly = price(Interval::Year, 199_000, Some(129_000));
        let monthly = price(Interval::Month, 19_900, Some(12_900));
        assert!(monthly.yearly(8) > yearly.yearly(9));
        assert_eq!(effect((&whole, &yearly, 9), (&whole, &monthly, 8)), Effect::PeriodEnd);
        assert_eq!(effect((&whole, &yearly, 9), (&whole, &monthly, 9)), Effect::Now);
        let dear = price(Interval::Month, 99_900, None);
        assert_eq!(effect((&whole, &monthly, 0), (&single, &dear, 0)), Effect::PeriodEnd);
    }
}
