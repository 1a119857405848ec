//! Accepting what the facts give now.

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use credentials::{award, certificate};
use db::audit::{Actor, Entry, write};
use models::{AwardId, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::awards::AwardOut;
use crate::scope::covers;

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Presence was corrected"}))]
pub(crate) struct AwardReason {
    pub(crate) reason: Line<3, 1000>,
}

/// Replaces an award by what the present facts give, and its certificate with it.
#[utoipa::path(post, path = "/api/v1/certificates/awards/{award_id}/correct", tag = "certificates", security(("bearer" = [])),
    params(("award_id" = AwardId, Path)), request_body = AwardReason,
    responses((status = 200, body = AwardOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn correct_award(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    Path(id): Path<AwardId>,
    ValidJson(AwardReason { reason }): ValidJson<AwardReason>,
) -> web::Result<Json<AwardOut>> {
    let desk = app.desk();
    let mut tx = db::begin(&app.db).await?;
    covers(&org, award::get(&mut tx, org.id, id).await?.event_id)?;
    let corrected = certificate::correct(&mut tx, desk, org.id, id, (org.user, &reason)).await?;
    if let Some(taken) = corrected.revoked {
        outreach::certificates::revoked(&mut tx, taken, desk.now).await?;
    }
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    write(&mut tx, Entry::new(organization, actor, "award.corrected", "award", id), desk.now)
        .await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(corrected.award.into()))
}
