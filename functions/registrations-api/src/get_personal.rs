//! Everything behind a personal link, before, during and after the event (UX-48).

use auth::Holder;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use chrono::{DateTime, Utc};
use events::event::{self, Format, Kind, Visibility};
use events::local_time::in_zone;
use events::question::Asked;
use events::registration::{By, Mode, NameShown, Status};
use models::{EventId, OrgId, RegistrationId, SessionId, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;
use utoipa::{IntoParams, ToSchema};
use web::{Problem, Query};

use crate::list_my_registrations::DOORS;
use crate::paying::PlacePayment;
use crate::personal_links::{calendar_path, join_path, manage_token};
use crate::shown::{ShownAnswer, cancellation};

/// Which one; needed with an account, and implied by a link.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    registration_id: Option<RegistrationId>,
}

/// Everything behind a personal link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Personal {
    registration: PersonalRegistration,
    questions: Vec<Asked>,
    event: PersonalEvent,
    join: Option<Join>,
    calendar_url: Option<String>,
    token: String,
}

/// One's place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonalRegistration {
    id: RegistrationId,
    status: Status,
    mode: Mode,
    email: Option<String>,
    full_name: Option<String>,
    professional_title: Option<String>,
    organization_name: Option<String>,
    name_shown: NameShown,
    waitlist_position: Option<i64>,
    offer_expires_at: Option<DateTime<Utc>>,
    hold_expires_at: Option<DateTime<Utc>>,
    confirmed_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    can_cancel: bool,
    cancel_closes_at: Option<DateTime<Utc>>,
    can_edit: bool,
    answers: Vec<ShownAnswer>,
    /// What pays for the place, or did last.
    payment: Option<PlacePayment>,
    version: i32,
}

/// The event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonalEvent {
    id: EventId,
    slug: String,
    title: String,
    summary: Option<String>,
    r#type: Kind,
    format: Format,
    status: event::Status,
    visibility: Visibility,
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    venue_name: Option<String>,
    venue_address: Option<String>,
    country: Option<String>,
    cancel_reason: Option<String>,
    image: Option<PersonalImage>,
    organizer: PersonalOrganizer,
    sessions: Vec<PersonalSession>,
}

/// Its picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonalImage {
    alt: String,
    large_url: String,
    small_url: String,
}

/// Who invites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonalOrganizer {
    id: OrgId,
    name: String,
    slug: Option<String>,
}

/// One session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonalSession {
    id: SessionId,
    title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    mode: Format,
    room: Option<String>,
    cancelled: bool,
}

/// Where and when to join.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Join {
    url: String,
    kind: JoinKind,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
}

/// What one joins.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JoinKind {
    /// A Zoom meeting.
    Zoom,
    /// Another web address.
    Link,
}

#[derive(Deserialize)]
struct SessionRow {
    id: SessionId,
    title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    mode: Format,
    room: Option<String>,
    cancelled: bool,
}

struct Row {
    id: RegistrationId,
    link_generation: i32,
    status: Status,
    mode: Mode,
    email: Option<String>,
    full_name: Option<String>,
    professional_title: Option<String>,
    organization_name: Option<String>,
    name_shown: NameShown,
    waitlist_position: Option<i64>,
    offer_expires_at: Option<DateTime<Utc>>,
    hold_expires_at: Option<DateTime<Utc>>,
    confirmed_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    version: i32,
    payment: Option<Jsonb<PlacePayment>>,
    answers: Jsonb<Vec<ShownAnswer>>,
    questions: Jsonb<Vec<Asked>>,
    sessions: Jsonb<Vec<SessionRow>>,
    event_id: EventId,
    slug: String,
    title: String,
    summary: Option<String>,
    kind: Kind,
    format: Format,
    event_status: event::Status,
    visibility: Visibility,
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    venue_name: Option<String>,
    venue_address: Option<String>,
    country: Option<String>,
    event_cancel_reason: Option<String>,
    zoom_planned: bool,
    online_url: Option<String>,
    cancel_until_minutes: i32,
    alt: Option<String>,
    large_object: Option<String>,
    small_object: Option<String>,
    organizer_id: OrgId,
    organizer: String,
    organizer_slug: Option<String>,
}

/// Everything behind a personal link, before, during and after the event.
#[utoipa::path(get, path = "/api/v1/registrations/personal", tag = "registrations", security(("bearer" = [])), params(Which),
    responses((status = 200, body = Personal), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_personal(
    holder: Holder,
    State(app): State<crate::State>,
    Query(which): Query<Which>,
) -> web::Result<([(HeaderName, &'static str); 1], Json<Personal>)> {
    let id = holder.registration().or(which.registration_id).ok_or_else(|| {
        Problem::field("/registration_id", "required", "Say which registration is meant.")
    })?;
    let row =
        row(&mut *app.db.acquire().await?, id, &holder).await?.ok_or_else(Problem::not_found)?;
    Ok(([(CACHE_CONTROL, "private, no-store")], Json(personal(row, &app))))
}

fn personal(row: Row, app: &crate::State) -> Personal {
    let times = (row.starts_at, row.cancel_until_minutes);
    let (can_cancel, cancel_closes_at) =
        cancellation(By::Holder(None), row.status, row.event_status, times, app.clock.now());
    let open = !matches!(row.event_status, event::Status::Closed | event::Status::Cancelled);
    let join = join(&row, app);
    let (id, generation) = (row.id, row.link_generation);
    Personal {
        registration: PersonalRegistration {
            id,
            status: row.status,
            mode: row.mode,
            email: row.email,
            full_name: row.full_name,
            professional_title: row.professional_title,
            organization_name: row.organization_name,
            name_shown: row.name_shown,
            waitlist_position: row.waitlist_position,
            offer_expires_at: row.offer_expires_at,
            hold_expires_at: row.hold_expires_at,
            confirmed_at: row.confirmed_at,
            cancelled_at: row.cancelled_at,
            cancel_reason: row.cancel_reason,
            can_cancel,
            cancel_closes_at,
            can_edit: row.status.is_live() && open,
            answers: row.answers.0.into_iter().map(ShownAnswer::worded).collect(),
            payment: row.payment.map(|payment| payment.0.sealed(&app.links)),
            version: row.version,
        },
        questions: row.questions.0,
        join,
        calendar_url: row.status.is_seated().then(|| calendar_path(&app.links, id, generation)),
        token: manage_token(&app.links, id, generation),
        event: PersonalEvent {
            id: row.event_id,
            slug: row.slug,
            title: row.title,
            summary: row.summary,
            r#type: row.kind,
            format: row.format,
            status: row.event_status,
            visibility: row.visibility,
            time_zone: row.time_zone,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            starts_local: in_zone(row.starts_at, row.time_zone),
            ends_local: in_zone(row.ends_at, row.time_zone),
            venue_name: row.venue_name,
            venue_address: row.venue_address,
            country: row.country,
            cancel_reason: row.event_cancel_reason,
            image: row.alt.zip(row.large_object).zip(row.small_object).map(
                |((alt, large), small)| PersonalImage {
                    alt,
                    large_url: app.objects.public_url(&large),
                    small_url: app.objects.public_url(&small),
                },
            ),
            organizer: PersonalOrganizer {
                id: row.organizer_id,
                name: row.organizer,
                slug: row.organizer_slug,
            },
            sessions: row.sessions.0.into_iter().map(|s| session(s, row.time_zone)).collect(),
        },
    }
}

fn session(session: SessionRow, zone: TimeZone) -> PersonalSession {
    PersonalSession {
        starts_local: in_zone(session.starts_at, zone),
        ends_local: in_zone(session.ends_at, zone),
        id: session.id,
        title: session.title,
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        mode: session.mode,
        room: session.room,
        cancelled: session.cancelled,
    }
}

fn join(row: &Row, app: &crate::State) -> Option<Join> {
    let joins = row.status == Status::Confirmed
        && row.mode == Mode::Online
        && row.event_status != event::Status::Cancelled;
    let kind = match (row.zoom_planned, &row.online_url) {
        (true, _) => JoinKind::Zoom,
        (false, Some(_)) => JoinKind::Link,
        (false, None) => return None,
    };
    joins.then(|| Join {
        url: join_path(&app.links, row.id, row.link_generation),
        kind,
        opens_at: row.starts_at - DOORS,
        closes_at: row.ends_at,
    })
}

async fn row(
    conn: &mut PgConnection,
    id: RegistrationId,
    holder: &Holder,
) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select r.id as "id!: RegistrationId", r.link_generation as "link_generation!", r.status as "status!: Status", r.mode as "mode!: Mode", r.email, r.full_name,
                  r.professional_title, r.organization_name, r.name_shown as "name_shown!: NameShown",
                  case when r.status = 'waitlisted' then
                      (select 1 + count(*) from registrations w where w.event_id = r.event_id and w.status = 'waitlisted'
                          and (-w.waitlist_priority, w.waitlisted_at, w.id) < (-r.waitlist_priority, r.waitlisted_at, r.id)) end as waitlist_position,
                  r.offer_expires_at, r.hold_expires_at, (select jsonb_build_object('id', p.id, 'status', p.status, 'generation', p.link_generation,
                                'total', jsonb_build_object('amount', p.total_minor, 'currency', p.currency),
                                'refunded', jsonb_build_object('amount', p.refunded_minor, 'currency', p.currency),
                                'own', p.buyer_email_key = r.email_key or p.buyer_user_id = r.user_id)
                     from payment_items i join payments p on p.id = i.payment_id where i.registration_id = r.id
                    order by i.closed_at is not null, p.created_at desc limit 1) as "payment?: Jsonb<PlacePayment>",
                  r.confirmed_at, r.cancelled_at, r.cancel_reason, r.version as "version!",
                  coalesce((select jsonb_agg(jsonb_build_object('question_id', q.id, 'label', q.label, 'kind', q.kind, 'value', a.value,
                                                                'options', q.options) order by q.position)
                              from question_answers a join questions q on q.id = a.question_id where a.registration_id = r.id),
                           '[]') as "answers!: Jsonb<Vec<ShownAnswer>>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'label', q.label, 'help', q.help,
                                    'required', q.required, 'options', q.options, 'max', q.max::int) order by q.position)
                              from questions q where q.event_id = e.id and q.archived_at is null), '[]') as "questions!: Jsonb<Vec<Asked>>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'title', n.title, 'starts_at', n.starts_at, 'ends_at', n.ends_at,
                                    'mode', n.mode, 'room', n.room, 'cancelled', n.cancelled_at is not null) order by n.position)
                              from sessions n where n.event_id = e.id), '[]') as "sessions!: Jsonb<Vec<SessionRow>>",
                  e.id as "event_id!: EventId", l.slug as "slug!", e.title as "title!", e.summary, e.type as "kind!: Kind", e.format as "format!: Format",
                  e.status as "event_status!: event::Status", e.visibility as "visibility!: Visibility", e.time_zone as "time_zone!: TimeZone", e.starts_at as "starts_at!", e.ends_at as "ends_at!", e.venue_name,
                  e.venue_address, e.country, e.cancel_reason as event_cancel_reason, e.zoom_planned as "zoom_planned!", e.online_url, s.cancel_until_minutes as "cancel_until_minutes!",
                  i.alt as "alt?", i.large_object as "large_object?", i.small_object as "small_object?",
                  o.id as "organizer_id!: OrgId", o.name as "organizer!", g.slug as "organizer_slug?"
             from registrations r
             join events e on e.id = r.event_id
             join event_settings s on s.event_id = e.id
             join event_slugs l on l.event_id = e.id and l.current
             join organizations o on o.id = e.organization_id
             left join organization_slugs g on g.organization_id = o.id and g.current and o.public_at is not null
             left join event_images i on i.event_id = e.id
            where r.id = $1 and (r.id = $2 or r.user_id = $3)"#,
        id as _,
        holder.registration() as _,
        holder.user() as _
    )
    .fetch_optional(conn)
    .await
}
