//! A person says who it is: the participant is linked with all its segments; no minutes are typed.

use auth::{ManageAttendance, Org};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::presence::{self, Error};
use models::{EventId, ParticipantId, RegistrationId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::people::{people, room};
use crate::person::PersonPresence;
use crate::recount::recount;
use crate::shown_participant::{Participant, Wanted, rows};

/// Who it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"registration_id": "0199a0c6-0000-7000-8000-000000000001"}))]
pub(crate) struct Match {
    registration_id: RegistrationId,
}

/// The participant, and the people whose result was touched.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Touched {
    participant: Participant,
    people: Vec<PersonPresence>,
}

/// Match a participant.
#[utoipa::path(post, path = "/api/v1/attendance/participants/{participant_id}/match", tag = "attendance",
    request_body = Match, params(("participant_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = Touched), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn match_participant(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    Path(id): Path<ParticipantId>,
    ValidJson(body): ValidJson<Match>,
) -> web::Result<Json<Touched>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let participant = presence::lock(&mut tx, org.id, id).await?;
    room(&mut tx, &org, participant.event).await?;
    presence::link(&mut tx, participant, body.registration_id, org.user, now).await?;
    let ids: Vec<RegistrationId> =
        participant.registration.into_iter().chain([body.registration_id]).collect();
    recount(&mut tx, (org.id, participant.event), Some(&ids), now).await?;
    let touched = touched(&mut tx, &org, (participant.event, id), &ids, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(touched))
}

/// What is shown after a change.
pub(crate) async fn touched(
    conn: &mut PgConnection,
    org: &Org<ManageAttendance>,
    (event, id): (EventId, ParticipantId),
    ids: &[RegistrationId],
    now: DateTime<Utc>,
) -> Result<Touched, Error> {
    let room = room(&mut *conn, org, event).await?;
    let wanted = Wanted { event, only: Some(id), matched: None, q: None, after: None, limit: 1 };
    let row = rows(&mut *conn, wanted).await?.pop().ok_or(Error::NotFound)?;
    let candidates = presence::candidates(&mut *conn, event).await?;
    let people = people(conn, &room, ids, now).await?;
    Ok(Touched { participant: Participant::of(row, &candidates), people })
}
