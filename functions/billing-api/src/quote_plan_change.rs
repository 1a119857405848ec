//! What another plan would cost.

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::plan::{Code, Interval};
use billing::subscription::{self, Effect, Quote, QuoteLine, Target};
use chrono::{DateTime, Utc};
use models::{Money, PlanQuoteId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::once;

/// What is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"plan": "organization", "interval": "month", "seats": 3}))]
pub(crate) struct NewPlanQuote {
    plan: Code,
    interval: Interval,
    /// Seats together; those that are included, if absent.
    seats: Option<i32>,
}

/// What it would cost, to the cent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanQuote)]
pub(crate) struct PlanQuoteOut {
    id: PlanQuoteId,
    when: Effect,
    /// Paid at once, with tax.
    due_now: Money,
    /// Given back for the rest of the present plan.
    credit: Money,
    /// A period from then on, before tax.
    next_amount: Money,
    lines: Vec<QuoteLine>,
    expires_at: DateTime<Utc>,
}

impl From<Quote> for PlanQuoteOut {
    fn from(quote: Quote) -> Self {
        Self {
            id: quote.id,
            when: quote.takes_effect,
            due_now: Money::new(quote.due_now_minor, quote.currency),
            credit: quote.credit(),
            next_amount: Money::new(quote.next_minor, quote.currency),
            expires_at: quote.expires_at,
            lines: quote.lines.0,
        }
    }
}

/// Preview another plan, interval or number of seats. It holds for ten minutes.
#[utoipa::path(post, path = "/api/v1/billing/plan-quotes", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewPlanQuote,
    responses((status = 201, body = PlanQuoteOut), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn quote_plan_change(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewPlanQuote>,
) -> web::Result<Created<PlanQuoteOut>> {
    if let Some(earlier) = once::earlier(&app, org.user, &once).await? {
        return Ok(Created(earlier));
    }
    let NewPlanQuote { plan: code, interval, seats } = body;
    let target = Target { code, interval, seats };
    let now = app.clock.now();
    let taken =
        accounts::membership::seats_taken(&mut *app.db.acquire().await?, org.id, now).await?;
    let quote = subscription::quote(&app.db, &app.stripe, org.id, target, taken, now).await?;
    Ok(Created(once::keep(&app, org.user, &once, PlanQuoteOut::from(quote)).await?))
}
