//! Take a person off the stage.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::{EventId, StagePartId};
use web::{NoContent, Path, Problem};

/// Take a person off the stage.
#[utoipa::path(delete, path = "/api/v1/events/{event_id}/speakers/{part_id}", tag = "speakers", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("part_id" = StagePartId, Path)),
    responses((status = 204), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn take_off_stage(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path((event_id, id)): Path<(EventId, StagePartId)>,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    events::speaker::take_off_stage(&mut tx, &event, id).await?;
    tx.commit().await?;
    Ok(NoContent)
}
