//! Somebody has looked at a finding, and it may stay as it is.

use auth::{Act, Staff};
use axum::Json;
use axum::extract::State;
use billing::finding;
use models::FindingId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::list_findings::FindingOut;

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StaffReason, example = json!({"reason": "Booked by hand with the bank."}))]
pub(crate) struct Because {
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    pub(crate) reason: String,
}

/// Close a finding. It does not come back unless something about it changes.
#[utoipa::path(post, path = "/api/v1/billing/findings/{finding_id}/close", tag = "billing", security(("bearer" = [])),
    params(("finding_id" = FindingId, Path)), request_body = Because,
    responses((status = 200, body = FindingOut), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn close_finding(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(id): Path<FindingId>,
    ValidJson(body): ValidJson<Because>,
) -> web::Result<Json<FindingOut>> {
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    let closed = finding::close(&mut tx, id, (staff.user, &reason), app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(closed.into()))
}
