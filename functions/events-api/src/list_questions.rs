//! What people are asked at registration.

use auth::{On, Org, ReadEvents};
use axum::Json;
use events::question::{Choice, Kind};
use models::{EventId, QuestionId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;
use utoipa::ToSchema;
use web::{Path, Problem, Tagged};

use crate::get_event::in_scope;
use crate::ordered::All;

/// A question, as its organizers see it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = EventQuestion)]
pub(crate) struct ShownQuestion {
    pub(crate) id: QuestionId,
    kind: Kind,
    label: String,
    help: Option<String>,
    required: bool,
    #[schema(value_type = Vec<Choice>)]
    options: Jsonb<Vec<Choice>>,
    max: Option<i32>,
    position: i32,
    answered: bool,
    pub(crate) version: i32,
}

/// The questions of an event, in order; or one of them.
pub(crate) async fn questions(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<QuestionId>,
) -> sqlx::Result<Vec<ShownQuestion>> {
    sqlx::query_as!(
        ShownQuestion,
        r#"select id as "id: QuestionId", kind as "kind: Kind", label, help, required, options as "options: Jsonb<Vec<Choice>>",
                  max::int as max, position, version,
                  exists (select from question_answers a where a.question_id = q.id) as "answered!"
             from questions q where event_id = $1 and archived_at is null and ($2::uuid is null or id = $2) order by position, id"#,
        event as _,
        only as _
    )
    .fetch_all(conn)
    .await
}

/// One question with its version.
pub(crate) async fn question(
    conn: &mut PgConnection,
    event: EventId,
    id: QuestionId,
) -> web::Result<Tagged<ShownQuestion>> {
    let body = questions(conn, event, Some(id)).await?.pop().ok_or_else(Problem::not_found)?;
    Ok(Tagged { version: body.version, body })
}

/// What people are asked at registration.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/questions", tag = "questions", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = All<ShownQuestion>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_questions(
    On(org, mut conn): On<Org<ReadEvents>>,
    Path(id): Path<EventId>,
) -> web::Result<Json<All<ShownQuestion>>> {
    in_scope(&org, id)?;
    events::event::get(&mut conn, org.id, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(All { data: questions(&mut conn, id, None).await? }))
}
