//! The people on stage.

use auth::{On, Org, ReadEvents};
use axum::Json;
use events::speaker::Role;
use models::{EventId, SessionId, SpeakerId, StagePartId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::get_event::in_scope;
use crate::ordered::All;

/// A person's part in an event or session.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = EventSpeaker)]
pub(crate) struct OnStage {
    pub(crate) id: StagePartId,
    speaker_id: SpeakerId,
    name: String,
    qualifications: Option<String>,
    session_id: Option<SessionId>,
    role: Role,
    position: i32,
}

/// The people on stage, in order; or one of them.
pub(crate) async fn stage(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<StagePartId>,
) -> sqlx::Result<Vec<OnStage>> {
    sqlx::query_as!(
        OnStage,
        r#"select s.id as "id: StagePartId", s.speaker_id as "speaker_id: SpeakerId", p.name, p.qualifications,
                  s.session_id as "session_id: SessionId", s.role as "role: Role", s.position
             from event_speakers s join speakers p on p.id = s.speaker_id
            where s.event_id = $1 and ($2::uuid is null or s.id = $2) order by s.position, s.id"#,
        event as _,
        only as _
    )
    .fetch_all(conn)
    .await
}

/// The people on stage.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/speakers", tag = "speakers", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = All<OnStage>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_event_speakers(
    On(org, mut conn): On<Org<ReadEvents>>,
    Path(id): Path<EventId>,
) -> web::Result<Json<All<OnStage>>> {
    in_scope(&org, id)?;
    events::event::get(&mut conn, org.id, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(All { data: stage(&mut conn, id, None).await? }))
}
