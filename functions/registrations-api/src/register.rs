//! Take a seat, or a place in the queue.

use auth::{Anyone, User};
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use db::rate::Limit;
use events::local_time::in_zone;
use events::registration::{
    AccessKey, Ask, Attendee, Booker, Mode, NameShown, Registered, Registree, Source, Status,
};
use models::{
    BookingId, Email, EventId, Line, RegistrationId, Seal, SessionId, TicketTypeId, TimeZone,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Created, OnceJson, Problem};

use crate::personal_links::{calendar_path, manage_path, manage_token};
use crate::tell::tell;

/// Guest registrations from one address for one event.
const GUESTS: Limit = Limit { scope: "guest-registration", most: 10, window: TimeDelta::hours(1) };

/// Whether rates are counted by this address: it is the caller's, not our own machine's.
pub(crate) fn is_remote(ip: std::net::IpAddr) -> bool {
    !ip.is_unspecified() && !ip.is_loopback()
}

/// A wish to register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "event_id": "01999d3c-0000-7000-8000-000000000000",
    "attendees": [{"email": "ana@example.org", "full_name": "Ana Kos"}]
}))]
pub(crate) struct Register {
    event_id: EventId,
    /// Opens a private event.
    access_key: Option<String>,
    /// One, for the time being.
    #[schema(min_items = 1, max_items = 1)]
    attendees: Vec<NewAttendee>,
    /// Whether to wait where there is no seat.
    #[serde(default = "yes")]
    accept_waitlist: bool,
    locale: Option<Line<2, 35>>,
    time_zone: Option<TimeZone>,
}

fn yes() -> bool {
    true
}

/// Who wants to come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAttendee {
    ticket_type_id: Option<TicketTypeId>,
    mode: Option<Mode>,
    /// The account's own, if absent.
    email: Option<Email>,
    /// The account's own, if absent.
    full_name: Option<Line<1, 200>>,
    professional_title: Option<Line<0, 100>>,
    organization_name: Option<Line<0, 200>>,
    #[serde(default)]
    name_shown: NameShown,
    /// Optional or parallel sessions that were picked.
    #[serde(default)]
    session_ids: Vec<SessionId>,
    /// By question id.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    answers: Map<String, Value>,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Booking {
    id: BookingId,
    event: BookedEvent,
    registrations: Vec<Booked>,
}

/// The event in short.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BookedEvent {
    id: EventId,
    slug: String,
    title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: TimeZone,
    starts_local: String,
    ends_local: String,
}

/// One person's place.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Booked {
    id: RegistrationId,
    status: Status,
    waitlist_position: Option<i64>,
    next: Next,
    email: String,
    full_name: String,
    manage_url: String,
    token: String,
    calendar_url: String,
}

/// What is left to do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Next {
    /// Nothing.
    None,
    /// Waiting.
    Wait,
}

/// Take a seat, or a place in the queue.
#[utoipa::path(post, path = "/api/v1/registrations", tag = "registrations",
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = Register,
    responses((status = 201, body = Booking), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn register(
    Anyone(user): Anyone,
    State(app): State<crate::State>,
    client: Client,
    OnceJson { once, body }: OnceJson<Register>,
) -> web::Result<Created<Booking>> {
    let now = app.clock.now();
    let (booker, attendee, names) = people(user.as_ref(), &body)?;
    let (event, seal) = (body.event_id, body.access_key.as_deref().and_then(Seal::parse));
    if user.is_none() && is_remote(client.ip) {
        let key = format!("{}:{event}", client.rate_key());
        db::rate::hit(&mut *app.db.acquire().await?, GUESTS, &key, now).await?;
    }
    let owner = user.as_ref().map_or_else(|| "register".to_owned(), |user| user.id.to_string());
    let mut tx = app.db.begin().await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let key = AccessKey { links: &app.links, seal: seal.as_ref() };
    let ask = Ask {
        event,
        key,
        access_code: None,
        unlocked: &[],
        booker,
        attendees: &[attendee],
        source: Source::Own,
        accept_waitlist: body.accept_waitlist,
        to_be_paid: true,
    };
    match events::registration::register(&mut tx, &ask, now).await? {
        Registered::Twice { registration, own, mail_links } => {
            if mail_links {
                let told = outreach::registrations::Told::Links;
                outreach::registrations::tell(&mut tx, &[registration], &told, now).await?;
            }
            tx.commit().await?;
            app.tasks.flush(&app.db).await;
            let refusal = if own {
                events::Error::OwnRegistration(registration)
            } else {
                events::Error::AlreadyRegistered
            };
            Err(refusal.into())
        }
        Registered::New { booking, people, moves } => {
            let Registree { registration, status, waitlist_position, .. } = people[0];
            tell(&mut tx, &moves, None, now).await?;
            let links = &app.links;
            let place = Booked {
                id: registration,
                status,
                waitlist_position,
                next: if status == Status::Waitlisted { Next::Wait } else { Next::None },
                email: names.0,
                full_name: names.1,
                manage_url: manage_path(links, registration, 1),
                token: manage_token(links, registration, 1),
                calendar_url: calendar_path(links, registration, 1),
            };
            let event = booked_event(&mut tx, event).await?;
            let answer = Booking { id: booking, event, registrations: vec![place] };
            db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
            tx.commit().await?;
            app.tasks.flush(&app.db).await;
            Ok(Created(answer))
        }
    }
}

type People = (Booker, Attendee, (String, String));

/// RG-2: a signed-in person registers under the account's address; another address makes an
/// attendee of the booking, not an account.
fn people(user: Option<&User>, body: &Register) -> web::Result<People> {
    let [new] = body.attendees.as_slice() else {
        return Err(Problem::field("/attendees", "out-of-range", "Register one person at a time."));
    };
    let account = user.and_then(|user| Email::parse(&user.email).ok());
    let email = new.email.clone().or_else(|| account.clone()).ok_or_else(|| {
        Problem::field("/attendees/0/email", "required", "Say where the ticket goes.")
    })?;
    let own = user.filter(|user| user.email_key == email.key());
    let full_name = match (&new.full_name, own) {
        (Some(name), _) => String::from(name.clone()),
        (None, Some(user)) => user.full_name.clone(),
        (None, None) => {
            return Err(Problem::field("/attendees/0/full_name", "required", "Say who is coming."));
        }
    };
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let locale =
        body.locale.clone().map(String::from).or_else(|| own.map(|user| user.locale.clone()));
    let attendee = Attendee {
        pointer: "/attendees/0".to_owned(),
        ticket_type: new.ticket_type_id,
        mode: new.mode,
        email: email.clone(),
        user: own.map(|user| user.id),
        full_name: full_name.clone(),
        professional_title: text(new.professional_title.clone().map(String::from)),
        organization_name: text(new.organization_name.clone().map(String::from)),
        name_shown: new.name_shown,
        sessions: new.session_ids.clone(),
        answers: new.answers.clone(),
        locale: locale.unwrap_or_else(|| "en".to_owned()),
        time_zone: body.time_zone.or_else(|| own.map(|user| user.time_zone)),
    };
    let shown = (email.address().to_owned(), full_name);
    let booker = Booker { user: user.map(|user| user.id), email: account.unwrap_or(email) };
    Ok((booker, attendee, shown))
}

async fn booked_event(conn: &mut PgConnection, id: EventId) -> sqlx::Result<BookedEvent> {
    let row = sqlx::query!(
        "select e.title, e.starts_at, e.ends_at, e.time_zone, s.slug
           from events e join event_slugs s on s.event_id = e.id and s.current where e.id = $1",
        id as _
    )
    .fetch_one(conn)
    .await?;
    Ok(BookedEvent {
        id,
        slug: row.slug,
        title: row.title,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone,
        starts_local: in_zone(row.starts_at, row.time_zone),
        ends_local: in_zone(row.ends_at, row.time_zone),
    })
}
