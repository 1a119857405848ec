//! Delete a draft that nobody registered for.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::EventId;
use web::{IfMatch, NoContent, Path};

/// Delete a draft that nobody registered for.
#[utoipa::path(delete, path = "/api/v1/events/{event_id}", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    responses((status = 204), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn delete_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    IfMatch(version): IfMatch,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    events::event::remove(&mut tx, org.id, id, version).await?;
    tx.commit().await?;
    Ok(NoContent)
}
