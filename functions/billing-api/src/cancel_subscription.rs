//! End the subscription with its period (BI-18).

use auth::{ManageBilling, Org};
use axum::Json;
use axum::extract::State;
use billing::subscription::{self, CancelReason};
use models::Lines;
use serde::Deserialize;
use utoipa::ToSchema;
use web::ValidJson;

use crate::shown::{self, SubscriptionOut};

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "unused"}))]
pub(crate) struct Cancellation {
    reason: CancelReason,
    comment: Option<Lines<1000>>,
}

/// End the subscription with what is paid. Until then it can be taken back.
#[utoipa::path(post, path = "/api/v1/billing/subscription/cancel", tag = "billing", security(("bearer" = [])),
    request_body = Cancellation,
    responses((status = 200, body = SubscriptionOut), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn cancel_subscription(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    ValidJson(body): ValidJson<Cancellation>,
) -> web::Result<Json<SubscriptionOut>> {
    let (now, by) = (app.clock.now(), (org.id, org.user));
    let comment = body.comment.map(String::from);
    let why = (body.reason, comment.as_deref());
    subscription::cancel(&app.db, &app.stripe, by, why, now).await?;
    let mut conn = app.db.acquire().await?;
    Ok(Json(shown::subscription(&mut conn, org.id, now).await?))
}
