//! The participants report of one run, in pages.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Caller, refusal};
use super::world::{Run, Zoom};

/// Which page.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    next_page_token: String,
    page_size: Option<usize>,
    include_fields: Option<String>,
}

/// One row for each stay. A uuid that begins with a slash or holds two must be encoded twice, or
/// Zoom does not find it.
pub(super) async fn participants(
    _: Caller,
    State(zoom): State<Zoom>,
    Path(once): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let missing = || {
        refusal(StatusCode::NOT_FOUND, 3001, "This meeting is not available or ID is not valid.")
    };
    if once.starts_with('/') || once.contains("//") {
        return missing();
    }
    let uuid = decoded(&once);
    let (run, page_size) = {
        let world = zoom.look();
        let mut runs = world.meetings.values().flat_map(|meeting| {
            meeting.runs.iter().filter(|run| run.uuid == uuid || meeting.id.to_string() == uuid)
        });
        let run: Option<Run> = runs.rfind(|run| run.ended_at.is_some()).cloned();
        (run, world.faults.page_size)
    };
    let Some(run) = run else { return missing() };
    let with_registrant = asked.include_fields.as_deref() == Some("registrant_id");
    let size = page_size.unwrap_or_else(|| asked.page_size.unwrap_or(30).clamp(1, 300));
    let from: usize = asked.next_page_token.parse().unwrap_or_default();
    let rows = rows(&run, with_registrant);
    let next = if from + size < rows.len() { (from + size).to_string() } else { String::new() };
    let shown: Vec<&Value> = rows.iter().skip(from).take(size).collect();
    Json(json!({
        "page_count": rows.len().div_ceil(size), "page_size": size, "total_records": rows.len(),
        "next_page_token": next, "participants": shown,
    }))
    .into_response()
}

fn rows(run: &Run, with_registrant: bool) -> Vec<Value> {
    let row = run.stays.iter().map(|stay| {
        let left = stay.left_at.or(run.ended_at).unwrap_or(stay.joined_at);
        let mut row = json!({
            "id": stay.zoom_user, "user_id": stay.user_id, "participant_user_id": stay.zoom_user, "name": stay.name,
            "user_email": stay.email, "join_time": stay.joined_at, "leave_time": left,
            "duration": (left - stay.joined_at).num_seconds(), "failover": false,
            "status": if stay.waiting { "in_waiting_room" } else { "in_meeting" },
        });
        if with_registrant {
            row["registrant_id"] = stay.registrant_id.clone().into();
        }
        row
    });
    row.collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
