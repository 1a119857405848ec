//! Taking credit back.

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use credentials::award;
use db::audit::{Actor, Entry, write};
use models::AwardId;
use web::{Path, ValidJson};

use crate::awards::AwardOut;
use crate::correct_award::AwardReason;
use crate::scope::covers;

/// Revokes an award; its line in the learner's record is withdrawn.
#[utoipa::path(post, path = "/api/v1/certificates/awards/{award_id}/revoke", tag = "certificates", security(("bearer" = [])),
    params(("award_id" = AwardId, Path)), request_body = AwardReason,
    responses((status = 200, body = AwardOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn revoke_award(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    Path(id): Path<AwardId>,
    ValidJson(AwardReason { reason }): ValidJson<AwardReason>,
) -> web::Result<Json<AwardOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    covers(&org, award::get(&mut tx, org.id, id).await?.event_id)?;
    let revoked = award::revoke(&mut tx, org.id, id, &reason, now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    write(&mut tx, Entry::new(organization, actor, "award.revoked", "award", id), now).await?;
    tx.commit().await?;
    Ok(Json(revoked.into()))
}
