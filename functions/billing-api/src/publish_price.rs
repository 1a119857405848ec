//! A new price of a plan.

use auth::{Act, Staff};
use axum::extract::State;
use billing::plan::{self, Code, Interval, NewPrice};
use models::Money;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::publish_plan::{PublishedPlan, at_stripe};

/// What a plan on offer is to cost, before tax.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPlanPrice, example = json!({"plan": "organizer", "interval": "month", "amount": {"amount": 2700, "currency": "EUR"},
    "reason": "Sold in euros too."}))]
pub(crate) struct PlanPriceTerms {
    plan: Code,
    interval: Interval,
    amount: Money,
    /// Of a seat beyond the included ones, in minor units of the same currency.
    seat_amount: Option<i64>,
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// Put a price on offer, in place of that of the same interval and currency. Those who pay the
/// former one go on paying it.
#[utoipa::path(post, path = "/api/v1/billing/catalogue/prices", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = PlanPriceTerms,
    responses((status = 201, body = PublishedPlan), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn publish_price(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<PlanPriceTerms>,
) -> web::Result<Created<PublishedPlan>> {
    let (now, owner) = (app.clock.now(), staff.user.to_string());
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let Money { amount, currency } = body.amount;
    let price =
        NewPrice { interval: body.interval, currency, amount, seat_amount: body.seat_amount };
    let why = (staff.user, reason.as_str());
    let (plan, price) = plan::publish_price(&mut tx, body.plan, &price, why, now).await?;
    let answer = PublishedPlan { id: plan.id, plan: plan.code, price_ids: vec![price] };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    at_stripe(&app, &answer.price_ids).await;
    Ok(Created(answer))
}
