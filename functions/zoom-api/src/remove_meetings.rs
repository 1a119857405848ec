//! No Zoom for this event any more.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::zoom::plan;
use models::EventId;
use web::{NoContent, Path};

use crate::meetings::require;

/// Remove the meetings of an event.
#[utoipa::path(delete, path = "/api/v1/integrations/zoom/meetings/{event_id}", tag = "zoom",
    params(("event_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 204), (status = 404), (status = 409)))]
pub(crate) async fn remove_meetings(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(event): Path<EventId>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    require(&mut tx, &org, event).await?;
    plan::remove(&mut tx, org.id, event, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
