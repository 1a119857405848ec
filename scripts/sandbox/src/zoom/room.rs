//! What happens in a room: it starts and ends, people come and go on several devices.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::webhooks::{announce, meeting_object, participant_object};
use super::world::{Meeting, Registrant, Run, Stay, Zoom, random};

/// What somebody does.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Action {
    /// The host starts, or starts again under another uuid.
    Start,
    /// The host ends it for everybody.
    End,
    /// Somebody comes in, known by the token of a registrant or by a name only.
    Join {
        /// The registrant's token.
        #[serde(default)]
        tk: String,
        /// The name to be shown; a registrant's own without it.
        #[serde(default)]
        name: String,
        /// Told only of people who are signed in at the host's account.
        #[serde(default)]
        email: String,
        /// What the person holds in hand.
        #[serde(default)]
        device: String,
        /// Waits outside first.
        #[serde(default)]
        wait: bool,
    },
    /// The host lets somebody in who waits.
    Admit {
        /// Which device.
        user_id: String,
    },
    /// A device leaves.
    Leave {
        /// Which device.
        user_id: String,
    },
}

/// Who is there.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    pub(super) meeting: Meeting,
    pub(super) running: bool,
}

/// A room as it is.
pub(super) async fn state(State(zoom): State<Zoom>, Path(id): Path<i64>) -> Response {
    shown(&zoom, id)
}

/// Something happens in a room.
pub(super) async fn act(
    State(zoom): State<Zoom>,
    Path(id): Path<i64>,
    Json(action): Json<Action>,
) -> Response {
    match happen(&zoom, id, action) {
        Some(()) => shown(&zoom, id),
        None => (StatusCode::CONFLICT, Json(json!({ "message": "This cannot happen now." })))
            .into_response(),
    }
}

fn shown(zoom: &Zoom, id: i64) -> Response {
    let meeting = zoom.look().meetings.get(&id).cloned();
    match meeting {
        Some(meeting) => {
            Json(Shown { running: meeting.running().is_some(), meeting }).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Does it, and tells the app. `None` where it cannot be.
pub(super) fn happen(zoom: &Zoom, id: i64, action: Action) -> Option<()> {
    match action {
        Action::Start => start(zoom, id),
        Action::End => end(zoom, id),
        Action::Join { tk, name, email, device, wait } => {
            let who = Who { tk, name, email, device, wait };
            join(zoom, id, &who)
        }
        Action::Admit { user_id } => admit(zoom, id, &user_id),
        Action::Leave { user_id } => leave(zoom, id, &user_id),
    }
}

fn start(zoom: &Zoom, id: i64) -> Option<()> {
    let now = zoom.now();
    let (meeting, run) = zoom.change(|world| {
        let meeting = world.meetings.get_mut(&id).filter(|meeting| meeting.running().is_none())?;
        let run =
            Run { uuid: meeting.next_uuid(), started_at: now, ended_at: None, stays: Vec::new() };
        meeting.runs.push(run.clone());
        Some((meeting.clone(), run))
    })?;
    announce(zoom, &format!("{}.started", meeting.kind()), &meeting_object(&meeting, &run));
    Some(())
}

fn end(zoom: &Zoom, id: i64) -> Option<()> {
    let now = zoom.now();
    let (meeting, run, left) = zoom.change(|world| {
        let meeting = world.meetings.get_mut(&id)?;
        let run = meeting.running_mut()?;
        let mut left = Vec::new();
        for stay in run.stays.iter_mut().filter(|stay| stay.left_at.is_none()) {
            stay.left_at = Some(now);
            left.push(stay.clone());
        }
        run.ended_at = Some(now);
        let run = run.clone();
        Some((meeting.clone(), run, left))
    })?;
    for stay in left.iter().filter(|stay| !stay.waiting) {
        announce(
            zoom,
            &format!("{}.participant_left", meeting.kind()),
            &participant_object(&meeting, &run, stay),
        );
    }
    announce(zoom, &format!("{}.ended", meeting.kind()), &meeting_object(&meeting, &run));
    Some(())
}

struct Who {
    tk: String,
    name: String,
    email: String,
    device: String,
    wait: bool,
}

fn join(zoom: &Zoom, id: i64, who: &Who) -> Option<()> {
    let now = zoom.now();
    let user_id = zoom.change(|world| (16_777_216 + world.number() % 10_000_000).to_string());
    let (meeting, run, stay) = zoom.change(|world| {
        let meeting = world.meetings.get_mut(&id)?;
        let registrant = meeting
            .registrants
            .iter()
            .find(|r| r.approved && !who.tk.is_empty() && r.token == who.tk)
            .cloned();
        let run = meeting.running_mut()?;
        let stay = Stay {
            user_id,
            participant_uuid: random(12).to_uppercase(),
            name: shown_name(who, registrant.as_ref()),
            // Zoom tells the address of members of the host's account only, and of registrants.
            email: registrant.as_ref().map_or(who.email.clone(), |r| r.email.clone()),
            zoom_user: String::new(),
            registrant_id: registrant.map(|r| r.id).unwrap_or_default(),
            device: if who.device.is_empty() { "Laptop".into() } else { who.device.clone() },
            waiting: who.wait,
            joined_at: now,
            left_at: None,
        };
        run.stays.push(stay.clone());
        let run = run.clone();
        Some((meeting.clone(), run, stay))
    })?;
    let what = if stay.waiting { "participant_joined_waiting_room" } else { "participant_joined" };
    announce(
        zoom,
        &format!("{}.{what}", meeting.kind()),
        &participant_object(&meeting, &run, &stay),
    );
    Some(())
}

fn shown_name(who: &Who, registrant: Option<&Registrant>) -> String {
    match (who.name.trim(), registrant) {
        ("", Some(r)) => format!("{} {}", r.first_name, r.last_name).trim().to_owned(),
        ("", None) => "Guest".to_owned(),
        (name, _) => name.to_owned(),
    }
}

fn admit(zoom: &Zoom, id: i64, user_id: &str) -> Option<()> {
    let now = zoom.now();
    let (meeting, run, stay) = zoom.change(|world| {
        let meeting = world.meetings.get_mut(&id)?;
        let run = meeting.running_mut()?;
        let waiting = run
            .stays
            .iter_mut()
            .find(|s| s.user_id == user_id && s.waiting && s.left_at.is_none())?;
        waiting.left_at = Some(now);
        let inside = Stay { waiting: false, joined_at: now, left_at: None, ..waiting.clone() };
        run.stays.push(inside.clone());
        let run = run.clone();
        Some((meeting.clone(), run, inside))
    })?;
    for what in ["participant_left_waiting_room", "participant_joined"] {
        announce(
            zoom,
            &format!("{}.{what}", meeting.kind()),
            &participant_object(&meeting, &run, &stay),
        );
    }
    Some(())
}

fn leave(zoom: &Zoom, id: i64, user_id: &str) -> Option<()> {
    let now = zoom.now();
    let (meeting, run, stay) = zoom.change(|world| {
        let meeting = world.meetings.get_mut(&id)?;
        let run = meeting.running_mut()?;
        let stay = run.stays.iter_mut().find(|s| s.user_id == user_id && s.left_at.is_none())?;
        stay.left_at = Some(now);
        let stay = stay.clone();
        let run = run.clone();
        Some((meeting.clone(), run, stay))
    })?;
    let what = if stay.waiting { "participant_left_waiting_room" } else { "participant_left" };
    announce(
        zoom,
        &format!("{}.{what}", meeting.kind()),
        &participant_object(&meeting, &run, &stay),
    );
    Some(())
}
