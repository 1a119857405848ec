//! The plans on offer.

use axum::Json;
use axum::extract::State;
use billing::plan::{self, Code, Interval, Plan, Price};
use models::{Currency, Money};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Public, Query};

use crate::shown::PlanLimits;

/// Which prices.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Only those in this currency.
    #[param(inline)]
    currency: Option<Currency>,
}

/// A plan on offer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferedPlan {
    plan: Code,
    name: String,
    /// Words for what it can do: `events`, `courses`, `certificates`, `team`.
    features: Vec<String>,
    limits: PlanLimits,
    included_seats: i32,
    max_seats: Option<i32>,
    /// Days without paying; 0 is no trial.
    trial_days: i32,
    /// None: it is free.
    prices: Vec<OfferedPrice>,
}

/// A price of a plan, before tax.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferedPrice {
    interval: Interval,
    amount: Money,
    /// Of a seat beyond the included ones; null: there are none.
    seat_amount: Option<Money>,
}

/// The plans, from the smallest.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferedPlans {
    data: Vec<OfferedPlan>,
}

/// The plans on offer, with prices, limits and trials.
#[utoipa::path(get, path = "/api/v1/billing/plans", tag = "billing", params(Wanted),
    responses((status = 200, body = OfferedPlans), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn list_plans(
    _: Public,
    State(app): State<crate::State>,
    Query(wanted): Query<Wanted>,
) -> web::Result<Json<OfferedPlans>> {
    let mut conn = app.db.acquire().await?;
    let plans = plan::offered(&mut conn).await?;
    let prices = plan::prices(&mut conn).await?;
    let fits = |price: &&Price| wanted.currency.is_none_or(|currency| price.currency == currency);
    let offered = |plan: Plan| OfferedPlan {
        prices: prices
            .iter()
            .filter(|price| price.plan_id == plan.id)
            .filter(fits)
            .map(OfferedPrice::from)
            .collect(),
        plan: plan.code,
        name: plan.name,
        features: plan.features,
        limits: PlanLimits {
            events_per_month: plan.events_per_month,
            courses_per_month: plan.courses_per_month,
            certificates_per_month: plan.certificates_per_month,
            attendees_per_event: plan.attendees_per_event,
        },
        included_seats: plan.included_seats,
        max_seats: plan.max_seats,
        trial_days: plan.trial_days,
    };
    Ok(Json(OfferedPlans { data: plans.into_iter().map(offered).collect() }))
}

impl From<&Price> for OfferedPrice {
    fn from(price: &Price) -> Self {
        let money = |amount| Money::new(amount, price.currency);
        Self {
            interval: price.interval,
            amount: money(price.amount_minor),
            seat_amount: price.seat_amount_minor.map(money),
        }
    }
}
