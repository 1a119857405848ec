//! The interfaces that functions speak to: making a task (Cloud Tasks, REST v2), and the identity
//! of this machine (the metadata server).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use models::Clock;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::identity::{Lent, TASKS};
use super::{Task, Tasks};

/// As Cloud Tasks has it.
const LARGEST: usize = 1 << 20;
/// So far ahead a task may be due: "Quotas and limits" of Cloud Tasks, 2026.
const FARTHEST: TimeDelta = TimeDelta::days(30);
const TOKEN: &str = "of-the-stand-in";
const LOCATION: &str = "projects/local/locations/here";

/// What points functions to the stand-ins at `url`.
pub(crate) fn environment(url: &str) -> [(&'static str, String); 6] {
    [
        ("TASKS", "cloud".to_owned()),
        ("TASKS_ENDPOINT", url.to_owned()),
        ("TASKS_LOCATION", LOCATION.to_owned()),
        ("TASKS_TARGET", "http://{queue}-job.localhost".to_owned()),
        ("TASKS_INVOKER", TASKS.to_owned()),
        ("METADATA_URL", url.to_owned()),
    ]
}

/// The interfaces: making a task, and the identity of this machine.
pub(crate) fn router(tasks: Arc<Tasks>) -> Router {
    let token = json!({ "access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer" });
    Router::new()
        .route("/v2/projects/local/locations/here/queues/{queue}/tasks", post(create))
        .route(
            "/computeMetadata/v1/instance/service-accounts/default/token",
            get(async move || Json(token)),
        )
        .route(
            "/computeMetadata/v1/instance/service-accounts/default/email",
            get(async || "functions@localhost"),
        )
        .layer(DefaultBodyLimit::max(2 * LARGEST))
        .with_state(tasks)
}

async fn create(
    State(tasks): State<Arc<Tasks>>,
    Path(queue): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok());
    if bearer != Some(&format!("Bearer {TOKEN}")) {
        return refused(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "no access token");
    }
    if !tasks.queues.contains(&queue) {
        return refused(StatusCode::NOT_FOUND, "NOT_FOUND", "Queue does not exist.");
    }
    let task = match read(&queue, &body, &tasks.clock) {
        Ok(task) => task,
        Err(why) => return refused(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", why),
    };
    let name = task.name.clone();
    match tasks.add(task) {
        Ok(true) => Json(json!({ "name": name })).into_response(),
        Ok(false) => refused(StatusCode::CONFLICT, "ALREADY_EXISTS", "the name is taken"),
        Err(error) => {
            tracing::error!(%error, "a task could not be kept");
            refused(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "the disk failed")
        }
    }
}

fn read(queue: &str, body: &[u8], clock: &Clock) -> Result<Task, &'static str> {
    let body: Value = serde_json::from_slice(body).map_err(|_| "no JSON")?;
    let (task, request) = (&body["task"], &body["task"]["httpRequest"]);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let name = text(&task["name"]).ok_or("a task without a name")?;
    let prefix = format!("{LOCATION}/queues/{queue}/tasks/");
    let own = name.strip_prefix(&prefix).ok_or("a name of another queue")?;
    if own.is_empty() || !own.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        return Err("a name with other signs than letters, digits, - and _");
    }
    let payload = text(&request["body"]).unwrap_or_default();
    if STANDARD.decode(&payload).map_err(|_| "a body that is no base64")?.len() > LARGEST {
        return Err("a task larger than 1 MiB");
    }
    let oidc_token: Option<Lent> =
        Deserialize::deserialize(&request["oidcToken"]).map_err(|_| "half an oidcToken")?;
    if oidc_token.as_ref().is_some_and(|lent| lent.service_account_email != TASKS) {
        return Err("a token of an account that nobody may lend");
    }
    let headers = request["headers"].as_object().into_iter().flatten();
    let now = clock.now();
    let due = match &task["scheduleTime"] {
        Value::Null => now,
        at => at.as_str().and_then(|at| at.parse().ok()).ok_or("a scheduleTime that is none")?,
    };
    if due > now + FARTHEST {
        return Err("a scheduleTime more than 30 days ahead");
    }
    Ok(Task {
        queue: queue.to_owned(),
        name,
        due,
        headers: headers.filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect(),
        body: payload,
        oidc_token,
        tries: 0,
    })
}

fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    let error = json!({ "code": status.as_u16(), "status": code, "message": message });
    (status, Json(json!({ "error": error }))).into_response()
}
