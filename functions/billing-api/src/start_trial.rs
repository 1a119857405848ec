//! Start a trial: no card is asked for (BI-4).

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::plan::Code;
use billing::subscription;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::shown::{self, SubscriptionOut};

/// Of which plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"plan": "organizer"}))]
pub(crate) struct NewTrial {
    plan: Code,
}

/// Start the trial of a plan. While one runs, this changes its plan and keeps its end.
#[utoipa::path(post, path = "/api/v1/billing/trials", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewTrial,
    responses((status = 201, body = SubscriptionOut), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn start_trial(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewTrial>,
) -> web::Result<Created<SubscriptionOut>> {
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    subscription::start_trial(&mut tx, org.id, org.user, body.plan, now).await?;
    let answer = shown::subscription(&mut tx, org.id, now).await?;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
