//! The payer is back: look whether it is paid.

use auth::{ManageBilling, Org};
use axum::Json;
use axum::extract::State;
use billing::subscription::{self, Outcome};
use models::PlanCheckoutId;
use serde::Serialize;
use utoipa::ToSchema;
use web::Path;

use crate::shown::{self, SubscriptionOut};

/// How it ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConfirmedCheckout {
    status: CheckoutStatus,
    subscription: SubscriptionOut,
}

/// Whether somebody paid.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanCheckoutStatus)]
pub(crate) enum CheckoutStatus {
    Complete,
    Expired,
}

/// Read a checkout again. What Stripe does not show as bought is not in force.
#[utoipa::path(post, path = "/api/v1/billing/checkouts/{checkout_id}/confirm", tag = "billing", security(("bearer" = [])),
    params(("checkout_id" = PlanCheckoutId, Path)),
    responses((status = 200, body = ConfirmedCheckout), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn confirm_checkout(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    Path(id): Path<PlanCheckoutId>,
) -> web::Result<Json<ConfirmedCheckout>> {
    let now = app.clock.now();
    let outcome = subscription::confirm_checkout(&app.db, &app.stripe, org.id, id, now).await?;
    let status = match outcome {
        Outcome::Complete => CheckoutStatus::Complete,
        Outcome::Expired => CheckoutStatus::Expired,
    };
    let mut conn = app.db.acquire().await?;
    let subscription = shown::subscription(&mut conn, org.id, now).await?;
    Ok(Json(ConfirmedCheckout { status, subscription }))
}
