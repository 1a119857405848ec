//! Pages: the list of meetings, and the room.

use std::fmt::Write as _;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::room::{Action, happen};
use super::world::{Meeting, Run, Stay, Zoom};
use crate::form::Form;
use crate::page::{escape, page};

/// All meetings, and what was told to the app lately.
pub(super) async fn index(State(zoom): State<Zoom>) -> Html<String> {
    let world = zoom.look();
    let mut body = String::from(
        "<h1>Zoom</h1><p>Meetings that the app has made here. Open one to be in it.</p>",
    );
    if world.meetings.is_empty() {
        body.push_str(
            "<p>None yet. Connect Zoom in the app and publish an event with a Zoom meeting.</p>",
        );
    } else {
        body.push_str("<table><thead><tr><th>Meeting</th><th>Starts</th><th>Registered</th><th>State</th></tr></thead><tbody>");
        for meeting in world.meetings.values().rev() {
            let _ = write!(
                body,
                "<tr><td><a href=\"/sandbox/zoom/room/{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>",
                meeting.id,
                escape(&meeting.topic),
                meeting.start_time.map(clock).unwrap_or_default(),
                meeting.registrants.iter().filter(|r| r.approved).count(),
                if meeting.running().is_some() { "running" } else { "not running" }
            );
        }
        body.push_str("</tbody></table>");
    }
    body.push_str("<h2>Webhooks sent</h2><table><thead><tr><th>At</th><th>Event</th><th>Answer</th></tr></thead><tbody>");
    for delivery in world.deliveries.iter().rev() {
        let _ = write!(
            body,
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            clock(delivery.at),
            escape(&delivery.event),
            escape(&delivery.outcome)
        );
    }
    body.push_str("</tbody></table>");
    page("Zoom", "zoom", &body)
}

fn clock(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y %H:%M:%S UTC").to_string()
}

/// As whom one looks at a room.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct As {
    tk: String,
}

/// The address that people are sent to.
pub(super) async fn join(Path(id): Path<i64>, Query(who): Query<As>) -> Redirect {
    Redirect::to(&format!("/sandbox/zoom/room/{id}?tk={}", who.tk))
}

/// The room, with the buttons of whoever looks.
pub(super) async fn room(
    State(zoom): State<Zoom>,
    Path(id): Path<i64>,
    Query(who): Query<As>,
) -> Response {
    let Some(meeting) = zoom.look().meetings.get(&id).cloned() else {
        let body = "<h1>This meeting does not exist</h1><p>It was deleted, or never made.</p>";
        return (StatusCode::NOT_FOUND, page("No meeting", "zoom", body)).into_response();
    };
    let now = zoom.now();
    let mut body = format!("<h1>{}</h1>", escape(&meeting.topic));
    let running = meeting.running();
    let state = match running {
        Some(run) => format!("Running since {}.", clock(run.started_at)),
        None if meeting.runs.is_empty() => "Not started yet.".to_owned(),
        None => "Ended. Starting again is another run, with a report of its own.".to_owned(),
    };
    let _ =
        write!(body, "<p>{} {state}</p>", if meeting.webinar { "Webinar." } else { "Meeting." });
    body.push_str(&host_buttons(&meeting, &who));
    if running.is_some() {
        body.push_str(&join_form(&meeting, &who));
    }
    for run in meeting.runs.iter().rev() {
        body.push_str(&people(run, &who, now));
    }
    page(&meeting.topic, "zoom", &body).into_response()
}

fn button(who: &As, fields: &[(&str, &str)], label: &str, class: &str) -> String {
    let hidden = fields
        .iter()
        .chain([&("tk", who.tk.as_str())])
        .map(|(name, value)| {
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
        })
        .collect::<Vec<_>>()
        .concat();
    format!(
        "<form method=\"post\" style=\"display:inline\">{hidden}<button class=\"{class}\">{label}</button></form> "
    )
}

fn host_buttons(meeting: &Meeting, who: &As) -> String {
    let buttons = match (meeting.running(), meeting.runs.is_empty()) {
        (Some(_), _) => button(who, &[("action", "end")], "End the meeting for all", "quiet"),
        (None, true) => button(who, &[("action", "start")], "Start the meeting as its host", ""),
        (None, false) => button(who, &[("action", "start")], "Start again", ""),
    };
    format!("<p>{buttons}</p>")
}

fn join_form(meeting: &Meeting, who: &As) -> String {
    let registrant =
        meeting.registrants.iter().find(|r| r.approved && r.token == who.tk && !who.tk.is_empty());
    let mut form = String::from("<h2>Come in</h2>");
    if let Some(registrant) = registrant {
        let name = format!("{} {}", registrant.first_name, registrant.last_name);
        let _ = write!(
            form,
            "<p>You are <strong>{}</strong>, registered as {}.</p><p>",
            escape(name.trim()),
            escape(&registrant.email)
        );
        for device in ["Laptop", "Phone"] {
            let label = format!("Join on the {}", device.to_lowercase());
            form.push_str(&button(who, &[("action", "join"), ("device", device)], &label, ""));
        }
        form.push_str(&button(who, &[("action", "join"), ("wait", "1")], "Wait outside", "quiet"));
        form.push_str("</p>");
    }
    let _ = write!(
        form,
        "<details{}><summary>Come in as somebody else</summary><form method=\"post\">
           <input type=\"hidden\" name=\"action\" value=\"join\"><input type=\"hidden\" name=\"seen_as\" value=\"{}\">
           <p><label>Name shown <input name=\"name\" required maxlength=\"100\" value=\"Guest\"></label></p>
           <p><label>Address, told only of people of the host's account <input name=\"email\" type=\"email\"></label></p>
           <p><label>Device <input name=\"device\" value=\"Laptop\"></label></p>
           <p><button>Join by name</button></p></form></details>",
        if registrant.is_none() { " open" } else { "" },
        escape(&who.tk)
    );
    form
}

fn people(run: &Run, who: &As, now: DateTime<Utc>) -> String {
    let inside = run.stays.iter().filter(|stay| stay.left_at.is_none()).count();
    let mut table = format!(
        "<h2>Run of {}</h2><p>{inside} in the room, {} stays.</p><table><thead><tr><th>Name</th><th>Device</th><th>Came</th><th>Left</th>\
         <th>Time</th><th></th></tr></thead><tbody>",
        clock(run.started_at),
        run.stays.len()
    );
    for stay in run.stays.iter().rev().take(200) {
        let left = stay
            .left_at
            .map_or_else(|| if stay.waiting { "waits" } else { "is there" }.to_owned(), clock);
        let _ = write!(
            table,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{left}</td><td>{}</td><td>{}</td></tr>",
            escape(&stay.name),
            escape(&stay.device),
            clock(stay.joined_at),
            long(stay.left_at.unwrap_or(now) - stay.joined_at),
            stay_buttons(stay, who)
        );
    }
    table + "</tbody></table>"
}

fn stay_buttons(stay: &Stay, who: &As) -> String {
    let of = |action: &str, label: &str| {
        button(who, &[("action", action), ("user_id", &stay.user_id)], label, "quiet")
    };
    match (stay.left_at, stay.waiting) {
        (Some(_), _) => String::new(),
        (None, true) => of("admit", "Let in") + &of("leave", "Leave"),
        (None, false) => of("leave", "Leave"),
    }
}

fn long(time: TimeDelta) -> String {
    let seconds = time.num_seconds().max(0);
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A pressed button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pressed {
    action: String,
    tk: String,
    seen_as: String,
    name: String,
    email: String,
    device: String,
    wait: Option<String>,
    user_id: String,
}

/// Does it, and shows the room again.
pub(super) async fn act(
    State(zoom): State<Zoom>,
    Path(id): Path<i64>,
    Form(pressed): Form<Pressed>,
) -> Response {
    let back = if pressed.tk.is_empty() { pressed.seen_as } else { pressed.tk.clone() };
    let action = match pressed.action.as_str() {
        "start" => Action::Start,
        "end" => Action::End,
        "join" => Action::Join {
            tk: pressed.tk,
            name: pressed.name,
            email: pressed.email,
            device: pressed.device,
            wait: pressed.wait.is_some(),
        },
        "admit" => Action::Admit { user_id: pressed.user_id },
        "leave" => Action::Leave { user_id: pressed.user_id },
        _ => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    // What cannot happen any more shows in the room as it is.
    let _ = happen(&zoom, id, action);
    Redirect::to(&format!("/sandbox/zoom/room/{id}?tk={back}")).into_response()
}
