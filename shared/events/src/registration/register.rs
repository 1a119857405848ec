//! Registering: the order of the steps is the rule (RG-1, RG-5 to RG-8, RG-19).

use chrono::{DateTime, TimeDelta, Utc};
use models::{BookingId, EventId, Field, RegistrationId, TicketTypeId};
use sqlx::PgConnection;

use super::expire::expire_lapsed;
use super::facts::{self, AccessKey, Asker, Facts};
use super::moves::follow;
use super::queries::{self, NewRow};
use super::queue::{self, Turn};
use super::{Attendee, Booker, Move, Source, Status};
use crate::Error;
use crate::error::field;
use crate::event;
use crate::question::{self, Answer};
use crate::seats::{self, Place, Pools};

/// How often the links are mailed again to one address (RG-3).
const MAIL_AGAIN: TimeDelta = TimeDelta::minutes(10);

/// So long a seat that was held and not paid for counts against its address.
const LAPSES_COUNT: TimeDelta = TimeDelta::days(1);

/// A wish to register a person, or several together.
pub struct Ask<'a> {
    /// Where.
    pub event: EventId,
    /// What opens a private event.
    pub key: AccessKey<'a>,
    /// What opens a hidden ticket.
    pub access_code: Option<&'a str>,
    /// Hidden tickets that a promo code opens.
    pub unlocked: &'a [TicketTypeId],
    /// Who acts.
    pub booker: Booker,
    /// Who wants seats; at least one.
    pub attendees: &'a [Attendee],
    /// How it came about.
    pub source: Source,
    /// Whether to wait where there is no seat.
    pub accept_waitlist: bool,
    /// Whether a ticket with a price is held until it is paid; otherwise the seat is sure at once.
    pub to_be_paid: bool,
    /// A code, as it was typed, kept for whoever does not pay at once (PC-8).
    pub promo_code: Option<&'a str>,
}

/// What came of it.
#[derive(Debug)]
pub enum Registered {
    /// New registrations.
    New {
        /// The act of registering.
        booking: BookingId,
        /// One for each attendee, in their order.
        people: Vec<Registree>,
        /// Everybody whose status changed, these people first.
        moves: Vec<Move>,
    },
    /// The one person has a live registration. To be committed: it notes when the links go out.
    Twice {
        /// That one.
        registration: RegistrationId,
        /// It belongs to the account that asks.
        own: bool,
        /// Its links are due to be mailed again.
        mail_links: bool,
    },
}

/// A person who was registered.
#[derive(Clone, Debug)]
pub struct Registree {
    /// The registration.
    pub registration: RegistrationId,
    /// Of this kind.
    pub ticket_type: TicketTypeId,
    /// Confirmed, held, waitlisted or requested.
    pub status: Status,
    /// 1 is next.
    pub waitlist_position: Option<i64>,
    /// Until when an unpaid seat is kept.
    pub hold_expires_at: Option<DateTime<Utc>>,
    /// The ticket has a price now.
    pub priced: bool,
}

/// Seats if there are any that nobody waits for, else places in the queue, else a refusal. Several
/// people get seats all together or not at all, unless the rest may wait.
pub async fn register(
    conn: &mut PgConnection,
    ask: &Ask<'_>,
    now: DateTime<Utc>,
) -> Result<Registered, Error> {
    let mut pools = seats::lock_first(conn, ask.event).await?;
    let asker =
        Asker { attendees: ask.attendees, booker: ask.booker.user, access_code: ask.access_code };
    let facts = facts::read(conn, ask.event, &asker, now).await?;
    let first = facts.first().ok_or(Error::NotFound)?;
    for facts in &facts {
        admitted(ask, facts, now)?;
    }
    if let ([facts], [attendee]) = (facts.as_slice(), ask.attendees)
        && let Some(live) = facts.live_id
    {
        return twice(conn, ask, attendee, facts, live, now).await;
    }
    strangers_to_each_other(ask.attendees, &facts)?;
    let answers = answers(ask, &facts)?;
    let places = places(ask, &facts)?;

    let mut moves = Vec::new();
    if first.lapsed {
        moves.extend(expire_lapsed(conn, ask.event, &mut pools, now).await?);
    }
    if first.waiting > 0 {
        moves.extend(queue::serve(conn, ask.event, &mut pools, first.rules(), now).await?);
    }
    let requests = first.approval_required && ask.source == Source::Own;
    let served = moves.iter().filter(|m| m.from == Some(Status::Waitlisted)).count();
    let waiting = first.waiting - i64::try_from(served).unwrap_or_default();
    // What waits for the organizer's word holds nothing (RG-21).
    let seated = if requests {
        vec![false; places.len()]
    } else {
        seated(ask, first, &pools, &places, waiting, now)?
    };
    let booking = BookingId::new(now);
    let (mut people, mut own) = (Vec::new(), Vec::new());
    for (n, attendee) in ask.attendees.iter().enumerate() {
        let (facts, place) = (&facts[n], &places[n]);
        let status = match seated[n] {
            true if ask.to_be_paid && facts.priced == Some(true) => Status::Held,
            true => Status::Confirmed,
            false if requests => Status::Requested,
            false => Status::Waitlisted,
        };
        let row = new_row(ask, attendee, facts, place, (booking, status, n), now);
        let claims = if seated[n] { pools.take(place) } else { Vec::new() };
        queries::insert(conn, &row, &answers[n], &claims, now).await?;
        own.push(Move { registration: row.id, from: None, to: status });
        people.push(Registree {
            registration: row.id,
            ticket_type: place.ticket_type,
            status,
            waitlist_position: None,
            hold_expires_at: row.hold_expires_at,
            priced: facts.priced == Some(true),
        });
    }
    follow(conn, ask.event, &own, now).await?;
    for person in people.iter_mut().filter(|person| person.status == Status::Waitlisted) {
        person.waitlist_position = queries::position(conn, person.registration).await?;
    }
    own.append(&mut moves);
    Ok(Registered::New { booking, people, moves: own })
}

/// Whether this person may try at all: the event, its window, the organization, guests.
fn admitted(ask: &Ask<'_>, facts: &Facts, now: DateTime<Utc>) -> Result<(), Error> {
    if ask.source.is_organizer() {
        let open = matches!(
            facts.status,
            event::Status::Published | event::Status::Live | event::Status::Completed
        );
        return if open { Ok(()) } else { Err(Error::RegistrationClosed) };
    }
    let opened = ask.key.opens(ask.event, facts.access_generation);
    if facts.visibility == event::Visibility::Private && !facts.belongs && !opened {
        return Err(Error::NotFound);
    }
    if !facts.window_open(now) || !facts.takes_registrations(now) {
        return Err(Error::RegistrationClosed);
    }
    if ask.booker.user.is_none() && !facts.guests_allowed {
        return Err(Error::GuestsNotAllowed);
    }
    if let Some(at) = facts.fourth_lapse.filter(|_| ask.to_be_paid && facts.priced == Some(true)) {
        let wait = (at + LAPSES_COUNT - now).num_seconds();
        return Err(Error::HoldsLapsed(u32::try_from(wait).unwrap_or(1)));
    }
    let locked = facts.names_locked_at.is_some_and(|at| at <= now);
    if locked && ask.attendees.iter().any(Attendee::is_unnamed) {
        return Err(Error::NamesLocked);
    }
    Ok(())
}

/// RG-3: the owner is told which; to a stranger the ticket is only sent again.
async fn twice(
    conn: &mut PgConnection,
    ask: &Ask<'_>,
    attendee: &Attendee,
    facts: &Facts,
    live: RegistrationId,
    now: DateTime<Utc>,
) -> Result<Registered, Error> {
    let own = attendee.user.is_some() && facts.live_user == attendee.user;
    let due = facts.links_sent_at.is_none_or(|sent| sent + MAIL_AGAIN <= now);
    let mail_links = !own && due && !ask.source.is_organizer();
    if mail_links {
        queries::links_sent(conn, live, now).await?;
    }
    Ok(Registered::Twice { registration: live, own, mail_links })
}

/// RG-3 within a party: nobody twice, and nobody who has a place already.
fn strangers_to_each_other(attendees: &[Attendee], facts: &[Facts]) -> Result<(), Error> {
    for (n, attendee) in attendees.iter().enumerate() {
        let same = |other: &Attendee| other.key().is_some() && other.key() == attendee.key();
        let earlier = attendees[..n].iter().any(same);
        if earlier || facts[n].live_id.is_some() {
            return Err(Error::AttendeeRegistered(format!("{}/email", attendee.pointer)));
        }
    }
    Ok(())
}

fn answers(ask: &Ask<'_>, facts: &[Facts]) -> Result<Vec<Vec<Answer>>, Error> {
    let (mut answers, mut faults) = (Vec::new(), Vec::new());
    for (attendee, facts) in ask.attendees.iter().zip(facts) {
        if attendee.is_unnamed() {
            // Whoever is named later answers then.
            answers.push(Vec::new());
            continue;
        }
        let base = format!("{}/answers", attendee.pointer);
        match question::check(&facts.questions, &attendee.answers, &base) {
            Ok(kept) => answers.push(kept),
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(answers) } else { Err(Error::AnswerInvalid(faults)) }
}

/// The ticket and the way to take part of each, and the numbers that tickets allow.
fn places(ask: &Ask<'_>, facts: &[Facts]) -> Result<Vec<Place>, Error> {
    let wanted = ask.attendees.iter().zip(facts);
    let places: Vec<Place> =
        wanted.map(|(attendee, facts)| place(ask, attendee, facts)).collect::<Result<_, _>>()?;
    if ask.source.is_organizer() {
        return Ok(places);
    }
    let party_max = facts.first().map_or(1, |facts| facts.party_max);
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    if number(places.len()) > party_max {
        let detail = format!("At most {party_max} people register together.");
        return Err(Error::Invalid(vec![field("/attendees", "out-of-range", &detail)]));
    }
    for (n, (place, facts)) in places.iter().zip(facts).enumerate() {
        let together =
            number(places.iter().filter(|other| other.ticket_type == place.ticket_type).count());
        let (least, most) = (facts.min_per_booking.unwrap_or(1), facts.max_per_booking);
        if together < least || most.is_some_and(|most| together > most) {
            let pointer = format!("{}/ticket_type_id", ask.attendees[n].pointer);
            let detail = match most {
                Some(most) => format!("This ticket is sold {least} to {most} at a time."),
                None => format!("This ticket is sold at least {least} at a time."),
            };
            return Err(Error::Invalid(vec![field(&pointer, "out-of-range", &detail)]));
        }
    }
    Ok(places)
}

fn place(ask: &Ask<'_>, attendee: &Attendee, facts: &Facts) -> Result<Place, Error> {
    let fault = |part: &str, detail: &str| -> Error {
        let pointer = format!("{}/{part}", attendee.pointer);
        Error::Invalid(vec![Field { pointer, ..field("", "invalid-value", detail) }])
    };
    let ticket_type = facts
        .ticket_type_id
        .ok_or_else(|| fault("ticket_type_id", "This ticket is not one of the event."))?;
    if !ask.source.is_organizer() {
        if facts.code_wrong == Some(true) && !ask.unlocked.contains(&ticket_type) {
            return Err(Error::AccessCodeWrong);
        }
        if facts.on_sale == Some(false) {
            return Err(Error::TicketNotOnSale);
        }
    }
    if attendee.sessions.iter().any(|session| !facts.sessions.contains(session)) {
        return Err(fault("session_ids", "This session is not one of the event."));
    }
    let mode = facts
        .mode(attendee.mode)
        .ok_or_else(|| fault("mode", "Choose how to take part: online or in_person."))?;
    Ok(Place { mode, ticket_type, sessions: attendee.sessions.clone() })
}

/// Who gets a seat. The queue has just been served, so a free seat is one that nobody waiting can
/// take.
fn seated(
    ask: &Ask<'_>,
    facts: &Facts,
    pools: &Pools,
    places: &[Place],
    waiting: i64,
    now: DateTime<Utc>,
) -> Result<Vec<bool>, Error> {
    let mut left = pools.clone();
    let mut fits = |place: &Place| {
        let room = left.have_room(place);
        if room {
            left.take(place);
        }
        room
    };
    let seated: Vec<bool> = places.iter().map(&mut fits).collect();
    let rest = seated.iter().filter(|seated| !**seated).count();
    if rest > 0 {
        refuse_to_wait(ask, facts, waiting + i64::try_from(rest).unwrap_or_default(), now)?;
    }
    Ok(seated)
}

fn refuse_to_wait(
    ask: &Ask<'_>,
    facts: &Facts,
    waiting_then: i64,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if !ask.accept_waitlist || facts.waitlist_max == 0 || now >= facts.ends_at {
        return Err(Error::SoldOut);
    }
    if facts.rules().turn(facts.priced == Some(true), now) == Turn::FirstComeFirstServed {
        return Err(Error::SoldOut);
    }
    if waiting_then > i64::from(facts.waitlist_max) {
        return Err(Error::WaitlistFull);
    }
    Ok(())
}

fn new_row<'a>(
    ask: &'a Ask<'_>,
    attendee: &'a Attendee,
    facts: &Facts,
    place: &'a Place,
    (booking, status, n): (BookingId, Status, usize),
    now: DateTime<Utc>,
) -> NewRow<'a> {
    // Under the lock nobody overtakes: a position that was told never gets worse.
    let behind = TimeDelta::microseconds(i64::try_from(n).unwrap_or_default());
    let after_last = facts.last_waiting_since.map(|last| last + TimeDelta::microseconds(1));
    let since = after_last.map_or(now, |after| after.max(now)) + behind;
    NewRow {
        id: RegistrationId::new(now),
        booking,
        opens_booking: n == 0,
        organization: facts.organization_id,
        event: ask.event,
        status,
        place,
        booker: &ask.booker,
        attendee,
        source: ask.source,
        time_zone: attendee.time_zone.unwrap_or(facts.time_zone),
        hold_expires_at: (status == Status::Held)
            .then(|| now + TimeDelta::minutes(i64::from(facts.hold_minutes))),
        waitlisted_at: (status == Status::Waitlisted).then_some(since),
        waitlist_priority: facts.waitlist_priority.unwrap_or_default(),
        verified_at: attendee.user.map(|_| now),
        promo_code: ask
            .promo_code
            .filter(|_| matches!(status, Status::Requested | Status::Waitlisted)),
    }
}
