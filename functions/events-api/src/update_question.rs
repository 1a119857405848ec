//! Change a question.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::question::{Edit, Kind};
use models::{EventId, Line, QuestionId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Problem, Tagged, ValidJson};

use crate::ask_question::{NewOption, choices};
use crate::list_questions::{ShownQuestion, question};
use crate::session_body::text;

/// What is to be different; absent parts stay, null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"required": true}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct UpdateQuestion {
    #[serde(default, deserialize_with = "web::not_null")]
    kind: Option<Kind>,
    #[serde(default, deserialize_with = "web::not_null")]
    label: Option<Line<1, 200>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    help: Option<Option<Line<0, 500>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    required: Option<bool>,
    #[serde(default, deserialize_with = "web::not_null")]
    options: Option<Vec<NewOption>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>)]
    max: Option<Option<i32>>,
}

/// Change a question.
#[utoipa::path(patch, path = "/api/v1/events/{event_id}/questions/{question_id}", tag = "questions", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("question_id" = QuestionId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = UpdateQuestion,
    responses((status = 200, body = ShownQuestion), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_question(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path((event_id, id)): Path<(EventId, QuestionId)>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<UpdateQuestion>,
) -> web::Result<Tagged<ShownQuestion>> {
    let edit = Edit {
        kind: body.kind,
        label: body.label.map(String::from),
        help: body.help.map(|t| text(t.map(String::from))),
        required: body.required,
        options: body.options.map(choices),
        max: body.max,
    };
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    events::question::update(&mut tx, &event, id, version, &edit, app.clock.now()).await?;
    let answer = question(&mut tx, event_id, id).await?;
    tx.commit().await?;
    Ok(answer)
}
