//! Trying rules on numbers.

use auth::{Org, ReadCredentials};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use credentials::rule_set;
use credentials::rules::{Facts, Given, Interval, Mode, SessionFacts, Step, calculate, sentence};
use credentials::wording;
use models::{Credits, RuleSetId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Path, Problem, ValidJson};

/// A day holds no more.
const DAY: i64 = 86_400;

/// Facts made up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"counted_seconds": 6240, "scheduled_seconds": 7200}))]
pub(crate) struct TriedFacts {
    counted_seconds: i64,
    scheduled_seconds: i64,
    checks_issued: Option<i32>,
    checks_answered: Option<i32>,
    #[serde(default)]
    evaluation_done: bool,
    max_credits: Option<Credits>,
}

/// What the rules give.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tried {
    credits: Credits,
    credits_text: String,
    derivation: String,
    steps: Vec<Step>,
}

/// Tells what rules would give, and why.
#[utoipa::path(post, path = "/api/v1/cpd/rule-sets/{rule_set_id}/try", tag = "credit rules", security(("bearer" = [])),
    params(("rule_set_id" = RuleSetId, Path)), request_body = TriedFacts,
    responses((status = 200, body = Tried), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn try_rule_set(
    org: Org<ReadCredentials>,
    State(app): State<crate::State>,
    Path(id): Path<RuleSetId>,
    ValidJson(tried): ValidJson<TriedFacts>,
) -> web::Result<Json<Tried>> {
    let whole = 0..=DAY;
    if !whole.contains(&tried.counted_seconds) || !whole.contains(&tried.scheduled_seconds) {
        let detail = "Try at most the seconds of one day.";
        return Err(Problem::field("/counted_seconds", "out-of-range", detail));
    }
    let mut conn = app.db.acquire().await?;
    let set = rule_set::get(&mut conn, org.id, id).await?;
    let given = Given { max_credits: tried.max_credits, ..Given::default() };
    let outcome = calculate(&facts(&tried), &set.parameters, &given);
    Ok(Json(Tried {
        credits: outcome.credits,
        credits_text: wording::amount(outcome.credits),
        derivation: sentence(&outcome.derivation),
        steps: outcome.derivation,
    }))
}

/// One session of one day; with presence checks it is online.
fn facts(tried: &TriedFacts) -> Facts {
    let part = |to: i64| Interval { day: NaiveDate::default(), from: 0, to };
    let session = SessionFacts {
        id: String::new(),
        creditable: true,
        mode: if tried.checks_issued.is_some() { Mode::Online } else { Mode::InPerson },
        scheduled: vec![part(tried.scheduled_seconds)],
        counted: vec![part(tried.counted_seconds)],
        taught: Vec::new(),
        checks_issued: tried.checks_issued.unwrap_or_default(),
        checks_answered: tried.checks_answered.unwrap_or_default(),
    };
    Facts { sessions: vec![session], evaluation_done: tried.evaluation_done, ..Facts::default() }
}
