//! Put the people on stage in an order.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use models::{EventId, StagePartId};
use web::{Path, Problem, ValidJson};

use crate::list_event_speakers::{OnStage, stage};
use crate::ordered::{All, Order};

/// Put the people on stage in an order.
#[utoipa::path(put, path = "/api/v1/events/{event_id}/speakers/order", tag = "speakers", security(("bearer" = [])),
    params(("event_id" = EventId, Path)), request_body = Order,
    responses((status = 200, body = All<OnStage>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn order_event_speakers(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    ValidJson(body): ValidJson<Order>,
) -> web::Result<Json<All<OnStage>>> {
    let ids: Vec<StagePartId> = body.ids.into_iter().map(StagePartId::from).collect();
    let mut tx = db::begin(&app.db).await?;
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    events::speaker::order(&mut tx, &event, &ids).await?;
    let data = stage(&mut tx, id, None).await?;
    tx.commit().await?;
    Ok(Json(All { data }))
}
