//! Make a draft, on one sheet (UX-52).

use auth::{ManageEvents, Org};
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use events::event::{Format, HttpsUrl, Kind, Plan, Visibility};
use events::local_time::{LocalTime, UtcOffset, resolve, zone};
use events::session;
use models::{CountryCode, Line, Lines, OrgId, TimeZone};
use serde::Deserialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Created, OnceJson, Problem};

use crate::session_body::{SessionBody, text};
use crate::shown::{Shown, shown};

/// What an organizer says about a new event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Wound care", "local_start": "2026-12-01T10:00", "join": {"kind": "zoom"}, "capacity": 40}))]
pub(crate) struct CreateEvent {
    title: Line<1, 200>,
    local_start: LocalTime,
    /// An hour after the start, if absent.
    local_end: Option<LocalTime>,
    /// The organization's, if absent.
    time_zone: Option<String>,
    utc_offset: Option<UtcOffset>,
    join: JoinBy,
    r#type: Option<Kind>,
    /// As `join` says, if absent.
    format: Option<Format>,
    online_url: Option<HttpsUrl>,
    #[serde(default)]
    zoom_planned: bool,
    visibility: Option<Visibility>,
    #[schema(minimum = 0, maximum = 100_000)]
    capacity: Option<i32>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000)]
    waitlist_max: i32,
    summary: Option<Lines<500>>,
    description: Option<Lines<20_000>>,
    /// Instead of one session from start to end.
    #[serde(default)]
    sessions: Vec<SessionBody>,
}

/// How people take part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum JoinBy {
    /// A Zoom meeting that is made after publishing.
    Zoom,
    /// Another web address.
    Link {
        /// Where.
        online_url: HttpsUrl,
    },
    /// A place.
    Place {
        /// Its name.
        venue_name: Line<1, 200>,
        /// Its address.
        venue_address: Option<Lines<500>>,
        /// ISO 3166-1 alpha-2.
        country: Option<CountryCode>,
    },
}

/// Make a draft.
#[utoipa::path(post, path = "/api/v1/events", tag = "events", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = CreateEvent,
    responses((status = 201, body = Shown), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<CreateEvent>,
) -> web::Result<Created<Shown>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let zone = match &body.time_zone {
        Some(name) => zone(name)?,
        None => home(&mut tx, org.id).await?,
    };
    let event = events::event::create(&mut tx, org.id, org.user, body.plan(zone)?, now).await?;
    let answer = shown(&mut tx, &app, event).await?.body;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}

async fn home(conn: &mut PgConnection, org: OrgId) -> sqlx::Result<TimeZone> {
    sqlx::query_scalar!(
        r#"select time_zone as "zone: TimeZone" from organizations where id = $1"#,
        org as _
    )
    .fetch_one(conn)
    .await
}

impl CreateEvent {
    fn plan(self, zone: TimeZone) -> web::Result<Plan> {
        let title = String::from(self.title.clone());
        let times = self.times(zone)?;
        let online = matches!(self.join, JoinBy::Zoom | JoinBy::Link { .. });
        let format = self.format.unwrap_or(if online { Format::Online } else { Format::InPerson });
        let sessions = if self.sessions.is_empty() {
            vec![session::Plan::simple(&title, times.0, times.1, format)]
        } else {
            let plans = self.sessions.into_iter().enumerate();
            plans
                .map(|(n, body)| body.plan(zone, format, &format!("/sessions/{n}")))
                .collect::<web::Result<_>>()?
        };
        let (mut zoom_planned, mut online_url) =
            (self.zoom_planned, self.online_url.map(String::from));
        let (mut venue_name, mut venue_address, mut country) = (None, None, None);
        match self.join {
            JoinBy::Zoom => zoom_planned = true,
            JoinBy::Link { online_url: url } => online_url = Some(url.into()),
            JoinBy::Place { venue_name: name, venue_address: address, country: land } => {
                venue_name = Some(name.into());
                venue_address = text(address.map(String::from));
                country = land.map(String::from);
            }
        }
        Ok(Plan {
            title,
            summary: text(self.summary.map(String::from)),
            description: text(self.description.map(String::from)),
            kind: self.r#type.unwrap_or(Kind::Webinar),
            format,
            time_zone: zone,
            visibility: self.visibility.unwrap_or(Visibility::Public),
            venue_name,
            venue_address,
            country,
            online_url,
            zoom_planned,
            capacity: self.capacity,
            waitlist_max: self.waitlist_max,
            sessions,
        })
    }

    fn times(&self, zone: TimeZone) -> web::Result<(DateTime<Utc>, DateTime<Utc>)> {
        if self.local_end.is_some() && !self.sessions.is_empty() {
            return Err(Problem::field(
                "/local_end",
                "invalid-value",
                "The sessions say when it ends.",
            ));
        }
        let start = resolve(self.local_start, zone, self.utc_offset)?;
        let end = match self.local_end {
            Some(end) => resolve(end, zone, self.utc_offset)?,
            None => start + TimeDelta::hours(1),
        };
        Ok((start, end))
    }
}
