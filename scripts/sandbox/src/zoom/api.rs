//! The REST API: users, meetings and webinars, registrants.

use axum::Json;
use axum::extract::{FromRequestParts, OriginalUri, Path, Query, State};
use axum::http::header::{AUTHORIZATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::webhooks::{announce, registrant_object};
use super::world::{ACCOUNT, Host, Meeting, Registrant, Zoom, random};

/// The host whose token was sent.
pub(super) struct Caller(pub(super) Host);

impl FromRequestParts<Zoom> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, zoom: &Zoom) -> Result<Self, Response> {
        if zoom.look().faults.down {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        }
        let limited = zoom.look().faults.limited > 0;
        if limited {
            zoom.change(|world| world.faults.limited -= 1);
            let said = refusal(
                StatusCode::TOO_MANY_REQUESTS,
                429,
                "You have reached the maximum per-second rate limit.",
            );
            return Err(([(RETRY_AFTER, "1")], said).into_response());
        }
        let host = bearer(&parts.headers).and_then(|token| {
            let world = zoom.look();
            let access =
                world.access.get(token).filter(|access| access.until > zoom.clock.now())?;
            world.host(&access.host).cloned()
        });
        host.map(Self)
            .ok_or_else(|| refusal(StatusCode::UNAUTHORIZED, 124, "Invalid access token."))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Zoom's way to say no.
pub(super) fn refusal(status: StatusCode, code: i64, message: &str) -> Response {
    (status, Json(json!({ "code": code, "message": message }))).into_response()
}

fn missing(id: &str) -> Response {
    refusal(StatusCode::NOT_FOUND, 3001, &format!("Meeting does not exist: {id}."))
}

/// Who the caller is.
pub(super) async fn me(Caller(host): Caller) -> Json<Value> {
    Json(json!({
        "id": host.id, "account_id": ACCOUNT, "email": host.email, "display_name": host.name, "type": 2,
    }))
}

/// What a meeting is made or changed by; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Body {
    topic: Option<String>,
    start_time: Option<DateTime<Utc>>,
    duration: Option<i64>,
    timezone: Option<String>,
    settings: Option<Value>,
}

/// Makes a meeting.
pub(super) async fn create(
    Caller(host): Caller,
    State(zoom): State<Zoom>,
    OriginalUri(uri): OriginalUri,
    Json(body): Json<Body>,
) -> Response {
    let meeting = zoom.change(|world| {
        let id = world.number();
        let mut meeting = Meeting {
            id,
            webinar: uri.path().ends_with("/webinars"),
            host: host.id,
            topic: "Zoom Meeting".into(),
            start_time: None,
            duration: 60,
            timezone: "UTC".into(),
            password: random(6),
            settings: json!({}),
            registrants: Vec::new(),
            runs: Vec::new(),
        };
        apply(&mut meeting, body);
        world.meetings.insert(id, meeting.clone());
        meeting
    });
    (StatusCode::CREATED, Json(shown(&zoom, &meeting))).into_response()
}

fn apply(meeting: &mut Meeting, body: Body) {
    meeting.topic = body.topic.unwrap_or_else(|| meeting.topic.clone());
    meeting.start_time = body.start_time.or(meeting.start_time);
    meeting.duration = body.duration.unwrap_or(meeting.duration);
    meeting.timezone = body.timezone.unwrap_or_else(|| meeting.timezone.clone());
    if let (Some(Value::Object(new)), Some(old)) = (body.settings, meeting.settings.as_object_mut())
    {
        old.extend(new);
    }
}

fn shown(zoom: &Zoom, meeting: &Meeting) -> Value {
    let (id, origin) = (meeting.id, &zoom.origin);
    json!({
        "id": id,
        "uuid": meeting.runs.last().map_or("", |run| &run.uuid),
        "host_id": meeting.host,
        "topic": meeting.topic,
        "type": if meeting.webinar { 5 } else { 2 },
        "start_time": meeting.start_time,
        "duration": meeting.duration,
        "timezone": meeting.timezone,
        "password": meeting.password,
        "join_url": format!("{origin}/sandbox/zoom/j/{id}?pwd={}", meeting.password),
        "start_url": format!("{origin}/sandbox/zoom/room/{id}?zak={}", random(12)),
        "registration_url": format!("{origin}/sandbox/zoom/j/{id}"),
        "settings": meeting.settings,
    })
}

fn find(zoom: &Zoom, id: &str) -> Option<Meeting> {
    id.parse().ok().and_then(|id: i64| zoom.look().meetings.get(&id).cloned())
}

/// A meeting as it is.
pub(super) async fn get(_: Caller, State(zoom): State<Zoom>, Path(id): Path<String>) -> Response {
    find(&zoom, &id)
        .map_or_else(|| missing(&id), |meeting| Json(shown(&zoom, &meeting)).into_response())
}

/// Changes a meeting.
pub(super) async fn update(
    _: Caller,
    State(zoom): State<Zoom>,
    Path(id): Path<String>,
    Json(body): Json<Body>,
) -> Response {
    let changed = zoom.change(|world| {
        let meeting = id.parse().ok().and_then(|id: i64| world.meetings.get_mut(&id))?;
        apply(meeting, body);
        Some(meeting.clone())
    });
    let Some(meeting) = changed else { return missing(&id) };
    let object = json!({
        "id": meeting.id.to_string(), "uuid": meeting.runs.last().map_or("", |run| &run.uuid), "topic": meeting.topic,
        "settings": { "approval_type": meeting.settings["approval_type"] },
    });
    announce(&zoom, &format!("{}.updated", meeting.kind()), &object);
    StatusCode::NO_CONTENT.into_response()
}

/// Deletes a meeting.
pub(super) async fn delete(
    _: Caller,
    State(zoom): State<Zoom>,
    Path(id): Path<String>,
) -> Response {
    let gone = zoom.change(|world| id.parse().ok().and_then(|id: i64| world.meetings.remove(&id)));
    let Some(meeting) = gone else { return missing(&id) };
    let object = json!({ "id": meeting.id.to_string(), "uuid": "", "topic": meeting.topic });
    announce(&zoom, &format!("{}.deleted", meeting.kind()), &object);
    StatusCode::NO_CONTENT.into_response()
}

/// Somebody to be registered.
#[derive(Debug, Deserialize)]
pub(super) struct NewRegistrant {
    email: String,
    first_name: String,
    #[serde(default)]
    last_name: String,
}

/// Adds a registrant; the same address is the same registrant.
pub(super) async fn add_registrant(
    _: Caller,
    State(zoom): State<Zoom>,
    Path(id): Path<String>,
    Json(new): Json<NewRegistrant>,
) -> Response {
    if zoom.look().faults.unlicensed {
        return refusal(
            StatusCode::BAD_REQUEST,
            3161,
            "Meeting hosting and scheduling capabilities are not allowed for your user account.",
        );
    }
    if new.first_name.trim().is_empty() {
        return refusal(StatusCode::BAD_REQUEST, 300, "Validation Failed: first_name is required.");
    }
    let added = zoom.change(|world| {
        let meeting = id.parse().ok().and_then(|id: i64| world.meetings.get_mut(&id))?;
        if meeting.settings["approval_type"] == 2 {
            return Some(Err(()));
        }
        let known =
            meeting.registrants.iter_mut().find(|r| r.email.eq_ignore_ascii_case(&new.email));
        let registrant = if let Some(known) = known {
            known.approved = true;
            known.clone()
        } else {
            let registrant = Registrant {
                id: random(16),
                email: new.email,
                first_name: new.first_name,
                last_name: new.last_name,
                token: random(18),
                approved: true,
            };
            meeting.registrants.push(registrant.clone());
            registrant
        };
        Some(Ok((meeting.clone(), registrant)))
    });
    match added {
        None => missing(&id),
        Some(Err(())) => refusal(
            StatusCode::BAD_REQUEST,
            300,
            "Registration has not been enabled for this meeting.",
        ),
        Some(Ok((meeting, registrant))) => {
            announce(
                &zoom,
                &format!("{}.registration_created", meeting.kind()),
                &registrant_object(&meeting, &registrant),
            );
            let answer = json!({
                "registrant_id": registrant.id, "id": meeting.id, "topic": meeting.topic,
                "start_time": meeting.start_time, "join_url": join_url(&zoom, &meeting, &registrant),
            });
            (StatusCode::CREATED, Json(answer)).into_response()
        }
    }
}

fn join_url(zoom: &Zoom, meeting: &Meeting, registrant: &Registrant) -> String {
    format!("{}/sandbox/zoom/j/{}?tk={}", zoom.origin, meeting.id, registrant.token)
}

/// Which registrants.
#[derive(Debug, Deserialize)]
pub(super) struct Listing {
    #[serde(default)]
    next_page_token: String,
    page_size: Option<usize>,
    status: Option<String>,
}

/// Lists registrants: approved ones, unless others are asked for.
pub(super) async fn registrants(
    _: Caller,
    State(zoom): State<Zoom>,
    Path(id): Path<String>,
    Query(listing): Query<Listing>,
) -> Response {
    let Some(meeting) = find(&zoom, &id) else { return missing(&id) };
    let approved = listing.status.as_deref() != Some("denied");
    let all: Vec<&Registrant> =
        meeting.registrants.iter().filter(|r| r.approved == approved).collect();
    let from: usize = listing.next_page_token.parse().unwrap_or_default();
    let size = listing.page_size.unwrap_or(30).clamp(1, 300);
    let rows: Vec<Value> = all
        .iter()
        .skip(from)
        .take(size)
        .map(|r| json!({
            "id": r.id, "email": r.email, "first_name": r.first_name, "last_name": r.last_name,
            "status": if r.approved { "approved" } else { "denied" }, "join_url": join_url(&zoom, &meeting, r),
        }))
        .collect();
    let next = if from + size < all.len() { (from + size).to_string() } else { String::new() };
    Json(json!({ "page_size": size, "total_records": all.len(), "next_page_token": next, "registrants": rows })).into_response()
}

/// What becomes of registrants.
#[derive(Debug, Deserialize)]
pub(super) struct SetStatus {
    action: String,
    registrants: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default)]
    id: String,
    #[serde(default)]
    email: String,
}

/// Approves, denies or cancels registrants.
pub(super) async fn set_registrants(
    _: Caller,
    State(zoom): State<Zoom>,
    Path(id): Path<String>,
    Json(set): Json<SetStatus>,
) -> Response {
    let changed = zoom.change(|world| {
        let meeting = id.parse().ok().and_then(|id: i64| world.meetings.get_mut(&id))?;
        let named = |r: &Registrant| {
            set.registrants.iter().any(|n| n.id == r.id || n.email.eq_ignore_ascii_case(&r.email))
        };
        let mut touched = Vec::new();
        for registrant in meeting.registrants.iter_mut().filter(|r| named(r)) {
            registrant.approved = set.action == "approve";
            touched.push(registrant.clone());
        }
        Some((meeting.clone(), touched))
    });
    let Some((meeting, touched)) = changed else { return missing(&id) };
    let what = match set.action.as_str() {
        "approve" => "registration_approved",
        "deny" => "registration_denied",
        _ => "registration_cancelled",
    };
    for registrant in &touched {
        announce(
            &zoom,
            &format!("{}.{what}", meeting.kind()),
            &registrant_object(&meeting, registrant),
        );
    }
    StatusCode::NO_CONTENT.into_response()
}
