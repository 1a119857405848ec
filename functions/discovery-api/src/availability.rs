//! Whether a stranger can still get a place (EV-18).

use chrono::{DateTime, Utc};
use events::event::Status;
use models::{Access, OrgLimits};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organization whose plan has run out long ago takes nobody new (BI-6, RG-1).
pub(crate) fn takes_people(limits: &OrgLimits, now: DateTime<Utc>) -> bool {
    limits.standing.access(now) != Access::ReadOnly
}

/// Whether a stranger can still get a place; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
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

/// A number of seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Limit {
    pub(crate) capacity: i32,
    pub(crate) taken: i32,
}

impl Limit {
    fn left(self) -> i32 {
        (self.capacity - self.taken).max(0)
    }

    fn is_scarce(self) -> bool {
        self.left() <= 5 || self.left() * 10 <= self.capacity
    }
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
    /// People who wait, for whatever ticket.
    pub(crate) waiting: i64,
    pub(crate) waitlist_max: i32,
    /// The organization takes registrations.
    pub(crate) open_for_business: bool,
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
            _ if !self.open_for_business => Some(Shut::Closed),
            _ if self.opens_at.is_some_and(|opens_at| now < opens_at) => Some(Shut::NotOpenYet),
            _ => None,
        }
    }

    fn limits<'a>(&self, beside: &'a [Limit]) -> impl Iterator<Item = Limit> + 'a {
        let own = self.capacity.map(|capacity| Limit { capacity, taken: self.taken });
        own.into_iter().chain(beside.iter().copied())
    }

    /// Seats within the event's limit and those beside it; `None` if nothing limits them.
    pub(crate) fn left(&self, beside: &[Limit]) -> Option<i32> {
        self.limits(beside).map(Limit::left).min()
    }

    /// Of a ticket with these limits beside the event's own, for which so many people wait.
    pub(crate) fn availability(
        &self,
        beside: &[Limit],
        waiting: i64,
        now: DateTime<Utc>,
    ) -> Availability {
        if self.shut(now).is_some() {
            return Availability::Closed;
        }
        if self.left(beside) == Some(0) || waiting > 0 {
            let waits = self.waiting < i64::from(self.waitlist_max);
            return if waits { Availability::Waitlist } else { Availability::SoldOut };
        }
        let scarce = self.limits(beside).any(Limit::is_scarce);
        if scarce { Availability::FewLeft } else { Availability::Open }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn seats() -> Seats {
        let starts_at = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        Seats {
            status: Status::Published,
            starts_at,
            ends_at: starts_at + TimeDelta::hours(1),
            opens_at: None,
            closes_at: None,
            capacity: Some(100),
            taken: 0,
            waiting: 0,
            waitlist_max: 3,
            open_for_business: true,
        }
    }

    /// EV-18, RG-13: the tightest limit decides, and who waits for one ticket is not in the way of
    /// another.
    #[test]
    fn a_ticket_is_as_free_as_its_tightest_limit() {
        let now = DateTime::UNIX_EPOCH;
        let limit = |capacity, taken| Limit { capacity, taken };
        let word = |beside: &[Limit], waiting| seats().availability(beside, waiting, now);
        assert_eq!(word(&[], 0), Availability::Open);
        assert_eq!(word(&[limit(50, 10)], 0), Availability::Open);
        assert_eq!(word(&[limit(50, 45)], 0), Availability::FewLeft);
        assert_eq!(word(&[limit(50, 10), limit(8, 8)], 0), Availability::Waitlist);
        assert_eq!(word(&[], 1), Availability::Waitlist);
        assert_eq!(seats().left(&[limit(50, 10), limit(60, 30)]), Some(30));
        let full = Seats { waiting: 3, ..seats() };
        assert_eq!(full.availability(&[limit(0, 0)], 0, now), Availability::SoldOut);
        assert_eq!(full.availability(&[], 0, now), Availability::Open);
        let shut = Seats { open_for_business: false, ..seats() };
        assert_eq!(shut.availability(&[], 0, now), Availability::Closed);
        assert!(
            Availability::Open < Availability::FewLeft
                && Availability::SoldOut < Availability::Closed
        );
    }
}
