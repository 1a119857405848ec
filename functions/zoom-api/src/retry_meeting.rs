//! Try a meeting again that Zoom refused, or that was changed there.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use events::zoom::plan;
use models::ZoomMeetingId;
use web::{Path, Problem};

use crate::meetings::{Meeting, event_of, meetings};

/// Retry a meeting.
#[utoipa::path(post, path = "/api/v1/integrations/zoom/meetings/{meeting_id}/retry", tag = "zoom",
    params(("meeting_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = Meeting), (status = 404), (status = 409)))]
pub(crate) async fn retry_meeting(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<ZoomMeetingId>,
) -> web::Result<Json<Meeting>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let event = event_of(&mut tx, &org, id).await?;
    plan::retry(&mut tx, org.id, id, now).await?;
    let shown = id;
    let meeting = meetings(&mut tx, org.id, event, Some(shown))
        .await?
        .pop()
        .ok_or_else(Problem::not_found)?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(meeting))
}
