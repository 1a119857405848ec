//! What the organization has.

use auth::{Org, ViewBilling};
use axum::Json;
use axum::extract::State;

use crate::shown::{self, SubscriptionOut};

/// Plan, access, seats, trial, limits and what is to come.
#[utoipa::path(get, path = "/api/v1/billing/subscription", tag = "billing", security(("bearer" = [])),
    responses((status = 200, body = SubscriptionOut), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn get_subscription(
    org: Org<ViewBilling>,
    State(app): State<crate::State>,
) -> web::Result<Json<SubscriptionOut>> {
    let mut conn = app.db.acquire().await?;
    Ok(Json(shown::subscription(&mut conn, org.id, app.clock.now()).await?))
}
