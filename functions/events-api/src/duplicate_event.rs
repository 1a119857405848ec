//! Make a draft like an event, at another time (EV-13).

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::event::{Copied, Copy};
use events::local_time::LocalTime;
use models::{EventId, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path};

use crate::prices;
use crate::shown::{Shown, shown};

/// When, and what is copied.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"local_start": "2027-01-12T10:00"}))]
pub(crate) struct DuplicateEvent {
    local_start: LocalTime,
    title: Option<Line<1, 200>>,
    #[serde(default = "everything")]
    copy: Vec<Copy>,
}

fn everything() -> Vec<Copy> {
    vec![
        Copy::Sessions,
        Copy::Speakers,
        Copy::Questions,
        Copy::Tickets,
        Copy::Prices,
        Copy::Settings,
        Copy::Policy,
        Copy::Image,
    ]
}

/// Make a draft like an event, at another time.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/duplicate", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = DuplicateEvent,
    responses((status = 201, body = Shown), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn duplicate_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    OnceJson { once, body }: OnceJson<DuplicateEvent>,
) -> web::Result<Created<Shown>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let copied =
        Copied { local_start: body.local_start, title: body.title.as_deref(), parts: &body.copy };
    let copy = events::event::duplicate(&mut tx, org.id, id, org.user, &copied, now).await?;
    if copied.parts.contains(&Copy::Prices) {
        prices::copy(&mut tx, &org, &copy, now).await?;
    }
    let answer = shown(&mut tx, &app, copy.event).await?.body;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
