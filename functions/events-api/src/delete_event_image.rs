//! Take the picture of an event away.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::EventId;
use web::{Path, Problem, Tagged};

use crate::shown::{Shown, read};

/// Take the picture of an event away.
#[utoipa::path(delete, path = "/api/v1/events/{event_id}/image", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = Shown), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn delete_event_image(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
) -> web::Result<Tagged<Shown>> {
    let mut tx = db::begin(&app.db).await?;
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    events::image::remove(&mut tx, &event, app.clock.now()).await?;
    let answer = read(&mut tx, &app, org.id, id).await?;
    tx.commit().await?;
    Ok(answer)
}
