//! A person says that it is somebody else.

use auth::{ManageAttendance, Org};
use axum::Json;
use axum::extract::State;
use events::presence;
use models::{Line, ParticipantId, RegistrationId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::match_participant::{Touched, touched};
use crate::people::room;
use crate::recount::recount;

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Another person of that name"}))]
pub(crate) struct Unmatch {
    reason: Line<3, 1000>,
}

/// Take a match back.
#[utoipa::path(post, path = "/api/v1/attendance/participants/{participant_id}/unmatch", tag = "attendance",
    request_body = Unmatch, params(("participant_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = Touched), (status = 404), (status = 409)))]
pub(crate) async fn unmatch_participant(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    Path(id): Path<ParticipantId>,
    ValidJson(body): ValidJson<Unmatch>,
) -> web::Result<Json<Touched>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let participant = presence::lock(&mut tx, org.id, id).await?;
    room(&mut tx, &org, participant.event).await?;
    presence::unlink(&mut tx, participant, &body.reason, org.user, now).await?;
    let ids: Vec<RegistrationId> = participant.registration.into_iter().collect();
    recount(&mut tx, (org.id, participant.event), Some(&ids), now).await?;
    let touched = touched(&mut tx, &org, (participant.event, id), &ids, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(touched))
}
