//! Put the sessions in an order.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use models::{EventId, SessionId};
use web::{Path, Problem, ValidJson};

use crate::list_sessions::{ShownSession, sessions};
use crate::ordered::{All, Order};

/// Put the sessions in an order.
#[utoipa::path(put, path = "/api/v1/events/{event_id}/sessions/order", tag = "sessions", security(("bearer" = [])),
    params(("event_id" = EventId, Path)), request_body = Order,
    responses((status = 200, body = All<ShownSession>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn order_sessions(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    ValidJson(body): ValidJson<Order>,
) -> web::Result<Json<All<ShownSession>>> {
    let ids: Vec<SessionId> = body.ids.into_iter().map(SessionId::from).collect();
    let mut tx = db::begin(&app.db).await?;
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    events::session::order(&mut tx, &event, &ids).await?;
    let data = sessions(&mut tx, id, None).await?;
    tx.commit().await?;
    Ok(Json(All { data }))
}
