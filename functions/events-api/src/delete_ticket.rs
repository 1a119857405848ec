//! Take a ticket away.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::{EventId, TicketTypeId};
use web::{IfMatch, NoContent, Path, Problem};

/// Take a ticket away that nobody holds. Past registrations keep it.
#[utoipa::path(delete, path = "/api/v1/events/{event_id}/tickets/{ticket_id}", tag = "tickets", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("ticket_id" = TicketTypeId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    responses((status = 204), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn delete_ticket(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path((event_id, id)): Path<(EventId, TicketTypeId)>,
    IfMatch(version): IfMatch,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    events::ticket::remove(&mut tx, &event, id, version, app.clock.now()).await?;
    tx.commit().await?;
    Ok(NoContent)
}
