//! What the page of an event shows (EV-18). Never a join address, an e-mail or a list of people.

use auth::Anyone;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use events::event::{Format, Kind, Status, Visibility};
use events::local_time::in_zone;
use events::question::Asked;
use events::speaker::Role;
use models::{EventId, SessionId, SpeakerId, TimeZone};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Cached, IfNoneMatch, Path, Query};

use crate::availability::{Availability, Seats, Shut};
use crate::card::Price;
use crate::credits::{PageCredit, credits};
use crate::markdown;
use crate::opened::{Key, Opened, moved, open};
use crate::origin::segment;
use crate::page_parts::{Parts, SessionPart, SpeakerPart, TicketPart, read};

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
    /// Null: free.
    price: Option<Price>,
    registration: PageRegistration,
    calendar_url: String,
    schema_url: String,
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
pub(crate) struct PageRegistration {
    open: bool,
    reason: Option<Shut>,
    opens_at: Option<DateTime<Utc>>,
    closes_at: DateTime<Utc>,
    guests_allowed: bool,
    waitlist: bool,
    ticket_types: Vec<TicketPart>,
    questions: Vec<Asked>,
    cancel_until_minutes: i32,
}

/// What the page of an event shows; a former slug leads to the present one.
#[utoipa::path(get, path = "/api/v1/discovery/events/{slug}", tag = "discovery",
    params(("slug" = String, Path), Key),
    responses((status = 200, body = EventPage), (status = 308, description = "A former slug"), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_event_page(
    Anyone(user): Anyone,
    State(app): State<crate::State>,
    Path(slug): Path<String>,
    Query(key): Query<Key>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    let (id, keep) = match open(&mut conn, &app, &slug, &key, user.as_ref()).await? {
        Opened::Moved(present) => return Ok(moved("/api/v1/discovery/events", &present, "", &key)),
        Opened::Event { id, keep } => (id, keep),
    };
    let now = app.clock.now();
    let parts = read(&mut conn, id, now).await?;
    let day = parts.ends_at.with_timezone(&parts.time_zone.0).date_naive();
    let credits = credits(&mut conn, id, day).await?;
    let page = page(parts, credits, &app, now);
    Ok(Cached::json(keep, &page, seen)?.into_response())
}

fn page(
    parts: Parts,
    credits: Vec<PageCredit>,
    app: &crate::State,
    now: DateTime<Utc>,
) -> EventPage {
    let seats = parts.seats();
    let here = format!("/api/v1/discovery/events/{}", segment(&parts.slug));
    let placed = parts.format != Format::Online;
    let zone = parts.time_zone;
    EventPage {
        calendar_url: format!("{here}/calendar.ics"),
        schema_url: format!("{here}/schema.json"),
        registration: registration(&parts, &seats, now),
        availability: if parts.open_for_business {
            seats.availability(now)
        } else {
            Availability::Closed
        },
        seats_left: seats.left().filter(|_| parts.show_seats_left),
        price: None,
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

fn registration(parts: &Parts, seats: &Seats, now: DateTime<Utc>) -> PageRegistration {
    let reason = seats.shut(now).or_else(|| (!parts.open_for_business).then_some(Shut::Closed));
    PageRegistration {
        open: reason.is_none(),
        reason,
        opens_at: parts.opens_at,
        closes_at: seats.closing(),
        guests_allowed: parts.guests_allowed,
        waitlist: parts.waitlist_max > 0 && parts.capacity.is_some(),
        ticket_types: parts.tickets.0.clone(),
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
