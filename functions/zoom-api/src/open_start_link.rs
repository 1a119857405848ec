//! The host's own address of a meeting: asked for at this moment, and never stored.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use events::zoom::{Error, meeting};
use models::ZoomMeetingId;
use serde::Serialize;
use utoipa::ToSchema;
use web::Path;

use crate::meetings::event_of;

/// Starts the meeting as its host.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StartLink {
    start_url: String,
}

/// Get the host's start link.
#[utoipa::path(post, path = "/api/v1/integrations/zoom/meetings/{meeting_id}/start-link", tag = "zoom",
    params(("meeting_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = StartLink), (status = 404), (status = 409), (status = 503)))]
pub(crate) async fn open_start_link(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<ZoomMeetingId>,
) -> web::Result<([(HeaderName, &'static str); 1], Json<StartLink>)> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    event_of(&mut conn, &org, id).await?;
    let planned = meeting::planned(&mut conn, id).await?.ok_or(Error::NotFound)?;
    drop(conn);
    let zoom_id = planned
        .zoom_id
        .filter(|_| planned.status == meeting::Status::Ready)
        .ok_or(Error::IllegalTransition)?;
    let made = app
        .access
        .call(planned.connection, now, |zoom, token| {
            let zoom_id = zoom_id.clone();
            async move { zoom.get(&token, planned.kind, &zoom_id).await }
        })
        .await?
        .map_err(Error::from)?;
    let start_url = made.start_url.ok_or_else(|| Error::Refused("it gave no start link".into()))?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(StartLink { start_url })))
}
