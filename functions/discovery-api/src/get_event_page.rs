//! What the page of an event shows (EV-18). Never a join address, an e-mail or a list of people.

use auth::Anyone;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use billing::policy::Promise;
use billing::promo;
use chrono::{DateTime, Utc};
use db::rate;
use events::event::{Format, Kind, Status, Visibility};
use events::local_time::in_zone;
use events::question::Asked;
use events::speaker::Role;
use events::ticket::WRONG_CODES;
use models::{EventId, Money, SessionId, SpeakerId, TicketTypeId, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{Cached, Client, IfNoneMatch, Keep, Path, Query};

use crate::availability::{Availability, Seats, Shut};
use crate::credits::{PageCredit, credits};
use crate::markdown;
use crate::opened::{Key, Opened, moved, open};
use crate::origin::segment;
use crate::page_parts::{Brought, Parts, SessionPart, SpeakerPart, read};
use crate::tickets::{OfferedTicket, Ticket, summary};

/// What the page of an event shows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventPage {
    id: EventId,
    slug: String,
    title: String,
    summary: Option<String>,
    description_html: Option<String>,
    r#type: Kind,
    format: Format,
    status: Status,
    visibility: Visibility,
    noindex: bool,
    sequence: i32,
    cancel_reason: Option<String>,
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    venue_name: Option<String>,
    venue_address: Option<String>,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    joins_by: Option<JoinsBy>,
    objectives: Vec<String>,
    level: Option<String>,
    prerequisites: Option<String>,
    languages: Vec<String>,
    support_statement: Option<String>,
    image: Option<PageImage>,
    credits: Vec<PageCredit>,
    sessions: Vec<PageSession>,
    speakers: Vec<PageSpeaker>,
    organizer: PageOrganizer,
    availability: Availability,
    /// Only where the organizer shows it.
    seats_left: Option<i32>,
    /// Somebody can take part for nothing.
    free: bool,
    /// The least that one pays in all where one pays.
    price: Option<Money>,
    /// Some tickets cost something else.
    price_varies: bool,
    /// What is paid back to whoever gives up a place that is bought now. Null: nothing is sold.
    refund_terms: Option<Promise>,
    registration: PageRegistration,
    calendar_url: String,
    schema_url: String,
}

/// What opens more than strangers see.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Opening {
    /// The access key of a private event.
    key: Option<String>,
    /// The access code of hidden tickets.
    access_code: Option<String>,
    /// A promo code, which may show hidden tickets.
    code: Option<String>,
}

/// How people take part online.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JoinsBy {
    /// A Zoom meeting.
    Zoom,
    /// Another web address.
    Link,
}

/// The picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageImage {
    alt: String,
    large_url: String,
    small_url: String,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageSession {
    id: SessionId,
    title: String,
    description: Option<String>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    mode: Format,
    room: Option<String>,
    track: Option<String>,
    mandatory: bool,
    cancelled: bool,
    speakers: Vec<String>,
}

/// A person on stage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageSpeaker {
    id: SpeakerId,
    name: String,
    qualifications: Option<String>,
    bio_html: Option<String>,
    linkedin: Option<String>,
    role: Role,
}

/// Who invites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageOrganizer {
    name: String,
    slug: Option<String>,
    verified: bool,
    description: Option<String>,
    website: Option<String>,
    logo_url: Option<String>,
}

/// Whether and how one registers.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else to the page")]
pub(crate) struct PageRegistration {
    open: bool,
    reason: Option<Shut>,
    opens_at: Option<DateTime<Utc>>,
    closes_at: DateTime<Utc>,
    guests_allowed: bool,
    /// The organizer decides about each person; nothing is held or charged before.
    approval_required: bool,
    /// The largest party.
    party_max: i32,
    waitlist: bool,
    ticket_types: Vec<OfferedTicket>,
    questions: Vec<Asked>,
    cancel_until_minutes: i32,
}

/// What the page of an event shows; a former slug leads to the present one.
#[utoipa::path(get, path = "/api/v1/discovery/events/{slug}", tag = "discovery",
    params(("slug" = String, Path), Opening),
    responses((status = 200, body = EventPage), (status = 308, description = "A former slug"), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_event_page(
    Anyone(user): Anyone,
    State(app): State<crate::State>,
    Path(slug): Path<String>,
    Query(Opening { key, access_code, code }): Query<Opening>,
    client: Client,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let now = app.clock.now();
    let key = Key { key };
    let mut conn = app.db.acquire().await?;
    let (id, keep) = match open(&mut conn, &app, &slug, &key, user.as_ref()).await? {
        Opened::Moved(present) => {
            let brought = [
                ("key", key.key.as_deref()),
                ("access_code", access_code.as_deref()),
                ("code", code.as_deref()),
            ];
            return Ok(moved("/api/v1/discovery/events", &present, "", &brought));
        }
        Opened::Event { id, keep } => (id, keep),
    };
    let (access_code, code) = (said(access_code.as_deref()), said(code.as_deref()));
    // Without a balancer in front nobody's address is known.
    let guesser = (!client.ip.is_unspecified()).then(|| client.rate_key());
    let guesser = guesser.as_deref();
    let mut unlocked = Vec::new();
    if let Some(code) = code {
        drop(conn);
        unlocked = unlock(&app, (id, code), guesser, now).await?;
        conn = app.db.acquire().await?;
    }
    let brought = Brought { access_code, unlocked: &unlocked };
    let parts = match access_code {
        None => read(&mut conn, id, brought, now).await?,
        Some(_) => try_code(&mut conn, id, brought, guesser, now).await?,
    };
    let keep = if access_code.is_some() || code.is_some() { Keep::Nowhere } else { keep };
    let day = credentials::offering::last_day(parts.ends_at, parts.time_zone);
    let credits = credits(&mut conn, id, day).await?;
    let page = page(parts, credits, &app, now);
    Ok(Cached::json(keep, &page, seen)?.into_response())
}

fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A wrong code shows what everybody sees, and is counted: codes are short words.
async fn try_code(
    conn: &mut PgConnection,
    id: EventId,
    brought: Brought<'_>,
    guesser: Option<&str>,
    now: DateTime<Utc>,
) -> web::Result<Parts> {
    if let Some(key) = guesser
        && rate::count(conn, WRONG_CODES, key, now).await >= WRONG_CODES.most
    {
        rate::hit(conn, WRONG_CODES, key, now).await?;
    }
    let parts = read(conn, id, brought, now).await?;
    if let Some(key) = guesser
        && !parts.tickets.iter().any(Ticket::is_hidden)
    {
        rate::hit(conn, WRONG_CODES, key, now).await?;
    }
    Ok(parts)
}

/// The hidden tickets that a promo code opens. What it does not open says nothing, and a wrong one
/// is counted with all that are tried elsewhere (PC-9).
async fn unlock(
    app: &crate::State,
    wanted: (EventId, &str),
    guesser: Option<&str>,
    now: DateTime<Utc>,
) -> web::Result<Vec<TicketTypeId>> {
    let mut tx = db::begin(&app.db).await?;
    let tried = promo::try_unlock(&mut tx, guesser, wanted, now).await;
    tx.commit().await?;
    Ok(tried??)
}

fn page(
    mut parts: Parts,
    credits: Vec<PageCredit>,
    app: &crate::State,
    now: DateTime<Utc>,
) -> EventPage {
    let seats = parts.seats(now);
    let offered = parts.offered(now);
    let summary = summary(&offered);
    let here = format!("/api/v1/discovery/events/{}", segment(&parts.slug));
    let placed = parts.format != Format::Online;
    let zone = parts.time_zone;
    EventPage {
        calendar_url: format!("{here}/calendar.ics"),
        schema_url: format!("{here}/schema.json"),
        availability: summary.availability,
        seats_left: seats.left(&[]).filter(|_| parts.show_seats_left),
        free: summary.free,
        price: summary.least,
        price_varies: summary.varies,
        refund_terms: summary.least.map(|_| parts.refunds.take().unwrap_or_default().0),
        registration: registration(&parts, &seats, offered, now),
        id: parts.id,
        slug: parts.slug,
        title: parts.title,
        summary: parts.summary,
        description_html: parts.description.as_deref().map(markdown::html),
        r#type: parts.kind,
        format: parts.format,
        status: parts.status,
        visibility: parts.visibility,
        noindex: parts.visibility != Visibility::Public,
        sequence: parts.sequence,
        cancel_reason: parts.cancel_reason,
        time_zone: zone,
        starts_at: parts.starts_at,
        ends_at: parts.ends_at,
        starts_local: in_zone(parts.starts_at, zone),
        ends_local: in_zone(parts.ends_at, zone),
        venue_name: parts.venue_name.filter(|_| placed),
        venue_address: parts.venue_address.filter(|_| placed),
        country: parts.country,
        latitude: parts.latitude.filter(|_| placed),
        longitude: parts.longitude.filter(|_| placed),
        joins_by: match (parts.format, parts.zoom_planned, parts.has_link) {
            (Format::InPerson, ..) | (_, false, false) => None,
            (_, true, _) => Some(JoinsBy::Zoom),
            (_, false, true) => Some(JoinsBy::Link),
        },
        objectives: parts.objectives,
        level: parts.level,
        prerequisites: parts.prerequisites,
        languages: parts.languages,
        support_statement: parts.support_statement,
        image: parts.alt.zip(parts.large_object).zip(parts.small_object).map(
            |((alt, large), small)| PageImage {
                alt,
                large_url: app.objects.public_url(&large),
                small_url: app.objects.public_url(&small),
            },
        ),
        credits,
        sessions: parts.sessions.0.into_iter().map(|part| session(part, zone)).collect(),
        speakers: parts.speakers.0.into_iter().map(speaker).collect(),
        organizer: PageOrganizer {
            name: parts.organizer,
            slug: parts.organizer_slug,
            verified: parts.verified,
            description: parts.organizer_description,
            website: parts.organizer_website,
            logo_url: parts.organizer_logo.map(|name| app.objects.public_url(&name)),
        },
    }
}

fn registration(
    parts: &Parts,
    seats: &Seats,
    ticket_types: Vec<OfferedTicket>,
    now: DateTime<Utc>,
) -> PageRegistration {
    let reason = seats.shut(now);
    let limited = parts.capacity.is_some() || parts.tickets.iter().any(Ticket::is_limited);
    PageRegistration {
        open: reason.is_none(),
        reason,
        opens_at: parts.opens_at,
        closes_at: seats.closing(),
        guests_allowed: parts.guests_allowed,
        approval_required: parts.approval_required,
        party_max: parts.party_max,
        waitlist: parts.waitlist_max > 0 && limited,
        ticket_types,
        questions: parts.questions.0.clone(),
        cancel_until_minutes: parts.cancel_until_minutes,
    }
}

fn session(part: SessionPart, zone: TimeZone) -> PageSession {
    PageSession {
        starts_local: in_zone(part.starts_at, zone),
        ends_local: in_zone(part.ends_at, zone),
        id: part.id,
        title: part.title,
        description: part.description,
        starts_at: part.starts_at,
        ends_at: part.ends_at,
        mode: part.mode,
        room: part.room,
        track: part.track,
        mandatory: part.mandatory,
        cancelled: part.cancelled,
        speakers: part.speakers,
    }
}

fn speaker(part: SpeakerPart) -> PageSpeaker {
    PageSpeaker {
        id: part.id,
        name: part.name,
        qualifications: part.qualifications,
        bio_html: part.bio.as_deref().map(markdown::html),
        linkedin: part.linkedin,
        role: part.role,
    }
}
