//! One event, for its organizers.

use auth::{Org, ReadEvents};
use axum::extract::State;
use models::EventId;
use web::{Path, Problem, Tagged};

use crate::shown::{Shown, read};

/// An event outside the member's scope is not there.
pub(crate) fn in_scope<P>(org: &Org<P>, id: EventId) -> web::Result<()> {
    let inside = org.scope.as_ref().is_none_or(|events| events.contains(&id));
    if inside { Ok(()) } else { Err(Problem::not_found()) }
}

/// One event, for its organizers.
#[utoipa::path(get, path = "/api/v1/events/{event_id}", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = Shown), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_event(
    org: Org<ReadEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
) -> web::Result<Tagged<Shown>> {
    in_scope(&org, id)?;
    read(&mut *app.db.acquire().await?, &app, org.id, id).await
}
