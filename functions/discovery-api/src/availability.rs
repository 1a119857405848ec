//! Whether a stranger can still get a place (EV-18).

use chrono::{DateTime, Utc};
use events::event::Status;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether a stranger can still get a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Availability {
    /// Yes.
    Open,
    /// Yes, but at most one in ten or five are left.
    FewLeft,
    /// By waiting.
    Waitlist,
    /// No.
    SoldOut,
    /// Registration is not open.
    Closed,
}

/// The facts that decide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seats {
    pub(crate) status: Status,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) opens_at: Option<DateTime<Utc>>,
    pub(crate) closes_at: Option<DateTime<Utc>>,
    pub(crate) capacity: Option<i32>,
    pub(crate) taken: i32,
    pub(crate) waiting: i64,
    pub(crate) waitlist_max: i32,
}

/// Why registration is not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Shut {
    /// It opens later.
    NotOpenYet,
    /// It has closed.
    Closed,
    /// The event does not take place.
    Cancelled,
    /// The event is over.
    Over,
}

impl Seats {
    /// RG-1: registration ends as set, else at the start; never after the end.
    pub(crate) fn closing(&self) -> DateTime<Utc> {
        self.closes_at.unwrap_or(self.starts_at).min(self.ends_at)
    }

    pub(crate) fn shut(&self, now: DateTime<Utc>) -> Option<Shut> {
        match self.status {
            Status::Cancelled => Some(Shut::Cancelled),
            Status::Completed | Status::Closed => Some(Shut::Over),
            _ if now >= self.ends_at => Some(Shut::Over),
            _ if now >= self.closing() => Some(Shut::Closed),
            _ if self.opens_at.is_some_and(|opens_at| now < opens_at) => Some(Shut::NotOpenYet),
            _ => None,
        }
    }

    pub(crate) fn left(&self) -> Option<i32> {
        self.capacity.map(|capacity| (capacity - self.taken).max(0))
    }

    pub(crate) fn availability(&self, now: DateTime<Utc>) -> Availability {
        if self.shut(now).is_some() {
            return Availability::Closed;
        }
        let Some((capacity, left)) = self.capacity.zip(self.left()) else {
            return Availability::Open;
        };
        if left == 0 || self.waiting > 0 {
            let waits = self.waiting < i64::from(self.waitlist_max);
            return if waits { Availability::Waitlist } else { Availability::SoldOut };
        }
        if left <= 5 || left * 10 <= capacity { Availability::FewLeft } else { Availability::Open }
    }
}
