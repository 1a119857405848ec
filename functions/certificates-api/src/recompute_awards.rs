//! Comparing awards with the present facts. Nothing changes by it (CR-9).

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use credentials::attendee::Which;
use credentials::evaluation::{self, Difference};
use credentials::offering::{self, Named};
use models::LearnerId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::ValidJson;

use crate::scope::covers;

/// Of which event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecomputeAwards, example = json!({"offering": "event-0192f0c1-6c00-7000-8000-000000000001"}))]
pub(crate) struct Wanted {
    offering: Named,
}

/// One award that the facts no longer give, or one that they give now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Differing {
    #[serde(flatten)]
    difference: Difference,
    learner_id: Option<LearnerId>,
    full_name: Option<String>,
}

/// All of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Differences {
    differences: Vec<Differing>,
}

/// Lists awards that differ from what the rules give now.
#[utoipa::path(post, path = "/api/v1/certificates/awards/recompute", tag = "certificates", security(("bearer" = [])),
    request_body = Wanted,
    responses((status = 200, body = Differences), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn recompute_awards(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<Wanted>,
) -> web::Result<Json<Differences>> {
    let event = wanted.offering.0;
    covers(&org, Some(event))?;
    let mut tx = db::begin(&app.db).await?;
    let offering = offering::get(&mut tx, org.id, event).await?;
    let found = evaluation::find(&mut tx, &offering, Which::All, app.clock.now()).await?;
    tx.commit().await?;
    let differing = |person: evaluation::Found| {
        let (learner_id, full_name) = (person.learner, person.attendee.full_name);
        let of =
            move |difference| Differing { difference, learner_id, full_name: full_name.clone() };
        person.differences.into_iter().map(of)
    };
    Ok(Json(Differences { differences: found.into_iter().flat_map(differing).collect() }))
}
