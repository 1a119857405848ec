//! The people of an event.

use auth::{Org, ReadRegistrations};
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::presence;
use events::registration::{Mode, Source, Status};
use models::{EventId, RegistrationId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Problem, Query};

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
    id: RegistrationId,
    status: Status,
    mode: Mode,
    email: Option<String>,
    full_name: Option<String>,
    professional_title: Option<String>,
    organization_name: Option<String>,
    user_id: Option<UserId>,
    source: Source,
    created_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    waitlisted_at: Option<DateTime<Utc>>,
    waitlist_priority: i32,
    presence: Option<presence::Status>,
    counted_seconds: Option<i32>,
    certificate_code: Option<String>,
    version: i32,
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

pub(crate) struct Filter {
    pub(crate) event: EventId,
    pub(crate) statuses: Option<Vec<&'static str>>,
    pub(crate) mode: Option<Mode>,
    pub(crate) presence: Option<Vec<String>>,
    pub(crate) like: Option<String>,
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
    org: Org<ReadRegistrations>,
    State(app): State<crate::State>,
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
    let mut conn = app.db.acquire().await?;
    visible(&mut conn, &org, wanted.event_id).await?;
    if wanted.sort == Sort::Name {
        let rows = by_name(&mut conn, &filter, &page).await?;
        let key = |row: &ListedRegistration| {
            Place::Name(row.full_name.clone().unwrap_or_default(), row.id)
        };
        return Ok(page.of(rows, key, |row| row));
    }
    let rows = newest(&mut conn, &filter, &page).await?;
    Ok(page.of(rows, |row| Place::Time(row.created_at, row.id), |row| row))
}

fn word(status: presence::Status) -> String {
    let word = serde_json::to_value(status).ok().and_then(|word| word.as_str().map(str::to_owned));
    word.unwrap_or_default()
}

macro_rules! listed {
    ($rest:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            ListedRegistration,
            r#"select r.id as "id: RegistrationId", r.status as "status: Status", r.mode, r.email, r.full_name, r.professional_title,
                      r.organization_name, r.user_id as "user_id: UserId", b.source as "source: Source", r.created_at, r.confirmed_at,
                      r.cancelled_at, r.waitlisted_at, r.waitlist_priority, p.status as "presence?: presence::Status",
                      p.counted_seconds as "counted_seconds?", c.code as "certificate_code?", r.version
                 from registrations r
                 join bookings b on b.id = r.booking_id
                 left join presence_summaries p on p.registration_id = r.id
                 left join certificates c on c.registration_id = r.id and c.status = 'active'
                where r.event_id = $1
                  and ($2::text[] is null or r.status = any($2))
                  and ($3::text is null or r.mode = $3)
                  and ($4::text[] is null or p.status = any($4))
                  and ($5::text is null or folded(coalesce(r.full_name, '') || ' ' || coalesce(r.email, '')) like folded($5)) "#
                + $rest,
            $($argument),+
        )
    };
}

async fn newest(
    conn: &mut PgConnection,
    filter: &Filter,
    page: &PageOf<Place>,
) -> sqlx::Result<Vec<ListedRegistration>> {
    let (at, id) = match &page.page.after {
        Some(Place::Time(at, id)) => (Some(*at), Some(*id)),
        _ => (None, None),
    };
    listed!(
        "and ($6::timestamptz is null or (r.created_at, r.id) < ($6, $7::uuid)) order by r.created_at desc, r.id desc limit $8",
        filter.event as _,
        filter.statuses.as_deref() as _,
        filter.mode.map(Mode::name),
        filter.presence.as_deref() as _,
        filter.like,
        at,
        id as _,
        page.page.limit + 1
    )
    .fetch_all(conn)
    .await
}

async fn by_name(
    conn: &mut PgConnection,
    filter: &Filter,
    page: &PageOf<Place>,
) -> sqlx::Result<Vec<ListedRegistration>> {
    let (name, id) = match &page.page.after {
        Some(Place::Name(name, id)) => (Some(name.as_str()), Some(*id)),
        _ => (None, None),
    };
    listed!(
        "and ($6::text is null or (coalesce(r.full_name, ''), r.id) > ($6, $7::uuid)) order by coalesce(r.full_name, ''), r.id limit $8",
        filter.event as _,
        filter.statuses.as_deref() as _,
        filter.mode.map(Mode::name),
        filter.presence.as_deref() as _,
        filter.like,
        name,
        id as _,
        page.page.limit + 1
    )
    .fetch_all(conn)
    .await
}
