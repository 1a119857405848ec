//! Taking credit back.

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use credentials::{award, certificate};
use db::audit::{Actor, Entry, write};
use models::AwardId;
use web::{Path, ValidJson};

use crate::awards::AwardOut;
use crate::correct_award::AwardReason;
use crate::scope::covers;

/// Revokes an award; its line in the learner's record is withdrawn. Its certificate is printed again
/// without it, or is revoked with its last one.
#[utoipa::path(post, path = "/api/v1/certificates/awards/{award_id}/revoke", tag = "certificates", security(("bearer" = [])),
    params(("award_id" = AwardId, Path)), request_body = AwardReason,
    responses((status = 200, body = AwardOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn revoke_award(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    Path(id): Path<AwardId>,
    ValidJson(AwardReason { reason }): ValidJson<AwardReason>,
) -> web::Result<Json<AwardOut>> {
    let desk = app.desk();
    let mut tx = db::begin(&app.db).await?;
    covers(&org, award::get(&mut tx, org.id, id).await?.event_id)?;
    let by = (org.user, &*reason);
    let revoked = certificate::revoke_award(&mut tx, desk, org.id, id, by).await?;
    if let Some(taken) = revoked.revoked {
        outreach::certificates::revoked(&mut tx, taken, desk.now).await?;
    }
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    write(&mut tx, Entry::new(organization, actor, "award.revoked", "award", id), desk.now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(revoked.award.into()))
}
