//! Allow corrections of presence again.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::event::Command;
use models::{EventId, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, Tagged, ValidJson};

use crate::advance::advance;
use crate::shown::Shown;

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "A report came late."}))]
pub(crate) struct ReopenEvent {
    reason: Line<3, 1000>,
}

/// Allow corrections of presence again.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/reopen", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)), request_body = ReopenEvent,
    responses((status = 200, body = Shown), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn reopen_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    ValidJson(body): ValidJson<ReopenEvent>,
) -> web::Result<Tagged<Shown>> {
    advance(&app, &org, id, Command::Reopen, Some(&body.reason)).await
}
