//! An event as its organizers see it.

use chrono::{DateTime, Utc};
use cloud::Objects;
use events::event::{
    self, Event, Format, Kind, Limits, Missing, Section, Status, Visibility, Warning, missing,
    warnings,
};
use events::local_time::in_zone;
use models::{EventId, Fault as _, LinkKey, OrgId, SealKind, Sealed, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Problem, Tagged};

use crate::prices;

/// An event as its organizers see it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct Shown {
    pub(crate) id: EventId,
    title: String,
    slug: String,
    public_path: String,
    /// Opens a private event to whoever has it.
    access_key: Option<String>,
    summary: Option<String>,
    description: Option<String>,
    r#type: Kind,
    format: Format,
    visibility: Visibility,
    status: Status,
    time_zone: TimeZone,
    pub(crate) starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    venue_name: Option<String>,
    venue_address: Option<String>,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    online_url: Option<String>,
    zoom_planned: bool,
    objectives: Vec<String>,
    level: Option<String>,
    prerequisites: Option<String>,
    languages: Vec<String>,
    support_statement: Option<String>,
    sequence: i32,
    published_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    capacity: Option<i32>,
    /// Seats for people online.
    online_capacity: Option<i32>,
    /// Seats for people at the place.
    in_person_capacity: Option<i32>,
    seats_taken: i32,
    waitlist_max: i32,
    counts: Counts,
    session_count: i64,
    image: Option<Image>,
    missing: Vec<Missing>,
    warnings: Vec<Warning>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    pub(crate) version: i32,
}

/// People by state, counted from rows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = EventCounts)]
pub(crate) struct Counts {
    confirmed: i64,
    waitlisted: i64,
    offered: i64,
    held: i64,
    requested: i64,
    cancelled: i64,
}

/// The picture.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = EventImage)]
pub(crate) struct Image {
    alt: String,
    large_url: String,
    small_url: String,
}

struct Around {
    slug: String,
    capacity: Option<i32>,
    online_capacity: Option<i32>,
    in_person_capacity: Option<i32>,
    limited_in_part: bool,
    code_without_effect: bool,
    hidden_without_code: bool,
    taken: i32,
    waitlist_max: i32,
    confirmed: i64,
    waitlisted: i64,
    offered: i64,
    held: i64,
    requested: i64,
    cancelled: i64,
    sessions: i64,
    alt: Option<String>,
    large_object: Option<String>,
    small_object: Option<String>,
}

/// Reads an event of this organization.
pub(crate) async fn read(
    conn: &mut PgConnection,
    app: &crate::State,
    org: OrgId,
    id: EventId,
) -> web::Result<Tagged<Shown>> {
    let event = event::get(conn, org, id).await?.ok_or_else(Problem::not_found)?;
    shown(conn, app, event).await
}

/// The event with everything around it.
pub(crate) async fn shown(
    conn: &mut PgConnection,
    app: &crate::State,
    event: Event,
) -> web::Result<Tagged<Shown>> {
    let around = around(conn, event.id).await?;
    let missing = match event.status {
        Status::Draft => wanted(conn, &event, app.clock.now()).await?,
        _ => Vec::new(),
    };
    let body = body(event, around, missing, &app.links, &app.objects);
    Ok(Tagged { version: body.version, body })
}

/// What publishing still wants: of the event (EV-9), and of who sells it (EV-8).
async fn wanted(
    conn: &mut PgConnection,
    event: &Event,
    now: DateTime<Utc>,
) -> web::Result<Vec<Missing>> {
    let mut wanted = missing(conn, event, now).await?;
    if prices::any(conn, event.id).await? {
        match prices::can_take_charges(conn, event.organization_id, now).await {
            Ok(()) => {}
            Err(refusal) if refusal.kind() == models::Kind::Conflict => wanted.push(Missing {
                code: refusal.code().to_owned(),
                detail: refusal.to_string(),
                section: Section::Tickets,
            }),
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(wanted)
}

fn body(
    event: Event,
    around: Around,
    missing: Vec<Missing>,
    links: &LinkKey,
    objects: &Objects,
) -> Shown {
    let limits = Limits {
        waitlist_max: around.waitlist_max,
        capacity: around.capacity,
        in_part: around.limited_in_part,
        by_mode: around.online_capacity.is_some() || around.in_person_capacity.is_some(),
        code_without_effect: around.code_without_effect,
        hidden_without_code: around.hidden_without_code,
    };
    let warnings = warnings(&event, limits);
    let key = Sealed {
        kind: SealKind::EventAccess,
        id: event.id.into(),
        generation: event.access_generation,
    };
    let picture = around.alt.zip(around.large_object).zip(around.small_object);
    Shown {
        public_path: format!("/events/{}", around.slug),
        slug: around.slug,
        access_key: (event.visibility == Visibility::Private).then(|| links.seal(key)),
        starts_local: in_zone(event.starts_at, event.time_zone),
        ends_local: in_zone(event.ends_at, event.time_zone),
        id: event.id,
        title: event.title,
        summary: event.summary,
        description: event.description,
        r#type: event.kind,
        format: event.format,
        visibility: event.visibility,
        status: event.status,
        time_zone: event.time_zone,
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        venue_name: event.venue_name,
        venue_address: event.venue_address,
        country: event.country,
        latitude: event.latitude,
        longitude: event.longitude,
        online_url: event.online_url,
        zoom_planned: event.zoom_planned,
        objectives: event.objectives,
        level: event.level,
        prerequisites: event.prerequisites,
        languages: event.languages,
        support_statement: event.support_statement,
        sequence: event.sequence,
        published_at: event.published_at,
        cancelled_at: event.cancelled_at,
        cancel_reason: event.cancel_reason,
        capacity: around.capacity,
        online_capacity: around.online_capacity,
        in_person_capacity: around.in_person_capacity,
        seats_taken: around.taken,
        waitlist_max: around.waitlist_max,
        counts: Counts {
            confirmed: around.confirmed,
            waitlisted: around.waitlisted,
            offered: around.offered,
            held: around.held,
            requested: around.requested,
            cancelled: around.cancelled,
        },
        session_count: around.sessions,
        image: picture.map(|((alt, large), small)| Image {
            alt,
            large_url: objects.public_url(&large),
            small_url: objects.public_url(&small),
        }),
        missing,
        warnings,
        created_at: event.created_at,
        updated_at: event.updated_at,
        version: event.version,
    }
}

async fn around(conn: &mut PgConnection, id: EventId) -> sqlx::Result<Around> {
    sqlx::query_as!(
        Around,
        r#"select l.slug, p.capacity, p.taken,
                  (select m.capacity from seat_pools m where m.event_id = l.event_id and m.mode = 'online') as online_capacity,
                  (select m.capacity from seat_pools m where m.event_id = l.event_id and m.mode = 'in_person') as in_person_capacity,
                  exists (select from seat_pools m where m.event_id = l.event_id and m.scope <> 'event'
                             and m.capacity is not null) as "limited_in_part!",
                  exists (select from ticket_types t where t.event_id = l.event_id and t.archived_at is null and t.audience = 'public'
                             and t.access_code is not null) as "code_without_effect!",
                  exists (select from ticket_types t where t.event_id = l.event_id and t.archived_at is null and t.audience = 'hidden'
                             and t.access_code is null) as "hidden_without_code!",
                   s.waitlist_max,
                  count(*) filter (where r.status = 'confirmed') as "confirmed!", count(*) filter (where r.status = 'waitlisted') as "waitlisted!",
                  count(*) filter (where r.status = 'offered') as "offered!", count(*) filter (where r.status = 'held') as "held!",
                  count(*) filter (where r.status = 'requested') as "requested!", count(*) filter (where r.status = 'cancelled') as "cancelled!",
                  (select count(*) from sessions n where n.event_id = l.event_id and n.cancelled_at is null) as "sessions!",
                  i.alt as "alt?", i.large_object as "large_object?", i.small_object as "small_object?"
             from event_slugs l
             join seat_pools p on p.event_id = l.event_id and p.scope = 'event'
             join event_settings s on s.event_id = l.event_id
             left join event_images i on i.event_id = l.event_id
             left join registrations r on r.event_id = l.event_id
            where l.event_id = $1 and l.current
            group by l.event_id, l.slug, p.capacity, p.taken, s.waitlist_max, i.alt, i.large_object, i.small_object"#,
        id as _
    )
    .fetch_one(conn)
    .await
}
