//! Giving a place up (RG-16), and who may.

use chrono::{DateTime, TimeDelta, Utc};
use models::{RegistrationId, UserId};
use sqlx::PgConnection;

use super::moves::{Note, apply};
use super::{Move, Seat, Status, queries, queue};
use crate::seats;
use crate::{Error, event};

/// On whose behalf a command is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The person whose seat it is, with an account or by a link.
    Holder(Option<UserId>),
    /// A member of the organization.
    Organizer(UserId),
}

impl By {
    pub(super) const fn actor(self) -> Option<UserId> {
        match self {
            Self::Holder(user) => user,
            Self::Organizer(user) => Some(user),
        }
    }
}

/// Until when this person may cancel. Nothing if there is no end to it, or nothing to cancel.
#[must_use]
pub fn cancel_closes_at(starts_at: DateTime<Utc>, cancel_until_minutes: i32) -> DateTime<Utc> {
    starts_at - TimeDelta::minutes(i64::from(cancel_until_minutes))
}

/// Attendees cancel until the set time, organizers until the event is closed.
pub(super) fn may_cancel(seat: &Seat, by: By, now: DateTime<Utc>) -> Result<(), Error> {
    if !seat.status.is_live() {
        return Err(Error::IllegalRegistration(seat.status.word()));
    }
    let open = match by {
        // Whoever waits may always leave.
        By::Holder(_) if !seat.status.is_seated() || seat.may_decline_move => true,
        By::Holder(_) => now < cancel_closes_at(seat.starts_at, seat.cancel_until_minutes),
        By::Organizer(_) => {
            !matches!(seat.event_status, event::Status::Closed | event::Status::Cancelled)
        }
    };
    if open { Ok(()) } else { Err(Error::CancellationClosed) }
}

/// Gives the place up. The freed seat goes to the next in the queue at once; a person who
/// leaves the queue promotes nobody.
pub async fn cancel(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    may_cancel(&seat, by, now)?;
    end(conn, &seat, by, reason, now).await
}

/// Leaves the queue.
pub async fn leave_waitlist(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    if seat.status != Status::Waitlisted {
        return Err(Error::NotWaitlisted);
    }
    end(conn, &seat, by, None, now).await
}

pub(super) async fn end(
    conn: &mut PgConnection,
    seat: &Seat,
    by: By,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let mut moves =
        vec![Move { registration: seat.id, from: Some(seat.status), to: Status::Cancelled }];
    let note = Note { actor: by.actor(), reason, ..Note::default() };
    if seat.status.is_seated() {
        let mut pools = seats::lock(conn, seat.event_id).await?;
        pools.free(&seats::release(conn, &[seat.id]).await?);
        apply(conn, seat.event_id, &moves, note, now).await?;
        if now < seat.ends_at
            && matches!(seat.event_status, event::Status::Published | event::Status::Live)
        {
            let rules = queue::rules(conn, seat.event_id).await?;
            moves.extend(queue::serve(conn, seat.event_id, &mut pools, rules, now).await?);
        }
    } else {
        apply(conn, seat.event_id, &moves, note, now).await?;
    }
    Ok(moves)
}
