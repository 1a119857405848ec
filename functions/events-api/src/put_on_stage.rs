//! Put a person of the directory on stage.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::speaker::Role;
use models::{EventId, SessionId, SpeakerId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path, Problem};

use crate::list_event_speakers::{OnStage, stage};

/// Who, where, as what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"speaker_id": "01999d3c-0000-7000-8000-000000000000", "role": "moderator"}))]
pub(crate) struct PutOnStage {
    speaker_id: SpeakerId,
    /// One session only.
    session_id: Option<SessionId>,
    #[serde(default)]
    role: Role,
}

/// Put a person of the directory on stage.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/speakers", tag = "speakers", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = PutOnStage,
    responses((status = 201, body = OnStage), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn put_on_stage(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    OnceJson { once, body }: OnceJson<PutOnStage>,
) -> web::Result<Created<OnStage>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    let PutOnStage { speaker_id, session_id, role } = body;
    let part =
        events::speaker::put_on_stage(&mut tx, &event, speaker_id, session_id, role, now).await?;
    let answer = stage(&mut tx, id, Some(part)).await?.pop().ok_or_else(Problem::not_found)?;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
