//! Put the questions in an order.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use models::{EventId, QuestionId};
use web::{Path, Problem, ValidJson};

use crate::list_questions::{ShownQuestion, questions};
use crate::ordered::{All, Order};

/// Put the questions in an order.
#[utoipa::path(put, path = "/api/v1/events/{event_id}/questions/order", tag = "questions", security(("bearer" = [])),
    params(("event_id" = EventId, Path)), request_body = Order,
    responses((status = 200, body = All<ShownQuestion>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn order_questions(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    ValidJson(body): ValidJson<Order>,
) -> web::Result<Json<All<ShownQuestion>>> {
    let ids: Vec<QuestionId> = body.ids.into_iter().map(QuestionId::from).collect();
    let mut tx = db::begin(&app.db).await?;
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    events::question::order(&mut tx, &event, &ids).await?;
    let data = questions(&mut tx, id, None).await?;
    tx.commit().await?;
    Ok(Json(All { data }))
}
