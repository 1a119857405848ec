//! Status changes of registrations: stored with their history, claims and consequences.

use chrono::{DateTime, Utc};
use models::{ChangeId, EventId, RegistrationId, UserId};
use sqlx::PgConnection;

use super::Status;
use crate::{Error, presence, zoom};

/// One person's status changed. The function that commits it tells the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Who.
    pub registration: RegistrationId,
    /// What it was; nothing for a new registration.
    pub from: Option<Status>,
    /// What it is.
    pub to: Status,
}

/// What a person is told about a change of status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// The seat is sure.
    Confirmed,
    /// A place in the queue.
    Waitlisted,
    /// A seat is kept for a while.
    Offered,
    /// A hold ended.
    HoldEnded,
    /// An offer ended.
    OfferEnded,
    /// The queue ended.
    QueueEnded,
    /// The place is given up.
    Cancelled,
    /// The organizer is asked (RG-21).
    Requested,
    /// The organizer agrees, and the place is to be paid.
    Approved,
    /// The organizer does not agree.
    Declined,
    /// Nobody answered before the start.
    RequestEnded,
    /// The place is somebody else's (RG-18).
    PassedOn,
}

impl Move {
    /// What the person is told, if anything.
    #[must_use]
    pub const fn news(&self) -> Option<News> {
        match (self.from, self.to) {
            (_, Status::Confirmed) => Some(News::Confirmed),
            (_, Status::Waitlisted) => Some(News::Waitlisted),
            (_, Status::Offered) => Some(News::Offered),
            (Some(Status::Offered), Status::Expired) => Some(News::OfferEnded),
            (Some(Status::Waitlisted), Status::Expired) => Some(News::QueueEnded),
            (Some(Status::Requested), Status::Expired) => Some(News::RequestEnded),
            (_, Status::Expired) => Some(News::HoldEnded),
            (_, Status::Cancelled) => Some(News::Cancelled),
            (_, Status::Requested) => Some(News::Requested),
            (Some(Status::Requested), Status::Held) => Some(News::Approved),
            (_, Status::Declined) => Some(News::Declined),
            (_, Status::Transferred) => Some(News::PassedOn),
            // A hold has a page of its own to be paid on; the mail comes with the seat.
            _ => None,
        }
    }
}

/// People by what they are told, in order.
#[must_use]
pub fn news(moves: &[Move]) -> std::collections::BTreeMap<News, Vec<RegistrationId>> {
    let mut people = std::collections::BTreeMap::<News, Vec<RegistrationId>>::new();
    for m in moves {
        if let Some(news) = m.news() {
            people.entry(news).or_default().push(m.registration);
        }
    }
    people
}

/// What is written beside a change of status.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Note<'a> {
    pub(crate) actor: Option<UserId>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) offer_expires_at: Option<DateTime<Utc>>,
    pub(crate) hold_expires_at: Option<DateTime<Utc>>,
}

/// Changes of status with their history and their consequences. Claims are the caller's.
pub(crate) async fn apply(
    conn: &mut PgConnection,
    event: EventId,
    moves: &[Move],
    note: Note<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    store(conn, event, moves, note, now).await?;
    follow(conn, event, moves, now).await
}

/// Stores changes of status, one history line each.
pub(crate) async fn store(
    conn: &mut PgConnection,
    event: EventId,
    moves: &[Move],
    note: Note<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if moves.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = moves.iter().map(|m| m.registration).collect();
    // As text: the driver would look the array of a named type up on every call.
    let from: Vec<_> = moves.iter().map(|m| m.from.map(Status::name)).collect();
    let to: Vec<_> = moves.iter().map(|m| m.to.name()).collect();
    let changes: Vec<_> = moves.iter().map(|_| ChangeId::new(now)).collect();
    sqlx::query!(
        "with moved as (
            select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[])
                as m (change_id, registration_id, from_status, to_status)
         ), updated as (
            update registrations r
               set status = m.to_status,
                   hold_expires_at = case when m.to_status = 'held' then $10::timestamptz end,
                   held_at = case when m.to_status = 'held' then $6 else r.held_at end,
                   offer_expires_at = case when m.to_status = 'offered' then $9::timestamptz end,
                   confirmed_at = case when m.to_status = 'confirmed' then $6 else r.confirmed_at end,
                   cancelled_at = case when m.to_status = 'cancelled' then $6 else r.cancelled_at end,
                   cancel_reason = case when m.to_status in ('cancelled', 'declined') then $8 else r.cancel_reason end,
                   waitlisted_at = case when m.to_status = 'waitlisted'
                                        then greatest($6, (select max(w.waitlisted_at) + interval '1 microsecond' from registrations w
                                                            where w.event_id = $1 and w.status = 'waitlisted'))
                                        else r.waitlisted_at end,
                   updated_at = $6, version = r.version + 1
              from moved m
             where r.id = m.registration_id and r.event_id = $1 and r.status = m.from_status
            returning r.id, r.organization_id
         )
         insert into registration_changes (id, organization_id, registration_id, from_status, to_status, actor, reason, at)
         select m.change_id, u.organization_id, u.id, m.from_status, m.to_status, $7, $8, $6
           from moved m join updated u on u.id = m.registration_id",
        event as _,
        changes as _,
        ids as _,
        from as _,
        to as _,
        now,
        note.actor as _,
        note.reason,
        note.offer_expires_at,
        note.hold_expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who gains or loses a confirmed seat concerns Zoom and presence (RG-24, PR-16).
pub(crate) async fn follow(
    conn: &mut PgConnection,
    event: EventId,
    moves: &[Move],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let confirmed = |status: Option<Status>| status == Some(Status::Confirmed);
    let changed = moves.iter().filter(|m| confirmed(m.from) != confirmed(Some(m.to)));
    let people: Vec<RegistrationId> = changed.map(|m| m.registration).collect();
    seats_changed(conn, event, &people, now).await
}

/// The same for people of whom that is known.
pub(crate) async fn seats_changed(
    conn: &mut PgConnection,
    event: EventId,
    people: &[RegistrationId],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if !people.is_empty() {
        zoom::registrations_changed(conn, event, people, now).await?;
        presence::registration_changed(conn, event, now).await?;
    }
    Ok(())
}
