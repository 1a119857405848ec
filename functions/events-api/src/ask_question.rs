//! Ask a question at registration.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::question::{Choice, Draft, Kind};
use models::{EventId, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path, Problem};

use crate::list_questions::{ShownQuestion, question};
use crate::session_body::text;

/// A question to be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "select", "label": "Diet", "options": [{"label": "Vegan"}, {"label": "Anything"}]}))]
pub(crate) struct AskQuestion {
    kind: Kind,
    label: Line<1, 200>,
    help: Option<Line<0, 500>>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    options: Vec<NewOption>,
    max: Option<i32>,
}

/// An option; its key is made from its label, if absent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOption {
    key: Option<Line<1, 60>>,
    label: Line<1, 200>,
}

/// Options with keys that differ.
pub(crate) fn choices(options: Vec<NewOption>) -> Vec<Choice> {
    let choice = |(n, option): (usize, NewOption)| Choice {
        key: option.key.map_or_else(|| format!("option-{}", n + 1), String::from),
        label: option.label.into(),
    };
    options.into_iter().enumerate().map(choice).collect()
}

/// Ask a question at registration, behind the others.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/questions", tag = "questions", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = AskQuestion,
    responses((status = 201, body = ShownQuestion), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn ask_question(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    OnceJson { once, body }: OnceJson<AskQuestion>,
) -> web::Result<Created<ShownQuestion>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    let draft = Draft {
        kind: body.kind,
        label: body.label.into(),
        help: text(body.help.map(String::from)),
        required: body.required,
        options: choices(body.options),
        max: body.max,
    };
    let asked = events::question::insert(&mut tx, &event, &draft, now).await?;
    let answer = question(&mut tx, id, asked).await?.body;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
