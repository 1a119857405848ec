//! Registering: the order of the steps is the rule (RG-1, RG-5 to RG-7).

use chrono::{DateTime, TimeDelta, Utc};
use models::{BookingId, EventId, Field, RegistrationId, TicketTypeId};
use sqlx::PgConnection;

use super::expire::expire_lapsed;
use super::facts::{self, AccessKey, Asker, Facts};
use super::moves::follow;
use super::queries::{self, NewRow};
use super::queue::{self, Turn};
use super::{Attendee, Booker, Mode, Move, Source, Status};
use crate::Error;
use crate::error::field;
use crate::event;
use crate::question;
use crate::seats::{self, Place};

/// How often the links are mailed again to one address (RG-3).
const MAIL_AGAIN: TimeDelta = TimeDelta::minutes(10);

/// A wish to register one person.
pub struct Ask<'a> {
    /// Where.
    pub event: EventId,
    /// What opens a private event.
    pub key: AccessKey<'a>,
    /// Who acts.
    pub booker: Booker,
    /// Who wants the seat.
    pub attendee: Attendee,
    /// How it came about.
    pub source: Source,
    /// Whether to wait where there is no seat.
    pub accept_waitlist: bool,
    /// Where the attendee stands in the request, for pointers.
    pub pointer: &'a str,
}

/// What came of it.
#[derive(Debug)]
pub enum Registered {
    /// A new registration.
    New {
        /// The act of registering.
        booking: BookingId,
        /// The registration.
        registration: RegistrationId,
        /// Confirmed or waitlisted.
        status: Status,
        /// 1 is next.
        waitlist_position: Option<i64>,
        /// Everybody whose status changed, this person first.
        moves: Vec<Move>,
    },
    /// The person has a live registration. To be committed: it notes when the links go out.
    Twice {
        /// That one.
        registration: RegistrationId,
        /// It belongs to the account that asks.
        own: bool,
        /// Its links are due to be mailed again.
        mail_links: bool,
    },
}

/// A seat if there is one that nobody waits for, else a place in the queue, else a refusal.
pub async fn register(
    conn: &mut PgConnection,
    ask: &Ask<'_>,
    now: DateTime<Utc>,
) -> Result<Registered, Error> {
    let mut pools = seats::lock(conn, ask.event).await?;
    let attendee = &ask.attendee;
    let asker = Asker {
        ticket_type: attendee.ticket_type,
        email_key: attendee.email.key(),
        attendee: attendee.user,
        booker: ask.booker.user,
    };
    let facts = facts::read(conn, ask.event, &asker, now).await?.ok_or(Error::NotFound)?;
    admitted(ask, &facts, now)?;
    if let Some(live) = facts.live_id {
        return twice(conn, ask, &facts, live, now).await;
    }
    let answers =
        question::check(&facts.questions, &attendee.answers, &format!("{}/answers", ask.pointer))
            .map_err(Error::AnswerInvalid)?;
    let (ticket_type, mode) = ticket(ask, &facts)?;
    let place = Place { mode, ticket_type, sessions: attendee.sessions.clone() };

    let mut moves = Vec::new();
    if facts.lapsed {
        moves.extend(expire_lapsed(conn, ask.event, &mut pools, now).await?);
    }
    if facts.waiting > 0 {
        moves.extend(queue::serve(conn, ask.event, &mut pools, facts.rules(), now).await?);
    }
    let served = moves.iter().filter(|m| m.from == Some(Status::Waitlisted)).count();
    let waiting = facts.waiting - i64::try_from(served).unwrap_or_default();
    // The queue has just been served, so a free seat is one that nobody waiting can take.
    let seated = pools.have_room(&place);
    if !seated {
        refuse_to_wait(ask, &facts, waiting, now)?;
    }
    let status = if seated { Status::Confirmed } else { Status::Waitlisted };
    let row = new_row(ask, &facts, &place, status, now);
    let claims = if seated { pools.take(&place) } else { Vec::new() };
    queries::insert(conn, &row, &answers, &claims, now).await?;
    let own = Move { registration: row.id, from: None, to: status };
    follow(conn, ask.event, &[own], now).await?;
    moves.insert(0, own);
    let waitlist_position = if seated { None } else { queries::position(conn, row.id).await? };
    Ok(Registered::New {
        booking: row.booking,
        registration: row.id,
        status,
        waitlist_position,
        moves,
    })
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
    if !facts.window_open(now) || !facts.open_for_business {
        return Err(Error::RegistrationClosed);
    }
    if ask.booker.user.is_none() && !facts.guests_allowed {
        return Err(Error::GuestsNotAllowed);
    }
    Ok(())
}

/// RG-3: the owner is told which; to a stranger the ticket is only sent again.
async fn twice(
    conn: &mut PgConnection,
    ask: &Ask<'_>,
    facts: &Facts,
    live: RegistrationId,
    now: DateTime<Utc>,
) -> Result<Registered, Error> {
    let own = ask.attendee.user.is_some() && facts.live_user == ask.attendee.user;
    let due = facts.links_sent_at.is_none_or(|sent| sent + MAIL_AGAIN <= now);
    let mail_links = !own && due && !ask.source.is_organizer();
    if mail_links {
        queries::links_sent(conn, live, now).await?;
    }
    Ok(Registered::Twice { registration: live, own, mail_links })
}

fn ticket(ask: &Ask<'_>, facts: &Facts) -> Result<(TicketTypeId, Mode), Error> {
    let fault = |part: &str, detail: &str| -> Error {
        let pointer = format!("{}/{part}", ask.pointer);
        Error::Invalid(vec![Field { pointer, ..field("", "invalid-value", detail) }])
    };
    let ticket_type = facts
        .ticket_type_id
        .ok_or_else(|| fault("ticket_type_id", "This ticket is not one of the event."))?;
    if facts.on_sale == Some(false) && !ask.source.is_organizer() {
        return Err(Error::TicketNotOnSale);
    }
    if ask.attendee.sessions.iter().any(|session| !facts.sessions.contains(session)) {
        return Err(fault("session_ids", "This session is not one of the event."));
    }
    let mode = facts
        .mode(ask.attendee.mode)
        .ok_or_else(|| fault("mode", "Choose how to take part: online or in_person."))?;
    Ok((ticket_type, mode))
}

fn refuse_to_wait(
    ask: &Ask<'_>,
    facts: &Facts,
    waiting: i64,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if !ask.accept_waitlist || facts.waitlist_max == 0 || now >= facts.ends_at {
        return Err(Error::SoldOut);
    }
    if facts.rules().turn(now) == Turn::FirstComeFirstServed {
        return Err(Error::SoldOut);
    }
    if waiting >= i64::from(facts.waitlist_max) {
        return Err(Error::WaitlistFull);
    }
    Ok(())
}

fn new_row<'a>(
    ask: &'a Ask<'_>,
    facts: &Facts,
    place: &'a Place,
    status: Status,
    now: DateTime<Utc>,
) -> NewRow<'a> {
    // Under the lock nobody overtakes: a position that was told never gets worse.
    let after_last = facts.last_waiting_since.map(|last| last + TimeDelta::microseconds(1));
    NewRow {
        id: RegistrationId::new(now),
        booking: BookingId::new(now),
        organization: facts.organization_id,
        event: ask.event,
        status,
        place,
        booker: &ask.booker,
        attendee: &ask.attendee,
        source: ask.source,
        time_zone: ask.attendee.time_zone.unwrap_or(facts.time_zone),
        waitlisted_at: (status == Status::Waitlisted)
            .then(|| after_last.map_or(now, |after| after.max(now))),
        waitlist_priority: facts.waitlist_priority.unwrap_or_default(),
        verified_at: ask.attendee.user.map(|_| now),
    }
}
