//! A new version of a plan.

use auth::{Act, Staff};
use axum::extract::State;
use billing::plan::{self, Code, Interval, NewPlan, NewPrice};
use models::{Line, Money, PlanId, PlanPriceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Created, OnceJson};

/// The whole version: what is absent is not taken from the one before. A limit of null is no limit,
/// 0 allows nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPlanVersion, example = json!({"plan": "organizer", "name": "Organizer", "features": ["events", "certificates"],
    "events_per_month": 40, "courses_per_month": 0, "certificates_per_month": 500, "attendees_per_event": 500, "included_seats": 1,
    "max_seats": 1, "trial_days": 30, "grace_days": 14,
    "prices": [{"interval": "month", "amount": {"amount": 3900, "currency": "USD"}}], "reason": "Prices of 2027."}))]
pub(crate) struct PlanVersion {
    plan: Code,
    name: Line<1, 80>,
    features: Vec<Line<1, 40>>,
    events_per_month: Option<i32>,
    courses_per_month: Option<i32>,
    certificates_per_month: Option<i32>,
    attendees_per_event: Option<i32>,
    included_seats: i32,
    max_seats: Option<i32>,
    trial_days: i32,
    grace_days: i32,
    /// One for each interval and currency; none for the free plan.
    prices: Vec<PriceTerms>,
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// What it costs, before tax.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceTerms {
    interval: Interval,
    amount: Money,
    /// Of a seat beyond the included ones, in minor units of the same currency.
    seat_amount: Option<i64>,
}

/// What was put on offer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PublishedPlan {
    pub(crate) id: PlanId,
    pub(crate) plan: Code,
    pub(crate) price_ids: Vec<PlanPriceId>,
}

impl PlanVersion {
    fn terms(&self) -> NewPlan {
        NewPlan {
            code: self.plan,
            name: self.name.to_string(),
            features: self.features.iter().map(|word| word.to_string()).collect(),
            events_per_month: self.events_per_month,
            courses_per_month: self.courses_per_month,
            certificates_per_month: self.certificates_per_month,
            attendees_per_event: self.attendees_per_event,
            included_seats: self.included_seats,
            max_seats: self.max_seats,
            trial_days: self.trial_days,
            grace_days: self.grace_days,
            prices: self.prices.iter().map(PriceTerms::terms).collect(),
        }
    }
}

impl PriceTerms {
    fn terms(&self) -> NewPrice {
        let Money { amount, currency } = self.amount;
        NewPrice { interval: self.interval, currency, amount, seat_amount: self.seat_amount }
    }
}

/// Put a new version of a plan on offer. Those who have an older one keep it.
#[utoipa::path(post, path = "/api/v1/billing/catalogue/plans", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = PlanVersion,
    responses((status = 201, body = PublishedPlan), (status = 403, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn publish_plan(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<PlanVersion>,
) -> web::Result<Created<PublishedPlan>> {
    let (now, owner) = (app.clock.now(), staff.user.to_string());
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let why = (staff.user, reason.as_str());
    let (id, price_ids) = plan::publish(&mut tx, &body.terms(), why, now).await?;
    let answer = PublishedPlan { id, plan: body.plan, price_ids };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    at_stripe(&app, &answer.price_ids).await;
    Ok(Created(answer))
}

/// Makes product and prices at Stripe. What fails now is made when somebody first wants it.
pub(crate) async fn at_stripe(app: &crate::State, prices: &[PlanPriceId]) {
    for price in prices {
        if let Err(error) = plan::at_stripe(&app.db, &app.stripe, *price, app.clock.now()).await {
            tracing::warn!(%price, %error, "the price is made at Stripe when it is first wanted");
        }
    }
}
