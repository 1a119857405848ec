//! Take a session away that nobody was at.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::{EventId, SessionId};
use web::{IfMatch, NoContent, Path, Problem};

/// Take a session away that nobody was at.
#[utoipa::path(delete, path = "/api/v1/events/{event_id}/sessions/{session_id}", tag = "sessions", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("session_id" = SessionId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    responses((status = 204), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn delete_session(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path((event_id, id)): Path<(EventId, SessionId)>,
    IfMatch(version): IfMatch,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    events::session::remove(&mut tx, &event, id, version, app.clock.now()).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
