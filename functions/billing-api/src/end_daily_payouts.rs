//! The platform pays an organization out again, after each event.

use auth::{Act, Staff};
use axum::extract::State;
use billing::account::{self, Why};
use models::OrgId;
use web::{NoContent, Path, ValidJson};

use crate::close_finding::Because;

/// End daily payouts.
#[utoipa::path(post, path = "/api/v1/billing/daily-payouts/{organization_id}/end", tag = "billing", security(("bearer" = [])),
    params(("organization_id" = OrgId, Path)), request_body = Because,
    responses((status = 204), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn end_daily_payouts(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(organization): Path<OrgId>,
    ValidJson(body): ValidJson<Because>,
) -> web::Result<NoContent> {
    let (now, reason) = (app.clock.now(), auth::reason(&body.reason)?);
    let cause = format!("{}:{}", staff.user, now.timestamp_micros());
    let why = Why { cause: &cause, by: Some(staff.user), reason: &reason };
    account::end_daily(&app.db, &app.stripe, organization, why, now).await?;
    Ok(NoContent)
}
