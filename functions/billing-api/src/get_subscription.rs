//! What the organization has.

use auth::{On, Org, ViewBilling};
use axum::Json;
use axum::extract::State;

use crate::shown::{self, SubscriptionOut};

/// Plan, access, seats, trial, limits and what is to come.
#[utoipa::path(get, path = "/api/v1/billing/subscription", tag = "billing", security(("bearer" = [])),
    responses((status = 200, body = SubscriptionOut), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn get_subscription(
    On(org, mut conn): On<Org<ViewBilling>>,
    State(app): State<crate::State>,
) -> web::Result<Json<SubscriptionOut>> {
    Ok(Json(shown::subscription(&mut conn, org.id, app.clock.now()).await?))
}
