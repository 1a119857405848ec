//! The personal calendar of one registration, for programs that read it again and again (EV-21).

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use events::event;
use events::registration::{Mode, Status};
use models::{EventId, RegistrationId, Seal, SealKind, SessionId, TimeZone};
use outreach::calendar::{Entry, Method, uid, write};
use web::{Path, Problem, Public};

use crate::personal_links::join_page;

struct Row {
    id: RegistrationId,
    link_generation: i32,
    status: Status,
    mode: Mode,
    event_id: EventId,
    event_status: event::Status,
    event_title: String,
    slug: String,
    summary: Option<String>,
    sequence: i32,
    updated_at: DateTime<Utc>,
    time_zone: TimeZone,
    venue: Option<String>,
    session_id: SessionId,
    session_title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    cancelled: bool,
}

/// The personal calendar of one registration.
#[utoipa::path(get, path = "/api/v1/registrations/calendar/{file}", tag = "registrations",
    params(("file" = String, Path, description = "The seal and `.ics`")),
    responses((status = 200, content_type = "text/calendar", body = String), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_calendar(
    _: Public,
    State(app): State<crate::State>,
    Path(file): Path<String>,
) -> web::Result<Response> {
    let seal = file.strip_suffix(".ics").and_then(Seal::parse).ok_or_else(Problem::not_found)?;
    let rows = rows(&app, RegistrationId::from(seal.id)).await?;
    let generation = rows.first().ok_or_else(Problem::not_found)?.link_generation;
    if !app.links.opens(&seal, SealKind::Calendar, generation) {
        return Err(Problem::not_found());
    }
    let method = Method::Publish { name: rows[0].event_title.clone() };
    let many = rows.len() > 1;
    let entries: Vec<Entry> = rows.into_iter().map(|row| entry(row, &app, many)).collect();
    let headers =
        [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "private, no-store")];
    Ok((headers, write(&method, &entries)).into_response())
}

fn entry(row: Row, app: &crate::State, many: bool) -> Entry {
    let seated = row.status == Status::Confirmed;
    let online = seated && row.mode == Mode::Online;
    let join =
        online.then(|| app.origin.address(&join_page(&app.links, row.id, row.link_generation)));
    let summary =
        if many { format!("{}: {}", row.event_title, row.session_title) } else { row.event_title };
    Entry {
        uid: uid(row.event_id, many.then_some(row.session_id), app.origin.host()),
        sequence: row.sequence,
        stamp: row.updated_at,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone,
        summary,
        description: row.summary,
        location: join.or(row.venue),
        url: Some(app.origin.address(&format!("/events/{}", row.slug))),
        cancelled: !seated || row.cancelled || row.event_status == event::Status::Cancelled,
        organizer: None,
        attendee: None,
    }
}

async fn rows(app: &crate::State, id: RegistrationId) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select r.id as "id: RegistrationId", r.link_generation, r.status as "status: Status", r.mode, e.id as "event_id: EventId",
                  e.status as "event_status: event::Status", e.title as event_title, l.slug, e.summary, e.sequence,
                  greatest(e.updated_at, r.updated_at) as "updated_at!", e.time_zone,
                  nullif(concat_ws(', ', e.venue_name, e.venue_address), '') as venue,
                  n.id as "session_id: SessionId", n.title as session_title, n.starts_at, n.ends_at, n.cancelled_at is not null as "cancelled!"
             from registrations r
             join events e on e.id = r.event_id
             join event_slugs l on l.event_id = e.id and l.current
             join sessions n on n.event_id = e.id
            where r.id = $1 order by n.position"#,
        id as _
    )
    .fetch_all(&app.db)
    .await
}
