//! Settle it: presence is read-only from here.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::event::Command;
use models::EventId;
use web::{Path, Tagged};

use crate::advance::advance;
use crate::shown::Shown;

/// Settle it: presence is read-only from here.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/close", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = Shown), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn close_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
) -> web::Result<Tagged<Shown>> {
    advance(&app, &org, id, Command::Close, None).await
}
