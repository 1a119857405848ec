//! Add a session.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::EventId;
use web::{Created, OnceJson, Path, Problem};

use crate::list_sessions::{ShownSession, session};
use crate::session_body::SessionBody;

/// Add a session behind the others.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/sessions", tag = "sessions", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = SessionBody,
    responses((status = 201, body = ShownSession), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn add_session(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    OnceJson { once, body }: OnceJson<SessionBody>,
) -> web::Result<Created<ShownSession>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    let plan = body.plan(event.time_zone, event.format, "")?;
    let added = events::session::add(&mut tx, &event, &plan, now).await?;
    let answer = session(&mut tx, id, added).await?.body;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}
