//! Sessions: what happens when, with breaks (EV-3).

mod commands;
mod shift;

use chrono::{DateTime, TimeDelta, Utc};
use models::Field;

pub use commands::{add, order, remove, revise, set_cancelled};
pub(crate) use commands::{insert, respan};

use crate::error::field;
use crate::event::Format;
pub(crate) use shift::shift;

/// Most sessions of one event.
pub const MOST: usize = 500;

/// What is planned for a session.
#[derive(Clone, Debug)]
pub struct Plan {
    /// 1 to 200 characters.
    pub title: String,
    /// Up to 5000 characters.
    pub description: Option<String>,
    /// First second.
    pub starts_at: DateTime<Utc>,
    /// The second after the last.
    pub ends_at: DateTime<Utc>,
    /// How people take part.
    pub mode: Format,
    /// Where in the house.
    pub room: Option<String>,
    /// The name of its track.
    pub track: Option<String>,
    /// Presence is demanded.
    pub mandatory: bool,
    /// Presence earns credit.
    pub creditable: bool,
    /// It has a meeting of its own.
    pub own_meeting: bool,
    /// Its own threshold.
    pub min_percent: Option<i32>,
    /// Its own threshold.
    pub min_minutes: Option<i32>,
    /// Pauses within it.
    pub breaks: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// When it truly took place, and why that differs (PR-2).
    pub actual: Option<Actual>,
}

/// The true times of a session.
#[derive(Clone, Debug)]
pub struct Actual {
    /// First second.
    pub starts_at: DateTime<Utc>,
    /// The second after the last.
    pub ends_at: DateTime<Utc>,
    /// Why they differ from the plan.
    pub reason: String,
}

impl Plan {
    /// A session of that name and time, and nothing special.
    #[must_use]
    pub fn simple(
        title: &str,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        mode: Format,
    ) -> Self {
        Self {
            title: title.to_owned(),
            description: None,
            starts_at,
            ends_at,
            mode,
            room: None,
            track: None,
            mandatory: true,
            creditable: true,
            own_meeting: false,
            min_percent: None,
            min_minutes: None,
            breaks: Vec::new(),
            actual: None,
        }
    }

    /// The faults of its times, with pointers below `base`.
    #[must_use]
    pub fn faults(&self, base: &str) -> Vec<Field> {
        let mut faults = Vec::new();
        let mut refuse = |part: &str, detail: &str| {
            faults.push(field(&format!("{base}{part}"), "out-of-range", detail));
        };
        let lasts = self.ends_at - self.starts_at;
        if !(TimeDelta::minutes(5)..=TimeDelta::minutes(1440)).contains(&lasts) {
            refuse("/local_end", "A session lasts 5 minutes to 24 hours.");
        }
        let mut breaks = self.breaks.clone();
        breaks.sort();
        for (starts_at, ends_at) in &breaks {
            if ends_at <= starts_at || *starts_at < self.starts_at || *ends_at > self.ends_at {
                refuse("/breaks", "A break lies within its session.");
            }
        }
        if breaks.windows(2).any(|pair| pair[1].0 < pair[0].1) {
            refuse("/breaks", "Breaks do not overlap.");
        }
        if let Some(actual) = &self.actual {
            let lasted = actual.ends_at - actual.starts_at;
            if !(TimeDelta::zero()..=TimeDelta::hours(24)).contains(&lasted) || lasted.is_zero() {
                refuse("/actual/local_end", "A session ends after its start, within 24 hours.");
            }
        }
        faults
    }
}

/// Whether an event may span this: at most 366 days.
#[must_use]
pub fn spans_too_long(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> bool {
    ends_at - starts_at > TimeDelta::days(366)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(minutes: i64) -> Plan {
        let start = DateTime::UNIX_EPOCH;
        Plan::simple("Day 1", start, start + TimeDelta::minutes(minutes), Format::Online)
    }

    fn pointers(plan: &Plan) -> Vec<String> {
        plan.faults("").into_iter().map(|fault| fault.pointer).collect()
    }

    /// EV-3
    #[test]
    fn a_session_lasts_5_to_1440_minutes() {
        assert_eq!([4, 5, 1440, 1441].map(|minutes| plan(minutes).faults("").len()), [1, 0, 0, 1]);
    }

    /// EV-3
    #[test]
    fn breaks_lie_inside_and_apart() {
        let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        let with = |breaks: &[(i64, i64)]| Plan {
            breaks: breaks.iter().map(|(from, to)| (at(*from), at(*to))).collect(),
            ..plan(60)
        };
        assert!(pointers(&with(&[(30, 40), (10, 20), (20, 30)])).is_empty());
        assert_eq!(pointers(&with(&[(50, 61)])), ["/breaks"]);
        assert_eq!(pointers(&with(&[(20, 10)])), ["/breaks"]);
        assert_eq!(pointers(&with(&[(10, 30), (20, 40)])), ["/breaks"]);
    }
}
