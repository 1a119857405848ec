//! Change the plan as it was previewed.

use auth::{ManageBilling, Org};
use axum::Json;
use axum::extract::State;
use billing::subscription::{self, Changed};
use models::PlanQuoteId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::OnceJson;

use crate::once;
use crate::shown::{self, SubscriptionOut};

/// By which preview.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"quote_id": "01936a7e-0000-7000-8000-000000000000"}))]
pub(crate) struct PlanChange {
    quote_id: PlanQuoteId,
}

/// What became of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ChangedPlan {
    subscription: SubscriptionOut,
    /// The bank wants the payer: here. Until then the present plan stays.
    action_url: Option<String>,
}

/// Change the plan by a preview. A declined card leaves everything as it is.
#[utoipa::path(post, path = "/api/v1/billing/plan-changes", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = PlanChange,
    responses((status = 200, body = ChangedPlan), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn change_plan(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<PlanChange>,
) -> web::Result<Json<ChangedPlan>> {
    if let Some(earlier) = once::earlier(&app, org.user, &once).await? {
        return Ok(Json(earlier));
    }
    let (now, by) = (app.clock.now(), (org.id, org.user));
    let asked = (body.quote_id, &*once.key);
    let taken =
        accounts::membership::seats_taken(&mut *app.db.acquire().await?, org.id, now).await?;
    let changed = subscription::change_plan(&app.db, &app.stripe, by, asked, taken, now).await?;
    let action_url = match changed {
        Changed::Done => None,
        Changed::Action(url) => Some(url),
    };
    let mut conn = app.db.acquire().await?;
    let subscription = shown::subscription(&mut conn, org.id, now).await?;
    drop(conn);
    let answer = ChangedPlan { subscription, action_url };
    Ok(Json(once::keep(&app, org.user, &once, answer).await?))
}
