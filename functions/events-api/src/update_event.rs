//! Change an event; or see what a change would tell people, without saving it.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::ETAG;
use events::event::{Change, Edit, Format, HttpsUrl, Kind, Visibility};
use events::local_time::{LocalTime, UtcOffset, zone};
use models::{CountryCode, EventId, Line, Lines};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{IfMatch, Path, Problem, Query, ValidJson};

use crate::plan;
use crate::session_body::text;
use crate::shown::{Shown, read};

/// Whether to save.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Preview {
    /// Tells what would change and saves nothing.
    #[serde(default)]
    pub(crate) preview: bool,
}

/// What is to be different; absent parts stay, null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Wound care, advanced", "capacity": 50}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct UpdateEvent {
    #[serde(default, deserialize_with = "web::not_null")]
    title: Option<Line<1, 200>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    summary: Option<Option<Lines<500>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<Lines<20_000>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    r#type: Option<Kind>,
    #[serde(default, deserialize_with = "web::not_null")]
    format: Option<Format>,
    #[serde(default, deserialize_with = "web::not_null")]
    visibility: Option<Visibility>,
    #[serde(default, deserialize_with = "web::not_null")]
    time_zone: Option<String>,
    /// The programme moves along.
    #[serde(default, deserialize_with = "web::not_null")]
    local_start: Option<LocalTime>,
    /// With one session only.
    #[serde(default, deserialize_with = "web::not_null")]
    local_end: Option<LocalTime>,
    utc_offset: Option<UtcOffset>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    venue_name: Option<Option<Line<0, 200>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    venue_address: Option<Option<Lines<500>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    country: Option<Option<CountryCode>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<f64>)]
    latitude: Option<Option<f64>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<f64>)]
    longitude: Option<Option<f64>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    online_url: Option<Option<HttpsUrl>>,
    #[serde(default, deserialize_with = "web::not_null")]
    zoom_planned: Option<bool>,
    #[serde(default, deserialize_with = "web::not_null")]
    #[schema(max_items = 20)]
    objectives: Option<Vec<Line<1, 300>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    level: Option<Option<Line<0, 100>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    prerequisites: Option<Option<Lines<1000>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    #[schema(max_items = 20)]
    languages: Option<Vec<Line<2, 35>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    support_statement: Option<Option<Lines<2000>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>)]
    capacity: Option<Option<i32>>,
    /// Seats for people online.
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>)]
    online_capacity: Option<Option<i32>>,
    /// Seats for people at the place.
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>)]
    in_person_capacity: Option<Option<i32>>,
    /// Ends the present access key of a private event.
    #[serde(default)]
    replace_access_key: bool,
}

/// The event, and what the change means for people.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UpdatedEvent {
    event: Shown,
    changes: Vec<Change>,
    people_to_tell: i64,
    promoted: usize,
}

/// Change an event; or see what a change would tell people, without saving it.
#[utoipa::path(patch, path = "/api/v1/events/{event_id}", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path), Preview, ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = UpdateEvent,
    responses((status = 200, body = UpdatedEvent), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    Query(Preview { preview }): Query<Preview>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<UpdateEvent>,
) -> web::Result<([(HeaderName, String); 1], Json<UpdatedEvent>)> {
    let now = app.clock.now();
    let mut edit = body.edit()?;
    plan::allows(&org, edit.capacity.flatten())?;
    edit.most = org.limits.attendees_per_event;
    let mut tx = db::begin(&app.db).await?;
    let edited = events::event::edit(&mut tx, org.id, id, version, &edit, now).await?;
    let event = read(&mut tx, &app, org.id, id).await?.body;
    let (version, promoted) = (event.version, edited.moves.len());
    let answer = UpdatedEvent {
        event,
        changes: edited.changes,
        people_to_tell: edited.people_to_tell,
        promoted,
    };
    if preview {
        tx.rollback().await?;
    } else {
        sales::tell(&mut tx, &edited.moves, None, now).await?;
        tx.commit().await?;
        app.tasks.flush(&app.db).await;
    }
    Ok(([(ETAG, format!("\"{version}\""))], Json(answer)))
}

impl UpdateEvent {
    fn edit(self) -> web::Result<Edit> {
        let within =
            |value: Option<Option<f64>>, most: f64| value.flatten().is_none_or(|v| v.abs() <= most);
        if !within(self.latitude, 90.0) || !within(self.longitude, 180.0) {
            return Err(Problem::field("/latitude", "out-of-range", "This is no place on Earth."));
        }
        let few = |list: Option<usize>| list.is_none_or(|length| length <= 20);
        if !few(self.objectives.as_ref().map(Vec::len))
            || !few(self.languages.as_ref().map(Vec::len))
        {
            return Err(Problem::field("/objectives", "out-of-range", "Give at most 20."));
        }
        let lines = |list: Vec<Line<1, 300>>| list.into_iter().map(String::from).collect();
        let tags = |list: Vec<Line<2, 35>>| list.into_iter().map(String::from).collect();
        Ok(Edit {
            title: self.title.map(String::from),
            summary: self.summary.map(|t| text(t.map(String::from))),
            description: self.description.map(|t| text(t.map(String::from))),
            kind: self.r#type,
            format: self.format,
            visibility: self.visibility,
            time_zone: self.time_zone.as_deref().map(zone).transpose()?,
            local_start: self.local_start,
            local_end: self.local_end,
            utc_offset: self.utc_offset,
            venue_name: self.venue_name.map(|t| text(t.map(String::from))),
            venue_address: self.venue_address.map(|t| text(t.map(String::from))),
            country: self.country.map(|c| c.map(String::from)),
            latitude: self.latitude,
            longitude: self.longitude,
            online_url: self.online_url.map(|u| u.map(String::from)),
            zoom_planned: self.zoom_planned,
            objectives: self.objectives.map(lines),
            level: self.level.map(|t| text(t.map(String::from))),
            prerequisites: self.prerequisites.map(|t| text(t.map(String::from))),
            languages: self.languages.map(tags),
            support_statement: self.support_statement.map(|t| text(t.map(String::from))),
            capacity: self.capacity,
            online_capacity: self.online_capacity,
            in_person_capacity: self.in_person_capacity,
            replace_access_key: self.replace_access_key,
            ..Edit::default()
        })
    }
}
