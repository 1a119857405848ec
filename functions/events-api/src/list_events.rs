//! An organization's events.

use auth::{On, Org, ReadEvents};
use axum::extract::State;
use chrono::{DateTime, Utc};
use cloud::Objects;
use events::event::{Format, Kind, Status, Visibility};
use events::local_time::in_zone;
use models::{EventId, TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Problem, Query};

use crate::listing::{Filter, Row, latest, soonest};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Several, separated by commas.
    status: Option<String>,
    /// Several, separated by commas.
    r#type: Option<String>,
    /// Several, separated by commas.
    format: Option<String>,
    starts_after: Option<DateTime<Utc>>,
    starts_before: Option<DateTime<Utc>>,
    /// Part of the title.
    q: Option<String>,
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventSort)]
pub(crate) enum Sort {
    /// Latest start first.
    #[default]
    Latest,
    /// Soonest start first.
    Soonest,
}

/// An event in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedEvent {
    id: EventId,
    title: String,
    slug: String,
    status: Status,
    r#type: Kind,
    format: Format,
    visibility: Visibility,
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    capacity: Option<i32>,
    confirmed: i64,
    waitlisted: i64,
    image_url: Option<String>,
}

/// Words separated by commas, each of them a known value of `T`.
fn several<T: for<'de> Deserialize<'de>>(
    text: Option<&str>,
    pointer: &str,
) -> web::Result<Option<Vec<String>>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let words: Vec<String> = text.split(',').map(|word| word.trim().to_owned()).collect();
    let known = |word: &String| serde_json::from_value::<T>(word.as_str().into()).is_ok();
    if words.iter().all(known) {
        return Ok(Some(words));
    }
    Err(Problem::field(pointer, "invalid-value", "This value is not known."))
}

/// What `like` looks for: `q` anywhere, its own wildcards taken as they are.
pub(crate) fn pattern(q: Option<&str>) -> web::Result<Option<String>> {
    let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) else { return Ok(None) };
    if q.chars().count() > 100 || q.contains('\0') {
        return Err(Problem::field("/q", "out-of-range", "Search for at most 100 characters."));
    }
    Ok(Some(format!("%{}%", q.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"))))
}

/// An organization's events.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", security(("bearer" = [])),
    params(Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<ListedEvent>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_events(
    On(org, mut conn): On<Org<ReadEvents>>,
    State(app): State<crate::State>,
    Query(wanted): Query<Wanted>,
    page: PageOf<(DateTime<Utc>, EventId)>,
) -> web::Result<Paged<ListedEvent>> {
    let filter = Filter {
        statuses: several::<Status>(wanted.status.as_deref(), "/status")?,
        kinds: several::<Kind>(wanted.r#type.as_deref(), "/type")?,
        formats: several::<Format>(wanted.format.as_deref(), "/format")?,
        starts_after: wanted.starts_after,
        starts_before: wanted.starts_before,
        like: pattern(wanted.q.as_deref())?,
    };
    let rows = match wanted.sort {
        Sort::Latest => latest(&mut conn, &org, &filter, &page).await?,
        Sort::Soonest => soonest(&mut conn, &org, &filter, &page).await?,
    };
    Ok(page.of(rows, |row| (row.starts_at, row.id), |row| shown(row, &app.objects)))
}

fn shown(row: Row, objects: &Objects) -> ListedEvent {
    ListedEvent {
        starts_local: in_zone(row.starts_at, row.time_zone),
        ends_local: in_zone(row.ends_at, row.time_zone),
        id: row.id,
        title: row.title,
        slug: row.slug,
        status: row.status,
        r#type: row.kind,
        format: row.format,
        visibility: row.visibility,
        time_zone: row.time_zone,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        capacity: row.capacity,
        confirmed: row.confirmed,
        waitlisted: row.waitlisted,
        image_url: row.small_object.map(|name| objects.public_url(&name)),
    }
}
