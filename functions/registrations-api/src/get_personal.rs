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
use models::{EventId, OrgId, RegistrationId, SessionId, TicketTypeId, TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Problem, Query};

use crate::list_my_registrations::DOORS;
use crate::party::{PartySeat, of_booker};
use crate::paying::PlacePayment;
use crate::personal_links::{calendar_path, join_path, manage_token};
use crate::personal_row::{Row, SessionRow, row};
use crate::shown::{ShownAnswer, Times, cancellation};

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
    /// The other seats that the person booked; empty for who was booked by another.
    party: Vec<PartySeat>,
}

/// One's place.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "what a page may offer, not a state")]
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
    /// Whether the place can be passed on now.
    can_transfer: bool,
    /// From when names are fixed.
    names_locked_at: Option<DateTime<Utc>>,
    /// Until when the place can be given up for all of the money, because the event was moved.
    refund_offered_until: Option<DateTime<Utc>>,
    ticket_type_id: TicketTypeId,
    /// Optional or parallel sessions that were picked.
    session_ids: Vec<SessionId>,
    /// Booked without a name: whoever booked it says who comes.
    unnamed: bool,
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
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let row = row(&mut conn, id, &holder, now).await?.ok_or_else(Problem::not_found)?;
    let party = of_booker(&mut conn, id, holder.user(), now).await?;
    Ok(([(CACHE_CONTROL, "private, no-store")], Json(personal(row, party, &app, now))))
}

fn personal(row: Row, party: Vec<PartySeat>, app: &crate::State, now: DateTime<Utc>) -> Personal {
    let times = Times {
        starts_at: row.starts_at,
        cancel_until_minutes: row.cancel_until_minutes,
        may_decline_move: row.may_decline_move,
    };
    let (can_cancel, cancel_closes_at) =
        cancellation(By::Holder(None), row.status, row.event_status, times, now);
    let can_transfer = row.can_transfer(now);
    let declines = row.may_decline_move && row.status.is_seated();
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
            can_transfer,
            names_locked_at: row.names_locked_at,
            refund_offered_until: declines.then_some(row.starts_at),
            ticket_type_id: row.ticket_type_id,
            session_ids: row.session_ids,
            unnamed: row.unnamed,
            answers: row.answers.0.into_iter().map(ShownAnswer::worded).collect(),
            payment: row.payment.map(|payment| payment.0.sealed(&app.links)),
            version: row.version,
        },
        questions: row.questions.0,
        join,
        calendar_url: row.status.is_seated().then(|| calendar_path(&app.links, id, generation)),
        token: manage_token(&app.links, id, generation),
        party,
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
        && !row.unnamed
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
