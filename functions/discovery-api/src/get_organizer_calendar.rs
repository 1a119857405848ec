//! The public events of an organization, for calendars (EV-21).

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, OrgId, SessionId, TimeZone};
use outreach::calendar::{Entry, Method, uid, write};
use sqlx::PgConnection;
use web::{Cached, IfNoneMatch, Keep, Path, Public};

use crate::get_organizer::find;
use crate::opened::moved;

struct Row {
    event_id: EventId,
    session_id: SessionId,
    slug: String,
    title: String,
    session_title: String,
    sessions: i64,
    summary: Option<String>,
    sequence: i32,
    updated_at: DateTime<Utc>,
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: Option<String>,
    cancelled: bool,
}

/// The public events of an organization, for calendars.
#[utoipa::path(get, path = "/api/v1/discovery/organizers/{slug}/calendar.ics", tag = "discovery",
    params(("slug" = String, Path)),
    responses((status = 200, content_type = "text/calendar", body = String), (status = 308, description = "A former slug"), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_organizer_calendar(
    _: Public,
    State(app): State<crate::State>,
    Path(slug): Path<String>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let found = find(&mut conn, &slug, now).await?;
    if !found.current {
        return Ok(moved("/api/v1/discovery/organizers", &found.slug, "/calendar.ics", &[]));
    }
    let rows = rows(&mut conn, found.id, now).await?;
    let entries: Vec<Entry> = rows.into_iter().map(|row| entry(row, &app)).collect();
    let body = write(&Method::Publish { name: found.name }, &entries).into_bytes();
    let content_type = "text/calendar; charset=utf-8";
    Ok(Cached { keep: Keep::Public, content_type, body, seen }.into_response())
}

fn entry(row: Row, app: &crate::State) -> Entry {
    let many = row.sessions > 1;
    Entry {
        uid: uid(row.event_id, many.then_some(row.session_id), app.origin.host()),
        sequence: row.sequence,
        stamp: row.updated_at,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone,
        summary: if many { format!("{}: {}", row.title, row.session_title) } else { row.title },
        description: row.summary,
        location: row.place,
        url: Some(app.origin.event(&row.slug)),
        cancelled: row.cancelled,
        organizer: None,
        attendee: None,
    }
}

/// From a month ago on, so that a cancelled event leaves the calendars that hold it.
async fn rows(conn: &mut PgConnection, org: OrgId, now: DateTime<Utc>) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select e.id as "event_id: EventId", n.id as "session_id: SessionId", l.slug, e.title, n.title as session_title,
                  (select count(*) from sessions m where m.event_id = e.id) as "sessions!", e.summary, e.sequence, e.updated_at,
                  e.time_zone, n.starts_at, n.ends_at,
                  case when e.format <> 'online' then nullif(concat_ws(', ', e.venue_name, e.venue_address), '') end as place,
                  (e.status = 'cancelled' or n.cancelled_at is not null) as "cancelled!"
             from events e
             join event_slugs l on l.event_id = e.id and l.current
             join sessions n on n.event_id = e.id
            where e.organization_id = $1 and e.visibility = 'public' and e.course_id is null and e.status <> 'draft'
              and e.published_at is not null and e.ends_at > $2
            order by n.starts_at, n.id limit 1000"#,
        org as _,
        now - TimeDelta::days(31)
    )
    .fetch_all(conn)
    .await
}
