//! Letting a gate pass, with a reason that is kept for ever.

use auth::{IssueCredentials, Org};
use axum::Json;
use axum::extract::State;
use credentials::gates::Name;
use credentials::offering::Named;
use credentials::waiver::{self, Waiver};
use db::audit::{Actor, Entry, write};
use models::{LearnerId, Line};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Path, Problem, ValidJson};

use crate::scope::visible;

/// Which gate, for whom, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WaiveGate, example = json!({"learner_ids": ["0192f0c1-6c00-7000-8000-000000000001"], "gate": "presence", "reason": "Arrived late by our fault"}))]
pub(crate) struct Wanted {
    /// 1 to 500.
    learner_ids: Vec<LearnerId>,
    gate: Name,
    reason: Line<3, 1000>,
}

/// How many people it was waived for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Waived {
    waived: usize,
}

/// Lets a gate pass for people of an event.
#[utoipa::path(post, path = "/api/v1/certificates/gates/{offering}/waive", tag = "certificates", security(("bearer" = [])),
    params(("offering" = Named, Path)), request_body = Wanted,
    responses((status = 200, body = Waived), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn waive_gate(
    org: Org<IssueCredentials>,
    State(app): State<crate::State>,
    Path(Named(event)): Path<Named>,
    ValidJson(wanted): ValidJson<Wanted>,
) -> web::Result<Json<Waived>> {
    if !(1..=500).contains(&wanted.learner_ids.len()) {
        return Err(Problem::field("/learner_ids", "out-of-range", "Name 1 to 500 people."));
    }
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    visible(&mut tx, &org, event).await?;
    let waiver = Waiver { gate: wanted.gate, reason: wanted.reason.into(), actor: org.user };
    let people = waiver::waive(&mut tx, org.id, event, &wanted.learner_ids, &waiver, now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "gate.waived", "event", event);
    let after = serde_json::json!({ "gate": wanted.gate, "learners": wanted.learner_ids });
    write(&mut tx, Entry { after, ..entry }, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(Waived { waived: people }))
}
