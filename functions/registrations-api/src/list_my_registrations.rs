//! One's own registrations, in all organizations.

use auth::{On, User};
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use cloud::Objects;
use events::event::{self, Format};
use events::local_time::in_zone;
use events::presence;
use events::registration::{Mode, Status};
use models::{EventId, LinkKey, RegistrationId, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

use crate::personal_links::{join_path, manage_path};

/// Joining is possible from so long before the start (ZM-6).
pub(crate) const DOORS: TimeDelta = TimeDelta::minutes(15);

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Mine {
    #[serde(default)]
    #[param(inline)]
    when: When,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// Not over yet, soonest first.
    #[default]
    Upcoming,
    /// Over, latest first.
    Past,
    /// All, latest first.
    All,
}

/// One's place at an event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyRegistration {
    id: RegistrationId,
    status: Status,
    mode: Mode,
    waitlist_position: Option<i64>,
    offer_expires_at: Option<DateTime<Utc>>,
    event: MyEvent,
    manage_url: String,
    join_url: Option<String>,
    join_opens_at: Option<DateTime<Utc>>,
    presence: Option<presence::Status>,
    counted_seconds: Option<i32>,
    certificate_code: Option<String>,
}

/// The event in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyEvent {
    id: EventId,
    slug: String,
    title: String,
    status: event::Status,
    format: Format,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: TimeZone,
    starts_local: String,
    ends_local: String,
    venue_name: Option<String>,
    image_url: Option<String>,
    organizer: MyOrganizer,
}

/// Who invites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyOrganizer {
    name: String,
    slug: Option<String>,
}

struct Row {
    id: RegistrationId,
    status: Status,
    mode: Mode,
    link_generation: i32,
    waitlist_position: Option<i64>,
    offer_expires_at: Option<DateTime<Utc>>,
    event_id: EventId,
    slug: String,
    title: String,
    event_status: event::Status,
    format: Format,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: TimeZone,
    venue_name: Option<String>,
    small_object: Option<String>,
    organizer: String,
    organizer_slug: Option<String>,
    presence: Option<presence::Status>,
    counted_seconds: Option<i32>,
    certificate_code: Option<String>,
}

/// One's own registrations, in all organizations.
#[utoipa::path(get, path = "/api/v1/registrations/mine", tag = "registrations", security(("bearer" = [])),
    params(Mine, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<MyRegistration>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_my_registrations(
    On(user, mut conn): On<User>,
    State(app): State<crate::State>,
    Query(wanted): Query<Mine>,
    page: PageOf<(DateTime<Utc>, RegistrationId)>,
) -> web::Result<Paged<MyRegistration>> {
    let rows = match wanted.when {
        When::Upcoming => upcoming(&mut conn, &user, &page, app.clock.now()).await?,
        When::Past => latest(&mut conn, &user, &page, Some(app.clock.now())).await?,
        When::All => latest(&mut conn, &user, &page, None).await?,
    };
    Ok(page.of(rows, |row| (row.starts_at, row.id), |row| shown(row, &app.links, &app.objects)))
}

fn shown(row: Row, links: &LinkKey, objects: &Objects) -> MyRegistration {
    let joins = row.status == Status::Confirmed && row.mode == Mode::Online;
    MyRegistration {
        id: row.id,
        status: row.status,
        mode: row.mode,
        waitlist_position: row.waitlist_position,
        offer_expires_at: row.offer_expires_at,
        manage_url: manage_path(links, row.id, row.link_generation),
        join_url: joins.then(|| join_path(links, row.id, row.link_generation)),
        join_opens_at: joins.then(|| row.starts_at - DOORS),
        presence: row.presence,
        counted_seconds: row.counted_seconds,
        certificate_code: row.certificate_code,
        event: MyEvent {
            id: row.event_id,
            slug: row.slug,
            title: row.title,
            status: row.event_status,
            format: row.format,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            time_zone: row.time_zone,
            starts_local: in_zone(row.starts_at, row.time_zone),
            ends_local: in_zone(row.ends_at, row.time_zone),
            venue_name: row.venue_name,
            image_url: row.small_object.map(|name| objects.public_url(&name)),
            organizer: MyOrganizer { name: row.organizer, slug: row.organizer_slug },
        },
    }
}

macro_rules! mine {
    ($rest:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select r.id as "id: RegistrationId", r.status as "status: Status", r.mode, r.link_generation, r.offer_expires_at,
                      case when r.status = 'waitlisted' then
                          (select 1 + count(*) from registrations w where w.event_id = r.event_id and w.status = 'waitlisted'
                              and (-w.waitlist_priority, w.waitlisted_at, w.id) < (-r.waitlist_priority, r.waitlisted_at, r.id))
                          end as waitlist_position,
                      e.id as "event_id: EventId", l.slug, e.title, e.status as "event_status: event::Status", e.format, e.starts_at,
                      e.ends_at, e.time_zone, e.venue_name, i.small_object as "small_object?", o.name as organizer,
                      g.slug as "organizer_slug?", p.status as "presence?: presence::Status", p.counted_seconds as "counted_seconds?",
                      (select c.code from certificates c where c.registration_id = r.id and c.status = 'active'
                        order by c.issued_at desc, c.id desc limit 1) as certificate_code
                 from registrations r
                 join events e on e.id = r.event_id
                 join event_slugs l on l.event_id = e.id and l.current
                 join organizations o on o.id = e.organization_id
                 left join organization_slugs g on g.organization_id = o.id and g.current and o.public_at is not null
                 left join event_images i on i.event_id = e.id
                 left join presence_summaries p on p.registration_id = r.id
                where r.user_id = $1 "# + $rest,
            $($argument),+
        )
    };
}

async fn upcoming(
    conn: &mut PgConnection,
    user: &User,
    page: &PageOf<(DateTime<Utc>, RegistrationId)>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Row>> {
    let (at, id) = page.page.after.unzip();
    mine!(
        "and e.ends_at > $2 and ($3::timestamptz is null or (e.starts_at, r.id) > ($3, $4::uuid)) order by e.starts_at, r.id limit $5",
        user.id as _,
        now,
        at,
        id as _,
        page.page.probe()
    )
    .fetch_all(conn)
    .await
}

async fn latest(
    conn: &mut PgConnection,
    user: &User,
    page: &PageOf<(DateTime<Utc>, RegistrationId)>,
    over: Option<DateTime<Utc>>,
) -> sqlx::Result<Vec<Row>> {
    let (at, id) = page.page.after.unzip();
    mine!(
        "and ($2::timestamptz is null or e.ends_at <= $2)
         and ($3::timestamptz is null or (e.starts_at, r.id) < ($3, $4::uuid)) order by e.starts_at desc, r.id desc limit $5",
        user.id as _,
        over,
        at,
        id as _,
        page.page.probe()
    )
    .fetch_all(conn)
    .await
}
