//! Put the tickets in an order.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use models::{EventId, TicketTypeId};
use web::{Path, Problem, ValidJson};

use crate::list_tickets::{ShownTicket, tickets};
use crate::ordered::{All, Order};

/// Put the tickets in an order.
#[utoipa::path(put, path = "/api/v1/events/{event_id}/tickets/order", tag = "tickets", security(("bearer" = [])),
    params(("event_id" = EventId, Path)), request_body = Order,
    responses((status = 200, body = All<ShownTicket>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn order_tickets(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    ValidJson(body): ValidJson<Order>,
) -> web::Result<Json<All<ShownTicket>>> {
    let ids: Vec<TicketTypeId> = body.ids.into_iter().map(TicketTypeId::from).collect();
    let mut tx = db::begin(&app.db).await?;
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    events::ticket::order(&mut tx, &event, &ids).await?;
    let data = tickets(&mut tx, id, None, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(All { data }))
}
