//! Keep the plan after all.

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::subscription;
use web::NoContent;

/// Take the change at the end of the period back.
#[utoipa::path(delete, path = "/api/v1/billing/plan-changes/scheduled", tag = "billing", security(("bearer" = [])),
    responses((status = 204), (status = 403, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn drop_scheduled_change(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    let by = (org.id, org.user);
    subscription::drop_scheduled_change(&app.db, &app.stripe, by, app.clock.now()).await?;
    Ok(NoContent)
}
