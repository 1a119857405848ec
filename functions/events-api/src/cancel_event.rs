//! Call an event off. Everybody is told once, by a job.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::event::Cancellation;
use models::{EventId, Line, Lines};
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Accepted, Path, ValidJson};

use crate::shown::{Shown, shown};

/// Why, and the title typed again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The speaker is ill.", "typed_title": "Wound care"}))]
pub(crate) struct CancelEvent {
    reason: Line<3, 1000>,
    message: Option<Lines<2000>>,
    typed_title: String,
}

/// The event, and how many people will hear of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CancelledEvent {
    event: Shown,
    people_to_tell: usize,
}

/// Call an event off. Everybody is told once, by a job.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/cancel", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)), request_body = CancelEvent,
    responses((status = 202, body = CancelledEvent), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn cancel_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    ValidJson(body): ValidJson<CancelEvent>,
) -> web::Result<Accepted<CancelledEvent>> {
    let now = app.clock.now();
    let message = body.message.as_deref().filter(|message| !message.is_empty());
    let cancellation =
        Cancellation { reason: &body.reason, message, typed_title: &body.typed_title };
    let mut tx = app.db.begin().await?;
    let (event, people_to_tell) =
        events::event::cancel(&mut tx, org.id, id, org.user, cancellation, now).await?;
    let event = shown(&mut tx, &app, event).await?.body;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(CancelledEvent { event, people_to_tell }))
}
