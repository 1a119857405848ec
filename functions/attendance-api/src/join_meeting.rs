//! The personal link into the meeting (ZM-6, PR-25).

use axum::Json;
use axum::extract::State;
use axum::http::header::{ACCEPT, CACHE_CONTROL, LOCATION, REFERRER_POLICY, USER_AGENT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, TimeDelta, Utc};
use events::presence::join::{self, Door, Phase};
use events::presence::load;
use events::zoom::{meeting, registrant};
use events::{event, presence, registration};
use models::{EventId, Kind, LinkKey, RegistrationId, Seal, SealKind, TimeZone};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Path, Problem, Public};

/// After a click the meeting should know the person within this time.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Programs that open links before people do.
const SCANNERS: [&str; 10] = [
    "bot",
    "crawl",
    "spider",
    "preview",
    "scan",
    "safelinks",
    "proofpoint",
    "barracuda",
    "mimecast",
    "curl",
];

/// Where the person stands.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else to the page")]
pub(crate) struct JoinState {
    phase: Phase,
    now: DateTime<Utc>,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    event: JoinEvent,
    registration_id: RegistrationId,
    full_name: Option<String>,
    way: Way,
    /// Whether there is an address to go to.
    ready: bool,
    /// Whether the meeting knows the person.
    seen: bool,
    /// The link was followed five minutes ago, and the meeting knows nobody.
    unseen_warning: bool,
    counted_seconds: i64,
    window_seconds: i64,
    needed_seconds: i64,
    status: presence::Status,
    settled: bool,
}

/// What the page says about the event.
#[derive(Debug, Serialize, ToSchema)]
struct JoinEvent {
    id: EventId,
    slug: Option<String>,
    title: String,
    #[schema(value_type = String)]
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    status: event::Status,
}

/// How one gets in.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JoinWay)]
enum Way {
    /// Through Zoom.
    Zoom,
    /// By the organizer's link.
    Link,
    /// At the place.
    None,
}

/// Go to the meeting, or read where you stand.
#[utoipa::path(get, path = "/api/v1/attendance/join/{seal}", tag = "attendance", params(("seal" = String, Path)),
    responses((status = 200, body = JoinState), (status = 303), (status = 404), (status = 409)))]
pub(crate) async fn join_meeting(
    _: Public,
    State(app): State<crate::State>,
    Path(seal): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> web::Result<Response> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let unknown = || {
        Problem::of(
            Kind::NotFound,
            "join-link-unknown",
            "This link is unknown or was replaced by a newer one.",
        )
    };
    let parsed = Seal::parse(&seal).ok_or_else(unknown)?;
    let door = join::door(&mut conn, parsed.id, now).await?;
    let door = door.filter(|door| opens(&app.links, &parsed, door)).ok_or_else(unknown)?;
    if door.status != registration::Status::Confirmed || door.unnamed {
        return Err(presence::Error::NotConfirmed.into());
    }
    let wants_state = headers
        .get(ACCEPT)
        .is_some_and(|v| v.to_str().is_ok_and(|v| v.contains("application/json")));
    if wants_state {
        return Ok(private(Json(state(&mut conn, &app, door, now).await?).into_response()));
    }
    let page = || format!("{}/join/{seal}", app.origin.0);
    let address = (door.phase(now) == Phase::Open).then(|| address(&app, &door)).flatten();
    if address.is_some() && is_person(&method, &headers) {
        join::clicked(&mut conn, &door, now).await?;
    }
    let location = HeaderValue::from_str(&address.unwrap_or_else(page)).map_err(|_| unknown())?;
    Ok(private((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()))
}

fn opens(links: &LinkKey, seal: &Seal, door: &Door) -> bool {
    links.opens(seal, SealKind::Join, door.link_generation)
}

/// The person's own address, else the common one, else the organizer's link.
fn address(app: &crate::State, door: &Door) -> Option<String> {
    let zoom = door.meeting.and_then(|meeting| {
        let own = door.personal_url.as_deref().and_then(|sealed| {
            registrant::open_url(&app.vault, meeting, door.registration, sealed)
        });
        own.or_else(|| {
            door.common_url
                .as_deref()
                .and_then(|sealed| meeting::open_url(&app.vault, meeting, sealed))
        })
    });
    zoom.or_else(|| door.online_url.clone().filter(|_| !door.zoom_planned))
}

/// HEAD, prefetch and mail scanners follow links that nobody has pressed.
fn is_person(method: &Method, headers: &HeaderMap) -> bool {
    let says = |name: &str| web::header(headers, name).unwrap_or_default().to_lowercase();
    let ahead = ["purpose", "sec-purpose", "x-purpose", "x-moz"].iter().any(|name| {
        let purpose = says(name);
        purpose.contains("prefetch") || purpose.contains("preview")
    });
    let agent = says(USER_AGENT.as_str());
    *method == Method::GET && !ahead && !SCANNERS.iter().any(|name| agent.contains(name))
}

/// The address is one person's: nothing on the way may keep or pass it on.
fn private(mut response: Response) -> Response {
    let headers: [(HeaderName, &'static str); 2] =
        [(CACHE_CONTROL, "no-store"), (REFERRER_POLICY, "no-referrer")];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn state(
    conn: &mut sqlx::PgConnection,
    app: &crate::State,
    door: Door,
    now: DateTime<Utc>,
) -> web::Result<JoinState> {
    let room = load::room(&mut *conn, door.event, None).await?.ok_or_else(Problem::not_found)?;
    let person = load::people(conn, &[door.registration])
        .await?
        .remove(&door.registration)
        .unwrap_or_default();
    let verdict = room.verdict(&person, now);
    let phase = door.phase(now);
    let way = match (door.zoom_planned || door.meeting.is_some(), &door.online_url) {
        _ if door.mode == presence::Mode::InPerson => Way::None,
        (true, _) => Way::Zoom,
        (false, Some(_)) => Way::Link,
        (false, None) => Way::None,
    };
    let waited = door.clicked_at.is_some_and(|clicked| now >= clicked + PATIENCE);
    Ok(JoinState {
        phase,
        now,
        opens_at: door.opens_at(),
        closes_at: door.ends_at,
        ready: address(app, &door).is_some(),
        seen: door.seen,
        unseen_warning: matches!(way, Way::Zoom) && phase == Phase::Open && waited && !door.seen,
        counted_seconds: verdict.counted_seconds,
        window_seconds: verdict.window_seconds,
        needed_seconds: verdict.sessions.iter().map(|judged| judged.needed_seconds).sum(),
        status: verdict.status,
        settled: room.is_settled(now),
        registration_id: door.registration,
        full_name: door.full_name,
        way,
        event: JoinEvent {
            id: door.event,
            slug: door.slug,
            title: door.title,
            time_zone: door.time_zone,
            starts_at: door.starts_at,
            ends_at: door.ends_at,
            status: door.event_status,
        },
    })
}
