//! Ask a question no more.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::{EventId, QuestionId};
use web::{IfMatch, NoContent, Path, Problem};

/// Ask a question no more. Answers that were given are kept.
#[utoipa::path(delete, path = "/api/v1/events/{event_id}/questions/{question_id}", tag = "questions", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("question_id" = QuestionId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    responses((status = 204), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn delete_question(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path((event_id, id)): Path<(EventId, QuestionId)>,
    IfMatch(version): IfMatch,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    events::question::remove(&mut tx, &event, id, version, app.clock.now()).await?;
    tx.commit().await?;
    Ok(NoContent)
}
