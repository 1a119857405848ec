//! The people of an event.

use auth::{On, Org, ReadRegistrations};
use chrono::{DateTime, Utc};
use events::presence;
use events::registration::{Mode, Source, Status};
use models::{EventId, RegistrationId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Problem, Query};

use crate::listing::{Filter, by_name, newest};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    event_id: EventId,
    /// Several, separated by commas.
    status: Option<String>,
    mode: Option<Mode>,
    /// Several, separated by commas.
    presence: Option<String>,
    /// Part of a name or an address.
    q: Option<String>,
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegistrationSort)]
pub(crate) enum Sort {
    /// Latest first.
    #[default]
    Newest,
    /// By name.
    Name,
}

/// One person in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedRegistration {
    pub(crate) id: RegistrationId,
    pub(crate) status: Status,
    pub(crate) mode: Mode,
    pub(crate) email: Option<String>,
    pub(crate) full_name: Option<String>,
    /// Booked without a name: nobody can join or earn credit on it yet.
    pub(crate) unnamed: bool,
    pub(crate) professional_title: Option<String>,
    pub(crate) organization_name: Option<String>,
    pub(crate) user_id: Option<UserId>,
    pub(crate) source: Source,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) confirmed_at: Option<DateTime<Utc>>,
    pub(crate) cancelled_at: Option<DateTime<Utc>>,
    pub(crate) waitlisted_at: Option<DateTime<Utc>>,
    pub(crate) waitlist_priority: i32,
    pub(crate) presence: Option<presence::Status>,
    pub(crate) counted_seconds: Option<i32>,
    pub(crate) certificate_code: Option<String>,
    pub(crate) version: i32,
}

/// Behind which row a page begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Place {
    /// In the order of time.
    Time(DateTime<Utc>, RegistrationId),
    /// In the order of names.
    Name(String, RegistrationId),
}

/// Values separated by commas, each of them known.
pub(crate) fn several<T: for<'de> Deserialize<'de>>(
    text: Option<&str>,
    pointer: &str,
) -> web::Result<Option<Vec<T>>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = |word: &str| serde_json::from_value(word.trim().into()).ok();
    let values: Option<Vec<T>> = text.split(',').map(read).collect();
    values
        .map(Some)
        .ok_or_else(|| Problem::field(pointer, "invalid-value", "This value is not known."))
}

/// What `like` looks for: `q` anywhere, its own wildcards taken as they are.
pub(crate) fn pattern(q: Option<&str>) -> web::Result<Option<String>> {
    let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) else { return Ok(None) };
    if q.chars().count() > 100 || q.contains('\0') {
        return Err(Problem::field("/q", "out-of-range", "Search for at most 100 characters."));
    }
    Ok(Some(format!("%{}%", q.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"))))
}

/// Whether the event is one of the organization, within the member's scope.
pub(crate) async fn visible<P>(
    conn: &mut PgConnection,
    org: &Org<P>,
    event: EventId,
) -> web::Result<()> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from events where organization_id = $1 and id = $2
                             and ($3::uuid[] is null or id = any($3))) as "known!""#,
        org.id as _,
        event as _,
        org.scope.as_deref() as _
    )
    .fetch_one(conn)
    .await?;
    if known { Ok(()) } else { Err(Problem::not_found()) }
}

/// The people of an event.
#[utoipa::path(get, path = "/api/v1/registrations", tag = "registrations", security(("bearer" = [])),
    params(Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<ListedRegistration>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_registrations(
    On(org, mut conn): On<Org<ReadRegistrations>>,
    Query(wanted): Query<Wanted>,
    page: PageOf<Place>,
) -> web::Result<Paged<ListedRegistration>> {
    let presence = several::<presence::Status>(wanted.presence.as_deref(), "/presence")?;
    let words = |all: Vec<presence::Status>| all.into_iter().map(word).collect();
    let statuses = several::<Status>(wanted.status.as_deref(), "/status")?;
    let filter = Filter {
        event: wanted.event_id,
        // As text: the driver would look the array of a named type up on every call.
        statuses: statuses.map(|all| all.into_iter().map(Status::name).collect()),
        mode: wanted.mode,
        presence: presence.map(words),
        like: pattern(wanted.q.as_deref())?,
    };
    let rows = match wanted.sort {
        Sort::Newest => newest(&mut conn, &org, &filter, &page).await?,
        Sort::Name => by_name(&mut conn, &org, &filter, &page).await?,
    };
    // The rows say whose they are. Only where there are none it must be asked why.
    if rows.is_empty() {
        visible(&mut conn, &org, wanted.event_id).await?;
    }
    let key = |row: &ListedRegistration| match wanted.sort {
        Sort::Newest => Place::Time(row.created_at, row.id),
        Sort::Name => Place::Name(row.full_name.clone().unwrap_or_default(), row.id),
    };
    Ok(page.of(rows, key, |row| row))
}

fn word(status: presence::Status) -> String {
    let word = serde_json::to_value(status).ok().and_then(|word| word.as_str().map(str::to_owned));
    word.unwrap_or_default()
}
