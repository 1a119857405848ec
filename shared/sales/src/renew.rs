//! Paying anew for places whose last payment ended without money (PA-16, PC-7): a place that is
//! held or on offer is kept, one that was lost is taken again if there is room (RG-17). Price and
//! code are those of today; a seat on offer comes with the code that was kept for it (PC-8).

use billing::payment::{Buyer, Status as PaymentStatus};
use billing::promo::Code;
use chrono::{DateTime, TimeDelta, Utc};
use events::registration::{
    self, AccessKey, Ask, Attendee, Booker, By, Registered, Source, Status,
};
use models::{
    Email, EventId, LinkKey, OrgId, PaymentId, RegistrationId, Seal, SealKind, Sealed,
    TicketTypeId, UserId,
};
use sqlx::PgConnection;

use crate::sell::buy_with_kept;
use crate::tell::ended;
use crate::{Bought, Error, Order, buy};

/// Payments that may be begun for a place within a day, the first one among them (PA-16).
const MOST: i64 = 3;
const WITHIN: TimeDelta = TimeDelta::hours(24);

/// A place that somebody would like to pay for again.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Which.
    pub id: RegistrationId,
    /// Whose event.
    pub organization: OrgId,
    /// Which event.
    pub event: EventId,
    /// The account of the one who comes.
    pub user: Option<UserId>,
    /// The account that booked.
    pub booker: Option<UserId>,
    /// Of its personal link.
    pub link_generation: i32,
    /// Whose address is proven.
    pub verified: bool,
    /// The last payment for it.
    pub last: Option<Last>,
    ticket: TicketTypeId,
    status: Status,
    lapsed: bool,
    access_generation: i32,
    /// The same person's live place at this event, where it is another one.
    anew: Option<Status>,
    email: Option<String>,
    booker_email: String,
    full_name: Option<String>,
    locale: String,
    /// A code that was given for the time when the seat comes.
    kept: Option<Code>,
}

/// The last payment for a place.
#[derive(Clone, Debug)]
pub struct Last {
    /// Which.
    pub id: PaymentId,
    /// The account that pays.
    pub user: Option<UserId>,
    /// The address that pays, as it is compared.
    pub email_key: String,
    /// Of its own link.
    pub link_generation: i32,
    status: PaymentStatus,
    email: String,
    name: Option<String>,
    locale: String,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Renewed {
    /// The new payment.
    pub bought: Bought,
    /// Each place that was asked for and the one that is paid for now: another one where it was
    /// taken again.
    pub places: Vec<(RegistrationId, RegistrationId)>,
    /// Until when the first of the seats is held.
    pub hold_expires_at: Option<DateTime<Utc>>,
}

/// Reads the places, in the order of their ids. Some are not there: they are missing.
pub async fn subjects(
    conn: &mut PgConnection,
    places: &[RegistrationId],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Subject>> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RegistrationId", r.organization_id as "organization: OrgId", r.event_id as "event: EventId", r.user_id as "user: UserId", r.link_generation,
                  r.email_verified_at is not null as "verified!", r.ticket_type_id as "ticket: TicketTypeId", r.status as "status: Status",
                  coalesce(r.hold_expires_at, r.offer_expires_at) <= $2 as lapsed, e.access_generation, r.email, r.full_name, r.locale,
                  r.promo_code,
                  b.booker_user_id as "booker: UserId", b.booker_email,
                  (select o.status from registrations o
                    where o.event_id = r.event_id and o.id <> r.id and (o.email_key = r.email_key or o.user_id = r.user_id)
                      and o.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed') limit 1) as "anew?: Status",
                  p.id as "payment?: PaymentId", p.buyer_user_id as "buyer?: UserId", p.buyer_email as "buyer_email?",
                  p.buyer_email_key as "buyer_email_key?", p.buyer_name as "buyer_name?", p.locale as "buyer_locale?",
                  p.link_generation as "payment_generation?", p.status as "payment_status?: PaymentStatus"
             from registrations r
             join events e on e.id = r.event_id
             join bookings b on b.id = r.booking_id
             left join lateral (select p.* from payment_items i join payments p on p.id = i.payment_id
                                 where i.registration_id = r.id order by i.closed_at desc nulls first, p.id desc limit 1) p on true
            where r.id = any($1) order by r.id"#,
        places as _,
        now
    )
    .fetch_all(conn)
    .await?;
    let subjects = rows.into_iter().map(|row| Subject {
        id: row.id,
        organization: row.organization,
        event: row.event,
        user: row.user,
        booker: row.booker,
        link_generation: row.link_generation,
        verified: row.verified,
        last: (|| {
            Some(Last {
                id: row.payment?,
                user: row.buyer,
                email_key: row.buyer_email_key?,
                link_generation: row.payment_generation?,
                status: row.payment_status?,
                email: row.buyer_email?,
                name: row.buyer_name,
                locale: row.buyer_locale?,
            })
        })(),
        ticket: row.ticket,
        status: row.status,
        lapsed: row.lapsed.unwrap_or_default(),
        access_generation: row.access_generation,
        anew: row.anew,
        email: row.email,
        booker_email: row.booker_email,
        full_name: row.full_name,
        locale: row.locale,
        kept: row.promo_code.and_then(|text| Code::parse(&text).ok()),
    });
    Ok(subjects.collect())
}

impl Subject {
    /// Who pays if nobody is signed in: who was to pay last, else the person who comes.
    #[must_use]
    pub fn buyer(&self) -> Option<Buyer> {
        let (address, user, name, locale) = if let Some(last) = &self.last {
            (&last.email, last.user, &last.name, &last.locale)
        } else {
            let address = self.email.as_ref().unwrap_or(&self.booker_email);
            (address, self.user.or(self.booker), &self.full_name, &self.locale)
        };
        let email = Email::parse(address).ok()?;
        Some(Buyer { user, email, name: name.clone(), locale: locale.clone() })
    }

    /// The ticket whose price is to be paid for it: now, or when a seat comes. What is paid, is being
    /// paid or cannot be had any more says so, as paying anew would.
    pub fn to_pay(&self) -> Result<TicketTypeId, Error> {
        match self.way() {
            Ok(_) | Err(Error::Events(events::Error::NotOffered)) => Ok(self.ticket),
            Err(refusal) => Err(refusal),
        }
    }

    /// Whether it can be paid for anew, and how.
    fn way(&self) -> Result<Way, Error> {
        match self.last.as_ref().map(|last| last.status) {
            Some(PaymentStatus::Paid) => return Err(billing::Error::AlreadyPaid.into()),
            Some(status) if status.is_live() => {
                return Err(billing::Error::PaymentInProgress.into());
            }
            _ => {}
        }
        match self.status {
            Status::Held => Ok(Way::Held),
            Status::Offered => Ok(Way::Offered),
            Status::Expired | Status::Cancelled if self.last.is_some() => match self.anew {
                None => Ok(Way::Lost),
                Some(Status::Confirmed) => Err(billing::Error::AlreadyPaid.into()),
                Some(Status::Waitlisted) => Err(events::Error::SoldOut.into()),
                Some(_) => Err(billing::Error::PaymentInProgress.into()),
            },
            Status::Confirmed => Err(billing::Error::AlreadyPaid.into()),
            Status::Waitlisted | Status::Requested => Err(events::Error::NotOffered.into()),
            _ => Err(billing::Error::SalesClosed.into()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Held,
    Offered,
    Lost,
}

/// Who begins the new payment.
pub struct Renewal<'a> {
    /// Who pays.
    pub buyer: &'a Buyer,
    /// Whether that address is proven (PC-5).
    pub verified: bool,
    /// A code: the price of the last payment fell with its reservation.
    pub code: Option<&'a Code>,
    /// Opens a private event to those who had a place at it.
    pub links: &'a LinkKey,
}

/// Drafts a new payment for places of one event.
pub async fn renew(
    conn: &mut PgConnection,
    mut subjects: Vec<Subject>,
    renewal: &Renewal<'_>,
    now: DateTime<Utc>,
) -> Result<Renewed, Error> {
    let event = subjects.first().ok_or(events::Error::NotFound)?.event;
    if subjects.iter().any(|subject| subject.event != event) {
        return Err(billing::Error::NotForSale.into());
    }
    let ids: Vec<RegistrationId> = subjects.iter().map(|subject| subject.id).collect();
    if subjects.iter().any(|subject| subject.lapsed) {
        let moves = registration::expire(conn, event, now).await?;
        ended(conn, &moves, None, now).await?;
        subjects = self::subjects(conn, &ids, now).await?;
    }
    let ways: Vec<Way> = subjects.iter().map(Subject::way).collect::<Result<_, _>>()?;
    if tried(conn, &ids, renewal.buyer, now).await? >= MOST {
        return Err(billing::Error::TooManyAttempts.into());
    }
    let by = |way: Way| {
        let these = subjects.iter().zip(&ways).filter(move |(_, is)| **is == way);
        these.map(|(subject, _)| subject).collect::<Vec<_>>()
    };
    let mut places: Vec<(RegistrationId, RegistrationId, TicketTypeId)> =
        by(Way::Held).into_iter().map(|held| (held.id, held.id, held.ticket)).collect();
    for offered in by(Way::Offered) {
        let taken = By::Holder(renewal.buyer.user);
        let moves = registration::accept_offer(conn, offered.id, taken, now).await?;
        ended(conn, &moves, None, now).await?;
        places.push((offered.id, offered.id, offered.ticket));
    }
    places.extend(again(conn, event, &by(Way::Lost), renewal, now).await?);
    let wanted: Vec<_> = places.iter().map(|(_, place, ticket)| (*place, *ticket)).collect();
    let mut order = Order {
        event,
        places: &wanted,
        buyer: renewal.buyer,
        verified: renewal.verified,
        code: renewal.code,
    };
    let bought = match kept(&subjects, &ways).filter(|_| renewal.code.is_none()) {
        Some(code) => {
            order.code = Some(code);
            buy_with_kept(conn, &order, now).await
        }
        None => buy(conn, &order, now).await,
    };
    let bought = match bought {
        Err(Error::Billing(billing::Error::NotForSale)) => {
            return Err(billing::Error::SalesClosed.into());
        }
        other => other?,
    };
    ended(conn, &bought.moves, None, now).await?;
    let hold_expires_at = held_until(conn, &wanted).await?;
    let places = places.into_iter().map(|(before, now, _)| (before, now)).collect();
    Ok(Renewed { bought, places, hold_expires_at })
}

/// PC-8: the code that came with places that are on offer, if all of them came with the same one.
fn kept<'a>(subjects: &'a [Subject], ways: &[Way]) -> Option<&'a Code> {
    let (first, rest) = subjects.split_first()?;
    let code = first.kept.as_ref()?;
    let alike = |other: &Subject| other.kept.as_ref().is_some_and(|kept| kept == code);
    let offered = ways.iter().all(|way| *way == Way::Offered);
    (offered && rest.iter().all(alike)).then_some(code)
}

/// Places that were lost are taken as anybody takes them, with what was said before; nobody waits
/// in the queue to pay.
async fn again(
    conn: &mut PgConnection,
    event: EventId,
    lost: &[&Subject],
    renewal: &Renewal<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(RegistrationId, RegistrationId, TicketTypeId)>, Error> {
    let Some(first) = lost.first() else { return Ok(Vec::new()) };
    let ids: Vec<RegistrationId> = lost.iter().map(|subject| subject.id).collect();
    let attendees: Vec<Attendee> = registration::as_before(conn, &ids).await?;
    // Whoever had a place needs no key to try again, to the event or to the ticket.
    let (kind, generation) = (SealKind::EventAccess, first.access_generation);
    let seal = renewal.links.seal(Sealed { kind, id: event.into(), generation });
    let seal = Seal::parse(&seal);
    let unlocked: Vec<TicketTypeId> = lost.iter().map(|subject| subject.ticket).collect();
    let ask = Ask {
        event,
        key: AccessKey { links: renewal.links, seal: seal.as_ref() },
        access_code: None,
        unlocked: &unlocked,
        booker: Booker { user: renewal.buyer.user, email: renewal.buyer.email.clone() },
        attendees: &attendees,
        source: Source::Own,
        accept_waitlist: false,
        to_be_paid: true,
        promo_code: None,
    };
    let registered = match registration::register(conn, &ask, now).await {
        Err(events::Error::RegistrationClosed | events::Error::TicketNotOnSale) => {
            return Err(billing::Error::SalesClosed.into());
        }
        Err(events::Error::AttendeeRegistered(_) | events::Error::AlreadyRegistered) => {
            return Err(billing::Error::PaymentInProgress.into());
        }
        other => other?,
    };
    let Registered::New { people, moves, .. } = registered else {
        return Err(billing::Error::PaymentInProgress.into());
    };
    ended(conn, &moves, None, now).await?;
    if people.iter().any(|person| person.status != Status::Held) {
        // What is free now is not paid for; it can be had by registering.
        return Err(billing::Error::SalesClosed.into());
    }
    let pairs = ids.into_iter().zip(people);
    Ok(pairs.map(|(before, now)| (before, now.registration, now.ticket_type)).collect())
}

/// How many payments this buyer began lately for one of these people at this event; the most of
/// any.
async fn tried(
    conn: &mut PgConnection,
    places: &[RegistrationId],
    buyer: &Buyer,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    let most = sqlx::query_scalar!(
        "select max(counted.n) from (
            select count(distinct p.id) as n
              from registrations r
              join registrations o on o.event_id = r.event_id and (o.id = r.id or o.email_key = r.email_key)
              join payment_items i on i.registration_id = o.id
              join payments p on p.id = i.payment_id
             where r.id = any($1) and p.buyer_email_key = $2 and p.created_at > $3
             group by r.id) counted",
        places as _,
        buyer.email.key(),
        now - WITHIN
    )
    .fetch_one(conn)
    .await?;
    Ok(most.unwrap_or_default())
}

async fn held_until(
    conn: &mut PgConnection,
    places: &[(RegistrationId, TicketTypeId)],
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let ids: Vec<RegistrationId> = places.iter().map(|(place, _)| *place).collect();
    sqlx::query_scalar!(
        "select min(hold_expires_at) from registrations where id = any($1) and status = 'held'",
        &ids as _
    )
    .fetch_one(conn)
    .await
}
