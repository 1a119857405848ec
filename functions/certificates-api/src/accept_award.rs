//! Accepting credit that came after the certificate: presence that was matched late, a designation
//! that was approved late.

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use credentials::certificate::{self, Accept};
use credentials::offering::Named;
use db::audit::{Actor, Entry, write};
use models::{DesignationId, LearnerId, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::ValidJson;

use crate::awards::AwardOut;
use crate::scope::covers;

/// Whose, by which designation, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AcceptAward, example = json!({"offering": "event-0192f0c1-6c00-7000-8000-000000000001", "learner_id": "0192f0c1-6c00-7000-8000-000000000002", "designation_id": "0192f0c1-6c00-7000-8000-000000000003", "reason": "Matched late"}))]
pub(crate) struct Wanted {
    offering: Named,
    learner_id: LearnerId,
    designation_id: DesignationId,
    reason: Line<3, 1000>,
}

/// Gives an award that the present facts give and nobody was given yet; the certificate is printed
/// again with it. Said twice, nothing differs any more.
#[utoipa::path(post, path = "/api/v1/certificates/awards/accept", tag = "certificates", security(("bearer" = [])),
    request_body = Wanted,
    responses((status = 200, body = AwardOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn accept_award(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<Wanted>,
) -> web::Result<Json<AwardOut>> {
    let (desk, event) = (app.desk(), wanted.offering.0);
    covers(&org, Some(event))?;
    let accept = Accept { event, learner: wanted.learner_id, designation: wanted.designation_id };
    let mut tx = db::begin(&app.db).await?;
    let by = (org.user, &*wanted.reason);
    let accepted = certificate::accept(&mut tx, desk, org.id, accept, by).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "award.accepted", "award", accepted.award.id);
    write(&mut tx, entry, desk.now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(accepted.award.into()))
}
