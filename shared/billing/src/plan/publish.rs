//! New versions of plans, and new prices. What somebody has stays as it was bought (BI-1).

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use db::audit::{self, Actor, Entry};
use models::{Currency, Field, Money, PlanId, PlanPriceId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::{Code, Interval, Plan, on_offer};
use crate::Error;
use crate::error::field;

/// What a version of a plan is to be. A limit of `None` is no limit, 0 allows nothing (BI-2).
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// Which plan.
    pub code: Code,
    /// What it is called.
    pub name: String,
    /// Words for what it can do.
    pub features: Vec<String>,
    /// Events that are first published in a month.
    pub events_per_month: Option<i32>,
    /// Courses that are first published in a month.
    pub courses_per_month: Option<i32>,
    /// Certificates issued in a month.
    pub certificates_per_month: Option<i32>,
    /// People at one event.
    pub attendees_per_event: Option<i32>,
    /// Seats without a further price.
    pub included_seats: i32,
    /// Seats at most.
    pub max_seats: Option<i32>,
    /// Length of the trial; 0 is none.
    pub trial_days: i32,
    /// Patience after a trial or a failed payment.
    pub grace_days: i32,
    /// What it costs; nothing, if it is free.
    pub prices: Vec<NewPrice>,
}

/// What a plan is to cost.
#[derive(Clone, Copy, Debug)]
pub struct NewPrice {
    /// How often.
    pub interval: Interval,
    /// In which currency.
    pub currency: Currency,
    /// The plan itself, in minor units.
    pub amount: i64,
    /// A seat beyond the included ones, in minor units; `None`: there are none.
    pub seat_amount: Option<i64>,
}

impl NewPrice {
    fn faults(&self, place: &str, seats: bool) -> Vec<Field> {
        let mut faults = Vec::new();
        let amounts = [("/amount", Some(self.amount)), ("/seat_amount", self.seat_amount)];
        for (name, amount) in amounts.into_iter().filter_map(|(name, n)| Some((name, n?))) {
            let refused = match Money::new(amount, self.currency).chargeable() {
                Err(why) => why.to_string(),
                Ok(_) if amount == 0 => "What is free has no price.".to_owned(),
                Ok(_) => continue,
            };
            faults.push(field(&format!("{place}{name}"), "amount-not-chargeable", &refused));
        }
        if seats != self.seat_amount.is_some() {
            let detail =
                "A further seat has a price exactly where the plan can have further seats.";
            faults.push(field(&format!("{place}/seat_amount"), "seat-amount", detail));
        }
        faults
    }
}

impl NewPlan {
    fn further_seats(&self) -> bool {
        self.max_seats.is_none_or(|most| most > self.included_seats)
    }

    fn faults(&self) -> Vec<Field> {
        let mut faults = Vec::new();
        let mut ask = |fine: bool, place: &str, detail: &str| {
            if !fine {
                faults.push(field(place, "out-of-range", detail));
            }
        };
        let limits = [
            ("/events_per_month", self.events_per_month),
            ("/courses_per_month", self.courses_per_month),
            ("/certificates_per_month", self.certificates_per_month),
            ("/attendees_per_event", self.attendees_per_event),
        ];
        for (place, limit) in limits {
            ask(limit.is_none_or(|limit| limit >= 0), place, "A limit is 0 or more, or absent.");
        }
        ask(self.included_seats >= 1, "/included_seats", "A plan includes at least one seat.");
        let most = self.max_seats.is_none_or(|most| most >= self.included_seats);
        ask(most, "/max_seats", "This is less than what is included.");
        ask((0..=90).contains(&self.trial_days), "/trial_days", "A trial takes up to 90 days.");
        ask((0..=60).contains(&self.grace_days), "/grace_days", "Patience takes up to 60 days.");
        let free = self.code == Code::Attendee;
        ask(free == self.prices.is_empty(), "/prices", "Every plan but the free one has a price.");
        for (at, price) in self.prices.iter().enumerate() {
            let same = |other: &NewPrice| {
                (other.interval, other.currency) == (price.interval, price.currency)
            };
            ask(
                !self.prices[..at].iter().any(same),
                &format!("/prices/{at}"),
                "There is one price for each interval and currency.",
            );
        }
        let seats = self.further_seats();
        let prices = self.prices.iter().enumerate();
        faults.extend(prices.flat_map(|(at, price)| price.faults(&format!("/prices/{at}"), seats)));
        faults
    }
}

/// Puts a new version on offer in place of the one before, which stays with those who have it. Of
/// several at once one is published; the others have seen what is no longer so.
/// Gives its prices.
pub async fn publish(
    conn: &mut PgConnection,
    new: &NewPlan,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<(PlanId, Vec<PlanPriceId>), Error> {
    let faults = new.faults();
    if !faults.is_empty() {
        return Err(Error::PlanRefused(faults));
    }
    alone(conn, new.code).await?;
    let id = PlanId::new(now);
    let former = sqlx::query!(
        "update plans set retired_at = $2 where code = $1 and offered_at is not null and retired_at is null",
        new.code as _,
        now
    );
    former.execute(&mut *conn).await?;
    let version = sqlx::query_scalar!(
        r#"insert into plans (id, code, version, name, features, events_per_month, courses_per_month, certificates_per_month,
                              attendees_per_event, included_seats, max_seats, trial_days, grace_days, offered_at, created_at)
           select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13 from plans where code = $2
           returning version"#,
        id as _,
        new.code as _,
        new.name,
        &new.features,
        new.events_per_month,
        new.courses_per_month,
        new.certificates_per_month,
        new.attendees_per_event,
        new.included_seats,
        new.max_seats,
        new.trial_days,
        new.grace_days,
        now
    )
    .fetch_one(&mut *conn)
    .await
    .on_constraint([("plans_one_offered", Error::Stale), ("plans_code_version_key", Error::Stale)])?;
    let mut prices = Vec::new();
    for price in &new.prices {
        prices.push(insert(conn, id, price, now).await?);
    }
    let entry = Entry::new(None, Actor::Support(by), "plan.published", "plan", id);
    let after = json!({"plan": new.code, "version": version, "reason": reason});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok((id, prices))
}

/// Nobody else publishes for this plan until the transaction ends; [`Error::Stale`] if somebody does
/// already. The unique keys alone would let two wait for each other: one for the version that is on
/// offer, one for its number.
async fn alone(conn: &mut PgConnection, code: Code) -> Result<(), Error> {
    let free = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended('publish' || $1::text, 0)) as "free!""#,
        code as _
    );
    if free.fetch_one(conn).await? { Ok(()) } else { Err(Error::Stale) }
}

/// Puts a new price on offer in place of the one before, which stays with those who pay it.
pub async fn publish_price(
    conn: &mut PgConnection,
    code: Code,
    new: &NewPrice,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<(Plan, PlanPriceId), Error> {
    alone(conn, code).await?;
    let plan = on_offer(conn, code).await?;
    let mut faults = new.faults("", plan.max_seats.is_none_or(|most| most > plan.included_seats));
    if code == Code::Attendee {
        faults.push(field("/plan", "free", "The free plan has no price."));
    }
    if !faults.is_empty() {
        return Err(Error::PlanRefused(faults));
    }
    let former = sqlx::query!(
        "update plan_prices set retired_at = $4 where plan_id = $1 and interval = $2 and currency = $3 and retired_at is null",
        plan.id as _,
        new.interval as _,
        new.currency as _,
        now
    );
    former.execute(&mut *conn).await?;
    let id = insert(conn, plan.id, new, now).await?;
    let entry = Entry::new(None, Actor::Support(by), "plan-price.published", "plan_price", id);
    let price =
        json!({"amount": new.amount, "seat_amount": new.seat_amount, "currency": new.currency});
    let after = json!({"plan": code, "interval": new.interval, "price": price, "reason": reason});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok((plan, id))
}

async fn insert(
    conn: &mut PgConnection,
    plan: PlanId,
    new: &NewPrice,
    now: DateTime<Utc>,
) -> Result<PlanPriceId, Error> {
    let id = PlanPriceId::new(now);
    sqlx::query!(
        "insert into plan_prices (id, plan_id, interval, currency, amount_minor, seat_amount_minor, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id as _,
        plan as _,
        new.interval as _,
        new.currency as _,
        new.amount,
        new.seat_amount,
        now
    )
    .execute(conn)
    .await
    .on_constraint([("plan_prices_one_live", Error::Stale)])?;
    Ok(id)
}
