//! Take seats, or places in the queue.

use auth::Anyone;
use axum::extract::State;
use billing::payment::Buyer;
use chrono::{DateTime, TimeDelta, Utc};
use db::rate::Limit;
use events::local_time::in_zone;
use events::registration::{AccessKey, Ask, Attendee, Registered, Registree, Source, Status};
use events::ticket::WRONG_CODES;
use models::{BookingId, EventId, Line, Once, RegistrationId, Seal, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Created, OnceJson, Problem};

use crate::booked_by::{NewAttendee, Party, party};
use crate::paying::{self, PaymentDue};
use crate::personal_links::{calendar_path, manage_path, manage_token};

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
    /// Opens a hidden ticket.
    access_code: Option<Line<1, 50>>,
    /// Who comes; the first may be the one who books. All get seats or none, unless they may wait.
    #[schema(min_items = 1, max_items = 50)]
    pub(crate) attendees: Vec<NewAttendee>,
    /// Makes it cheaper, or shows a hidden ticket.
    promo_code: Option<Line<1, 60>>,
    /// Whether to wait where there is no seat.
    #[serde(default = "yes")]
    accept_waitlist: bool,
    pub(crate) locale: Option<Line<2, 35>>,
    pub(crate) time_zone: Option<TimeZone>,
}

fn yes() -> bool {
    true
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Booking {
    id: BookingId,
    event: BookedEvent,
    registrations: Vec<Booked>,
    /// What is to be paid; null if nothing is.
    payment: Option<PaymentDue>,
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
    /// Until when an unpaid seat is kept.
    hold_expires_at: Option<DateTime<Utc>>,
    next: Next,
    /// Null while the seat has no name.
    email: Option<String>,
    full_name: Option<String>,
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
    /// To be paid.
    Pay,
    /// Waiting.
    Wait,
    /// The organizer decides.
    Approval,
}

/// Take seats, or places in the queue.
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
    let party = party(user.as_ref(), &body)?;
    let code = paying::code(body.promo_code.as_deref())?;
    let event = body.event_id;
    if user.is_none() && is_remote(client.ip) {
        let key = format!("{}:{event}", client.rate_key());
        db::rate::hit(&mut *app.db.acquire().await?, GUESTS, &key, now).await?;
    }
    let guesser = guesser(&client, body.access_code.as_deref());
    if let Some(key) = &guesser {
        let mut conn = app.db.acquire().await?;
        if db::rate::count(&mut conn, WRONG_CODES, key, now).await >= WRONG_CODES.most {
            db::rate::hit(&mut conn, WRONG_CODES, key, now).await?;
        }
    }
    // A code that is tried by buying is tried all the same (PC-9).
    let promo_guesser =
        code.as_ref().filter(|_| !client.ip.is_unspecified()).map(|_| client.rate_key());
    if let Some(key) = &promo_guesser {
        billing::promo::may_try(&mut *app.db.acquire().await?, key, now).await?;
    }
    let owner = user.as_ref().map_or_else(|| "register".to_owned(), |user| user.id.to_string());
    let wish = Wish { owner: &owner, once: &once, body: &body, party: &party, code: code.as_ref() };
    let tried = db::retried(Problem::is_contended, || take_seats(&app, &wish, now)).await;
    if let (Some(key), Ok(Taken::Refused(events::Error::AccessCodeWrong))) = (&guesser, &tried) {
        db::rate::hit(&mut *app.db.acquire().await?, WRONG_CODES, key, now).await?;
    }
    if let (Some(key), Err(problem)) = (&promo_guesser, &tried)
        && problem.code() == "promo-code-invalid"
    {
        billing::promo::missed(&mut *app.db.acquire().await?, key, now).await;
    }
    match tried? {
        Taken::Earlier(booking) => Ok(Created(booking)),
        Taken::Now(booking) => {
            app.tasks.flush(&app.db).await;
            Ok(Created(booking))
        }
        Taken::Refused(refusal) => {
            // The links of a place that is there already may be on their way.
            app.tasks.flush(&app.db).await;
            Err(refusal.into())
        }
    }
}

/// Whoever tries a code: it is a short word, and counted with those tried on the event's page.
fn guesser(client: &Client, access_code: Option<&str>) -> Option<String> {
    (access_code.is_some() && !client.ip.is_unspecified()).then(|| client.rate_key())
}

struct Wish<'a> {
    owner: &'a str,
    once: &'a Once,
    body: &'a Register,
    party: &'a Party,
    code: Option<&'a billing::promo::Code>,
}

/// What a transaction came to.
enum Taken {
    Now(Booking),
    /// The same request was answered before.
    Earlier(Booking),
    Refused(events::Error),
}

async fn take_seats(app: &crate::State, wish: &Wish<'_>, now: DateTime<Utc>) -> web::Result<Taken> {
    let Wish { owner, once, body, party, code } = *wish;
    let event = body.event_id;
    let seal = body.access_key.as_deref().and_then(Seal::parse);
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, owner, once).await? {
        return Ok(Taken::Earlier(earlier));
    }
    let booked = booked_event(&mut tx, event).await?.ok_or_else(Problem::not_found)?;
    let unlocked = match code {
        Some(code) => {
            let org = booked.organization;
            match billing::promo::unlocks(&mut tx, org, code, event, now).await {
                Err(fault @ billing::Error::Db(_)) => return Err(fault.into()),
                // What the code is worth is judged with the price.
                other => other.unwrap_or_default(),
            }
        }
        None => Vec::new(),
    };
    let ask = Ask {
        event,
        key: AccessKey { links: &app.links, seal: seal.as_ref() },
        access_code: body.access_code.as_deref(),
        unlocked: &unlocked,
        booker: party.booker.clone(),
        attendees: &party.attendees,
        source: Source::Own,
        accept_waitlist: body.accept_waitlist,
        to_be_paid: true,
        promo_code: body.promo_code.as_deref(),
    };
    match events::registration::register(&mut tx, &ask, now).await {
        Err(refusal @ events::Error::AccessCodeWrong) => Ok(Taken::Refused(refusal)),
        Err(other) => Err(other.into()),
        Ok(Registered::Twice { registration, own, mail_links }) => {
            if mail_links {
                let told = outreach::registrations::Told::Links;
                outreach::registrations::tell(&mut tx, &[registration], &told, now).await?;
            }
            tx.commit().await?;
            Ok(Taken::Refused(if own {
                events::Error::OwnRegistration(registration)
            } else {
                events::Error::AlreadyRegistered
            }))
        }
        Ok(Registered::New { booking, mut people, moves }) => {
            kept(&mut tx, event, code, &people, now).await?;
            sales::ended(&mut tx, &moves, None, now).await?;
            let order = Order { event, party, code };
            let bought = buy(&mut tx, &order, &mut people, now).await?;
            let payment = bought.map(|bought| PaymentDue::of(&bought, &app.links));
            let registrations = people
                .iter()
                .zip(&party.attendees)
                .map(|(person, attendee)| place(&app.links, person, attendee))
                .collect();
            let answer = Booking { id: booking, event: booked.event, registrations, payment };
            db::idempotency::keep(&mut tx, owner, once, &answer, now).await?;
            tx.commit().await?;
            Ok(Taken::Now(answer))
        }
    }
}

struct Order<'a> {
    event: EventId,
    party: &'a Party,
    code: Option<&'a billing::promo::Code>,
}

/// RG-8: what is held is drafted to be paid, in this transaction. A code that leaves nothing to pay
/// makes the places sure. A code without anything that is sold unlocks tickets or does nothing.
async fn buy(
    conn: &mut PgConnection,
    order: &Order<'_>,
    people: &mut [Registree],
    now: DateTime<Utc>,
) -> web::Result<Option<sales::Bought>> {
    let held = people.iter().filter(|person| person.status == Status::Held);
    let places: Vec<_> = held.map(|person| (person.registration, person.ticket_type)).collect();
    let Some(first) = order.party.attendees.first().filter(|_| !places.is_empty()) else {
        return Ok(None);
    };
    let booker = &order.party.booker;
    let buyer = Buyer {
        user: booker.user,
        email: booker.email.clone(),
        name: first.full_name.clone(),
        locale: first.locale.clone(),
    };
    let order = sales::Order {
        event: order.event,
        places: &places,
        buyer: &buyer,
        verified: order.party.verified,
        code: order.code,
    };
    let bought = sales::buy(conn, &order, now).await?;
    for person in people.iter_mut() {
        if bought.moves.iter().any(|m| m.registration == person.registration) {
            (person.status, person.hold_expires_at) = (Status::Confirmed, None);
        }
    }
    sales::ended(conn, &bought.moves, None, now).await?;
    let owed = bought.amounts.total > 0;
    Ok(Some(bought).filter(|_| owed))
}

/// A code of people who do not pay yet is kept for the time when they do; one that cannot work is
/// told at once (PC-8).
async fn kept(
    conn: &mut PgConnection,
    event: EventId,
    code: Option<&billing::promo::Code>,
    people: &[Registree],
    now: DateTime<Utc>,
) -> web::Result<()> {
    let later =
        |person: &&Registree| matches!(person.status, Status::Waitlisted | Status::Requested);
    let tickets: Vec<_> = people.iter().filter(later).map(|person| person.ticket_type).collect();
    if let Some(code) = code.filter(|_| !tickets.is_empty()) {
        sales::check_code(conn, event, (code, &tickets), now).await?;
    }
    Ok(())
}

fn place(links: &models::LinkKey, person: &Registree, attendee: &Attendee) -> Booked {
    let id = person.registration;
    Booked {
        id,
        status: person.status,
        waitlist_position: person.waitlist_position,
        hold_expires_at: person.hold_expires_at,
        next: match person.status {
            Status::Waitlisted => Next::Wait,
            Status::Held => Next::Pay,
            Status::Requested => Next::Approval,
            _ => Next::None,
        },
        email: attendee.email.as_ref().map(|email| email.address().to_owned()),
        full_name: attendee.full_name.clone(),
        manage_url: manage_path(links, id, 1),
        token: manage_token(links, id, 1),
        calendar_url: calendar_path(links, id, 1),
    }
}

struct OfOrganization {
    organization: models::OrgId,
    event: BookedEvent,
}

async fn booked_event(
    conn: &mut PgConnection,
    id: EventId,
) -> sqlx::Result<Option<OfOrganization>> {
    let row = sqlx::query!(
        r#"select e.organization_id as "organization: models::OrgId", e.title, e.starts_at, e.ends_at,
                  e.time_zone as "time_zone: TimeZone", s.slug
             from events e join event_slugs s on s.event_id = e.id and s.current where e.id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| OfOrganization {
        organization: row.organization,
        event: BookedEvent {
            id,
            slug: row.slug,
            title: row.title,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            time_zone: row.time_zone,
            starts_local: in_zone(row.starts_at, row.time_zone),
            ends_local: in_zone(row.ends_at, row.time_zone),
        },
    }))
}
