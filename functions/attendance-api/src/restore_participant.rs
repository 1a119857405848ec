//! Puts an ignored participant back into triage.

use auth::{ManageAttendance, Org};
use axum::Json;
use axum::extract::State;
use events::presence;
use models::{ParticipantId, RegistrationId};
use web::Path;

use crate::match_participant::{Touched, touched};
use crate::people::room;
use crate::recount::recount;

/// Restore a participant.
#[utoipa::path(post, path = "/api/v1/attendance/participants/{participant_id}/restore", tag = "attendance",
    params(("participant_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = Touched), (status = 404), (status = 409)))]
pub(crate) async fn restore_participant(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    Path(id): Path<ParticipantId>,
) -> web::Result<Json<Touched>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let participant = presence::lock(&mut tx, org.id, id).await?;
    room(&mut tx, &org, participant.event).await?;
    presence::set_ignored(&mut tx, participant, None, now).await?;
    let ids: Vec<RegistrationId> = participant.registration.into_iter().collect();
    recount(&mut tx, (org.id, participant.event), Some(&ids), now).await?;
    let touched = touched(&mut tx, &org, (participant.event, id), &ids, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(touched))
}
