//! Plans and their prices: data, in versions that never change once somebody has them (BI-1).

mod catalogue;
mod publish;

use models::{Currency, Money, PlanId, PlanPriceId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;
use crate::error::field;

pub use catalogue::{StripePrices, at_stripe};
pub use publish::{NewPlan, NewPrice, publish, publish_price};

/// The plans.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = PlanCode)]
pub enum Code {
    /// For oneself: no events, no courses.
    Attendee,
    /// Events, alone.
    Organizer,
    /// Courses, alone.
    Lms,
    /// Events and courses, as a team.
    Organization,
}

/// How often a plan is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = PlanInterval)]
pub enum Interval {
    /// Each month.
    Month,
    /// Each year.
    Year,
}

impl Interval {
    /// Stripe's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    const fn in_a_year(self) -> i64 {
        match self {
            Self::Month => 12,
            Self::Year => 1,
        }
    }
}

/// A version of a plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which version.
    pub id: PlanId,
    /// Which plan.
    pub code: Code,
    /// What it is called.
    pub name: String,
    /// Words for what it can do.
    pub features: Vec<String>,
    /// Events that are first published in a month; `None` is no limit.
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
}

impl Plan {
    /// Whether it allows less than another in some way, and more in none.
    #[must_use]
    pub fn is_smaller_than(&self, other: &Self) -> bool {
        let (own, others) = (self.limits(), other.limits());
        own != others && own.iter().zip(others).all(|(here, there)| *here <= there)
    }

    fn limits(&self) -> [i32; 4] {
        let limits = [
            self.events_per_month,
            self.courses_per_month,
            self.certificates_per_month,
            self.attendees_per_event,
        ];
        limits.map(|limit| limit.unwrap_or(i32::MAX))
    }
}

/// A price of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// Which.
    pub id: PlanPriceId,
    /// Of which version of a plan.
    pub plan_id: PlanId,
    /// How often.
    pub interval: Interval,
    /// In which currency.
    pub currency: Currency,
    /// The plan itself, in minor units.
    pub amount_minor: i64,
    /// A seat beyond the included ones, in minor units; `None`: there are none.
    pub seat_amount_minor: Option<i64>,
}

impl Price {
    /// What a period costs with so many seats beyond the included ones, before tax.
    #[must_use]
    pub fn recurring(&self, paid_seats: i32) -> Money {
        let seats = self.seat_amount_minor.unwrap_or_default() * i64::from(paid_seats);
        Money::new(self.amount_minor + seats, self.currency)
    }

    /// The same by the day, times the days of a year: comparable between intervals (BI-14).
    #[must_use]
    pub fn yearly(&self, paid_seats: i32) -> i64 {
        self.recurring(paid_seats).amount * self.interval.in_a_year()
    }
}

/// The plans on offer, from the smallest.
pub async fn offered(conn: &mut PgConnection) -> sqlx::Result<Vec<Plan>> {
    sqlx::query_as!(
        Plan,
        "select id, code, name, features, events_per_month, courses_per_month, certificates_per_month, attendees_per_event,
                included_seats, max_seats, trial_days, grace_days
           from plans where offered_at is not null and retired_at is null
          order by array_position(array['attendee', 'organizer', 'lms', 'organization'], code)"
    )
    .fetch_all(conn)
    .await
}

/// A version of a plan, offered or not.
pub async fn get(conn: &mut PgConnection, id: PlanId) -> sqlx::Result<Plan> {
    sqlx::query_as!(
        Plan,
        "select id, code, name, features, events_per_month, courses_per_month, certificates_per_month, attendees_per_event,
                included_seats, max_seats, trial_days, grace_days
           from plans where id = $1",
        id as _
    )
    .fetch_one(conn)
    .await
}

/// The plan of this name that is on offer.
pub async fn on_offer(conn: &mut PgConnection, code: Code) -> Result<Plan, Error> {
    let offered = offered(conn).await?;
    offered.into_iter().find(|plan| plan.code == code).ok_or(Error::PlanNotOffered)
}

/// The live prices of plans on offer.
pub async fn prices(conn: &mut PgConnection) -> sqlx::Result<Vec<Price>> {
    sqlx::query_as!(
        Price,
        "select p.id, p.plan_id, p.interval, p.currency, p.amount_minor, p.seat_amount_minor
           from plan_prices p join plans l on l.id = p.plan_id and l.offered_at is not null and l.retired_at is null
          where p.retired_at is null order by p.currency, p.interval, p.id"
    )
    .fetch_all(conn)
    .await
}

/// A price, live or not.
pub async fn price(conn: &mut PgConnection, id: PlanPriceId) -> sqlx::Result<Price> {
    sqlx::query_as!(
        Price,
        "select id, plan_id, interval, currency, amount_minor, seat_amount_minor from plan_prices where id = $1",
        id as _
    )
    .fetch_one(conn)
    .await
}

/// What somebody wants to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which plan.
    pub code: Code,
    /// How often it is paid.
    pub interval: Interval,
    /// In which currency.
    pub currency: Currency,
    /// Seats together; `None`: those that are included.
    pub seats: Option<i32>,
}

/// What that is: a plan on offer, its live price, and the seats beyond the included ones.
pub async fn choose(conn: &mut PgConnection, wish: Wish) -> Result<(Plan, Price, i32), Error> {
    let plan = on_offer(conn, wish.code).await?;
    let fits = |price: &Price| {
        price.plan_id == plan.id
            && price.interval == wish.interval
            && price.currency == wish.currency
    };
    let price = prices(conn).await?.into_iter().find(fits).ok_or(Error::PriceNotOffered)?;
    let seats = wish.seats.unwrap_or(plan.included_seats);
    let most =
        if price.seat_amount_minor.is_some() { plan.max_seats } else { Some(plan.included_seats) };
    if seats < plan.included_seats || most.is_some_and(|most| seats > most) {
        return Err(Error::SeatsOutOfRange);
    }
    let paid = seats - plan.included_seats;
    Ok((plan, price, paid))
}

/// What stands in the way of a plan with so many seats while so many are taken (BI-17).
pub fn fits_team(taken: i64, seats: i32) -> Result<(), Error> {
    if taken <= i64::from(seats) {
        return Ok(());
    }
    let detail = format!(
        "{taken} seats are taken and the plan has {seats}. Change roles or remove members first."
    );
    Err(Error::DowngradeBlocked(vec![field("/seats", "seats-taken", &detail)]))
}
