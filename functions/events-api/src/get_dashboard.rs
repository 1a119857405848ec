//! The organizer's home in numbers, straight from rows (EV-22).

use auth::{On, Org, ReadReports};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use events::event::Status;
use events::local_time::in_zone;
use models::{EventId, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{Problem, Query};

use crate::count_events::EventsByStatus;

/// Of which time.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// Events that start from here on.
    from: Option<DateTime<Utc>>,
    /// Events that start before.
    to: Option<DateTime<Utc>>,
    /// One event only.
    event_id: Option<EventId>,
}

/// The organizer's home in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dashboard {
    events: EventsByStatus,
    registrations: RegistrationsByStatus,
    people_present: i64,
    next_events: Vec<NextEvent>,
    gaps: Vec<Gap>,
}

/// People by state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegistrationsByStatus {
    requested: i64,
    held: i64,
    offered: i64,
    waitlisted: i64,
    confirmed: i64,
    expired: i64,
    cancelled: i64,
    declined: i64,
    transferred: i64,
}

/// An event that comes soon.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextEvent {
    id: EventId,
    title: String,
    slug: String,
    status: Status,
    starts_at: DateTime<Utc>,
    starts_local: String,
    time_zone: TimeZone,
    capacity: Option<i32>,
    confirmed: i64,
    waitlisted: i64,
}

/// What is still open at a finished event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Gap {
    event_id: EventId,
    title: String,
    ended_at: DateTime<Utc>,
    status: Status,
    unmatched: i64,
    presence_pending: i64,
    uncertified: i64,
}

struct Numbers {
    draft: i64,
    published: i64,
    live: i64,
    completed: i64,
    closed: i64,
    cancelled_events: i64,
    requested: i64,
    held: i64,
    offered: i64,
    waitlisted: i64,
    confirmed: i64,
    expired: i64,
    cancelled: i64,
    declined: i64,
    transferred: i64,
    present: i64,
}

/// The organizer's home in numbers.
#[utoipa::path(get, path = "/api/v1/events/dashboard", tag = "events", security(("bearer" = [])), params(Span),
    responses((status = 200, body = Dashboard), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_dashboard(
    On(org, mut conn): On<Org<ReadReports>>,
    State(app): State<crate::State>,
    Query(span): Query<Span>,
) -> web::Result<Json<Dashboard>> {
    if let (Some(from), Some(to)) = (span.from, span.to)
        && to - from > TimeDelta::days(400)
    {
        return Err(Problem::invalid("range-too-long", "Choose at most 400 days."));
    }
    let n = numbers(&mut conn, &org, &span).await?;
    let next_events = next(&mut conn, &org, app.clock.now()).await?;
    let gaps = gaps(&mut conn, &org, app.clock.now()).await?;
    Ok(Json(Dashboard {
        events: EventsByStatus {
            draft: n.draft,
            published: n.published,
            live: n.live,
            completed: n.completed,
            closed: n.closed,
            cancelled: n.cancelled_events,
        },
        registrations: RegistrationsByStatus {
            requested: n.requested,
            held: n.held,
            offered: n.offered,
            waitlisted: n.waitlisted,
            confirmed: n.confirmed,
            expired: n.expired,
            cancelled: n.cancelled,
            declined: n.declined,
            transferred: n.transferred,
        },
        people_present: n.present,
        next_events,
        gaps,
    }))
}

async fn numbers(
    conn: &mut PgConnection,
    org: &Org<ReadReports>,
    span: &Span,
) -> sqlx::Result<Numbers> {
    sqlx::query_as!(
        Numbers,
        r#"with mine as materialized (
              select id, status from events
               where organization_id = $1 and course_id is null and ($2::timestamptz is null or starts_at >= $2)
                 and ($3::timestamptz is null or starts_at < $3) and ($4::uuid is null or id = $4)
           ), of_events as (
              select count(*) filter (where status = 'draft') as draft, count(*) filter (where status = 'published') as published,
                     count(*) filter (where status = 'live') as live, count(*) filter (where status = 'completed') as completed,
                     count(*) filter (where status = 'closed') as closed, count(*) filter (where status = 'cancelled') as cancelled_events
                from mine
           ), of_people as (
              select count(*) filter (where r.status = 'requested') as requested, count(*) filter (where r.status = 'held') as held,
                     count(*) filter (where r.status = 'offered') as offered, count(*) filter (where r.status = 'waitlisted') as waitlisted,
                     count(*) filter (where r.status = 'confirmed') as confirmed, count(*) filter (where r.status = 'expired') as expired,
                     count(*) filter (where r.status = 'cancelled') as cancelled, count(*) filter (where r.status = 'declined') as declined,
                     count(*) filter (where r.status = 'transferred') as transferred
                from mine m join registrations r on r.event_id = m.id
           ), there as (
              select count(*) as present from mine m join presence_summaries p on p.event_id = m.id where p.counted_seconds > 0
           )
           select draft as "draft!", published as "published!", live as "live!", completed as "completed!", closed as "closed!",
                  cancelled_events as "cancelled_events!", requested as "requested!", held as "held!", offered as "offered!",
                  waitlisted as "waitlisted!", confirmed as "confirmed!", expired as "expired!", cancelled as "cancelled!",
                  declined as "declined!", transferred as "transferred!", present as "present!"
             from of_events, of_people, there"#,
        org.id as _,
        span.from,
        span.to,
        span.event_id as _
    )
    .fetch_one(conn)
    .await
}

async fn next(
    conn: &mut PgConnection,
    org: &Org<ReadReports>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<NextEvent>> {
    let rows = sqlx::query!(
        r#"select e.id as "id: EventId", e.title, l.slug, e.status as "status: Status", e.starts_at, e.time_zone, p.capacity,
                  (select count(*) from registrations r where r.event_id = e.id and r.status = 'confirmed') as "confirmed!",
                  (select count(*) from registrations r where r.event_id = e.id and r.status = 'waitlisted') as "waitlisted!"
             from events e
             join event_slugs l on l.event_id = e.id and l.current
             join seat_pools p on p.event_id = e.id and p.scope = 'event'
            where e.organization_id = $1 and e.course_id is null and e.status in ('draft', 'published', 'live') and e.ends_at > $2
            order by e.starts_at, e.id limit 5"#,
        org.id as _,
        now
    )
    .fetch_all(conn)
    .await?;
    let shown = rows.into_iter().map(|row| NextEvent {
        starts_local: in_zone(row.starts_at, row.time_zone),
        id: row.id,
        title: row.title,
        slug: row.slug,
        status: row.status,
        starts_at: row.starts_at,
        time_zone: row.time_zone,
        capacity: row.capacity,
        confirmed: row.confirmed,
        waitlisted: row.waitlisted,
    });
    Ok(shown.collect())
}

async fn gaps(
    conn: &mut PgConnection,
    org: &Org<ReadReports>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Gap>> {
    sqlx::query_as!(
        Gap,
        r#"select event_id as "event_id: EventId", title, ended_at, status as "status: Status",
                  unmatched as "unmatched!", presence_pending as "presence_pending!", uncertified as "uncertified!"
             from (select e.id as event_id, e.title, e.ends_at as ended_at, e.status,
                          (select count(*) from participants p where p.event_id = e.id and p.registration_id is null and p.ignored_at is null
                              and p.role = 'attendee') as unmatched,
                          (select count(*) from registrations r left join presence_summaries s on s.registration_id = r.id
                            where r.event_id = e.id and r.status = 'confirmed' and not r.unnamed and s.settled_at is null) as presence_pending,
                          (select count(*) from registrations r join presence_summaries s on s.registration_id = r.id
                            where r.event_id = e.id and r.status = 'confirmed' and s.status = 'met' and s.settled_at is not null
                              and not exists (select from certificates c where c.registration_id = r.id and c.status = 'active')
                              and coalesce((select g.enabled from certificate_settings g where g.event_id = e.id), true)) as uncertified
                     from events e
                    where e.organization_id = $1 and e.course_id is null and e.status in ('live', 'completed') and e.ends_at <= $2) finished
            where unmatched + presence_pending + uncertified > 0
            order by ended_at, event_id limit 10"#,
        org.id as _,
        now
    )
    .fetch_all(conn)
    .await
}
