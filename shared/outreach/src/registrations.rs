//! Mails about a person's place at an event.

mod seats;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use models::{Currency, Email, EventId, Money, RegistrationId};
use sqlx::PgConnection;

pub use crate::message::Lapsed;
pub use seats::{Nameless, remind_of_names};

use crate::message::{
    Cancelled, Confirmed, Expired, LinkedPlace, Links, Message, Offered, Place, PlaceChanged,
    Places, Reminder, Session, Waitlisted,
};
use crate::places::{self, Row};
use crate::write::{Attachment, Draft, write};
use crate::{Change, team};

/// What happened to a registration.
#[derive(Clone, Debug)]
pub enum Told {
    /// The place is sure.
    Confirmed,
    /// The person stands in the queue.
    Waitlisted,
    /// A place is kept until a deadline.
    Offered,
    /// A hold, an offer or the queue came to its end.
    Expired(Lapsed),
    /// Mode, sessions or name are others.
    Changed {
        /// What is different.
        changes: Vec<Change>,
    },
    /// The place is given back.
    Cancelled {
        /// Why, in somebody's words.
        reason: Option<String>,
    },
    /// The organizer is asked for a place.
    Requested,
    /// The organizer agrees: the place is held until it is paid.
    Approved,
    /// The organizer does not agree.
    Declined {
        /// Why.
        reason: Option<String>,
    },
    /// The place is somebody else's now.
    PassedOn,
    /// The links again, because somebody asked.
    Links,
    /// The meeting does not see the person who clicked to join.
    Unmatched,
    /// The event starts soon.
    Reminder {
        /// So many minutes before, as the event's settings say.
        minutes: i32,
    },
}

/// The job comes every five minutes: so many late are as good as none.
const PUNCTUAL: i32 = 10;

/// Tells each of these people what happened to their registration, and the team of it.
pub async fn tell(
    conn: &mut PgConnection,
    ids: &[RegistrationId],
    told: &Told,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut rows = match told {
        // A seat without a name concerns who booked it, if it is about to be lost.
        Told::Offered | Told::Approved | Told::Expired(_) | Told::Cancelled { .. } => {
            places::read_all(conn, ids).await?
        }
        _ => places::read(conn, ids).await?,
    };
    let drafts = match told {
        Told::Confirmed => {
            // It may be told in a later transaction than it happened in.
            rows.retain(|row| row.status == "confirmed");
            let sessions = by_registration(places::sessions(conn, ids).await?);
            rows.iter().map(|row| confirmed(row, &sessions)).collect()
        }
        Told::Waitlisted => waitlisted(conn, &rows, ids).await?,
        Told::Cancelled { reason } => {
            let refunds = refunds(conn, ids, now).await?;
            let reason = reason.as_deref();
            rows.iter().map(|row| cancelled(row, reason, refunds.get(&row.id))).collect()
        }
        Told::PassedOn => seats::passed_on(conn, &rows, ids).await?,
        Told::Links => rows.iter().map(|row| linked(&[row], now)).collect(),
        told => rows.iter().filter_map(|row| drafted(row, told, now)).collect::<Vec<_>>(),
    };
    write(conn, &drafts, now).await?;
    let places = match told {
        Told::Confirmed => Places::Taken,
        Told::Cancelled { .. } => Places::GivenBack,
        Told::Requested => Places::Requested,
        _ => return Ok(()),
    };
    let events: BTreeSet<EventId> = rows.iter().map(|row| row.event_id).collect();
    for event in events {
        team::places(conn, event, places, now).await?;
    }
    Ok(())
}

/// Mails the links of all live registrations of an address, at most once in ten minutes.
pub async fn links(
    conn: &mut PgConnection,
    address: &Email,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ids: Vec<RegistrationId> = sqlx::query_scalar!(
        r#"select r.id from registrations r join events e on e.id = r.event_id
            where r.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed') and e.ends_at > $2
              and (r.email_key = $1 or r.user_id = (select a.user_id from user_emails a where a.address_key = $1))
            order by e.starts_at, r.id limit 50"#,
        address.key(),
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let rows = places::read(conn, &ids).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let mut draft = linked(&rows.iter().collect::<Vec<_>>(), now);
    draft.to.address = address.address().to_owned();
    draft.to.address_key = address.key().to_owned();
    // Whoever asked need not be the person.
    draft.path = None;
    write(conn, &[draft], now).await
}

type Sessions = BTreeMap<RegistrationId, Vec<Session>>;

fn by_registration(rows: Vec<(RegistrationId, Session)>) -> Sessions {
    let mut sessions = Sessions::new();
    for (registration, session) in rows {
        sessions.entry(registration).or_default().push(session);
    }
    sessions
}

fn confirmed(row: &Row, sessions: &Sessions) -> Draft {
    let facts = Confirmed {
        place: row.place(),
        sessions: sessions.get(&row.id).cloned().unwrap_or_default(),
        ticket_code: row.ticket(),
        guest: row.is_guest(),
    };
    let new_by = moment(row.confirmed_at);
    let draft = row.draft(Message::RegistrationConfirmed(facts), new_by);
    draft.with(Attachment::Calendar).until(row.ends_at)
}

async fn waitlisted(
    conn: &mut PgConnection,
    rows: &[Row],
    ids: &[RegistrationId],
) -> sqlx::Result<Vec<Draft>> {
    let positions = sqlx::query!(
        r#"select q.id as "id: RegistrationId", q.position as "position!" from (
               select r.id, row_number() over (partition by r.event_id
                                               order by r.waitlist_priority desc, r.waitlisted_at, r.id) as position
                 from registrations r
                where r.status = 'waitlisted'
                  and r.event_id in (select w.event_id from registrations w where w.id = any($1))) q
            where q.id = any($1)"#,
        ids as _
    )
    .fetch_all(conn)
    .await?;
    let positions: BTreeMap<_, _> = positions.into_iter().map(|q| (q.id, q.position)).collect();
    let draft = |row: &Row| {
        let position = *positions.get(&row.id)?;
        let facts = Waitlisted { place: row.place(), position };
        let new_by = moment(row.waitlisted_at);
        Some(row.draft(Message::RegistrationWaitlisted(facts), new_by).until(row.starts_at))
    };
    Ok(rows.iter().filter_map(draft).collect())
}

fn drafted(row: &Row, told: &Told, now: DateTime<Utc>) -> Option<Draft> {
    let place = row.place();
    Some(match told {
        Told::Offered => {
            let until = row.offer_expires_at?;
            let message = Message::WaitlistOffer(Offered { place, until });
            row.draft(message, moment(Some(until))).until(until)
        }
        Told::Expired(lapsed) => {
            let message = Message::RegistrationExpired(Expired { place, lapsed: *lapsed });
            row.draft(message, row.version)
        }
        Told::Changed { changes } => {
            let facts = PlaceChanged { place, changes: changes.clone() };
            let draft = row.draft(Message::RegistrationChanged(facts), row.version);
            draft.with(Attachment::Calendar)
        }
        Told::Requested | Told::Approved | Told::Declined { .. } => seats::request(row, told)?,
        Told::Unmatched => {
            let new_by = moment(Some(row.starts_at));
            row.draft(Message::PresenceUnmatched(place), new_by).until(row.ends_at)
        }
        Told::Reminder { minutes } => reminder(row, place, *minutes, now),
        Told::Confirmed
        | Told::Waitlisted
        | Told::Cancelled { .. }
        | Told::PassedOn
        | Told::Links => return None,
    })
}

fn cancelled(row: &Row, reason: Option<&str>, refund: Option<&Money>) -> Draft {
    let facts = Cancelled {
        place: row.place(),
        reason: reason.map(str::to_owned),
        message: None,
        refund: refund.map(Money::to_string),
    };
    let new_by = moment(row.cancelled_at);
    row.draft(Message::RegistrationCancelled(facts), new_by).with(Attachment::Calendar)
}

/// What was asked to go back for these places in this very moment.
async fn refunds(
    conn: &mut PgConnection,
    ids: &[RegistrationId],
    now: DateTime<Utc>,
) -> sqlx::Result<BTreeMap<RegistrationId, Money>> {
    let rows = sqlx::query!(
        r#"select i.registration_id as "id!: RegistrationId", f.currency as "currency: Currency", sum(l.amount_minor)::bigint as "amount!"
             from payment_items i
             join refund_items l on l.payment_item_id = i.id
             join refunds f on f.id = l.refund_id
            where i.registration_id = any($1) and f.requested_at = $2 and f.status not in ('failed', 'canceled')
            group by i.registration_id, f.currency"#,
        ids as _,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Money::new(row.amount, row.currency))).collect())
}

/// A moved event reminds again.
fn reminder(row: &Row, place: Place, minutes: i32, now: DateTime<Utc>) -> Draft {
    let left = i32::try_from((row.starts_at - now).num_minutes()).unwrap_or(minutes);
    let held_up = (minutes - left).abs() > PUNCTUAL;
    let left = match left {
        _ if !held_up => minutes,
        left if left > 120 => left / 60 * 60,
        left => left,
    };
    let facts = Reminder { place, ticket_code: row.ticket(), minutes, left };
    let new_by = format!("{minutes}:{}", moment(Some(row.starts_at)));
    row.draft(Message::EventReminder(facts), new_by).until(row.starts_at)
}

fn linked(rows: &[&Row], now: DateTime<Utc>) -> Draft {
    let place = |row: &&Row| {
        let (title, manage) = (row.title.clone(), row.manage());
        let (starts_at, time_zone) = (row.starts_at, row.time_zone());
        Some(LinkedPlace { title, starts_at, time_zone, status: row.standing()?, manage })
    };
    let message =
        Message::RegistrationLinks(Links { places: rows.iter().filter_map(place).collect() });
    let (first, ten_minutes) = (rows[0], now.timestamp() / 600);
    let mut draft = first.draft(message, ten_minutes);
    if rows.len() > 1 {
        draft.organization = None;
    }
    draft.path = None;
    draft
}

fn moment(at: Option<DateTime<Utc>>) -> i64 {
    at.map(|at| at.timestamp_micros()).unwrap_or_default()
}
