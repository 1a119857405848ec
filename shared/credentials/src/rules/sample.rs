//! Facts and rules for the tests of the engine.

use super::{Facts, Interval, Mode, Parameters, SessionFacts, presets};

pub(crate) fn rules(code: &str) -> Parameters {
    presets::get(code).expect("a preset").parameters
}

/// `counted` of `scheduled` minutes of one session, in the room.
pub(crate) fn attended(counted: i64, scheduled: i64) -> Facts {
    let part = |minutes: i64| vec![interval(0, 0, minutes * 60)];
    Facts {
        sessions: vec![SessionFacts {
            mode: Mode::InPerson,
            scheduled: part(scheduled),
            counted: part(counted),
            ..session("a")
        }],
        ..Facts::default()
    }
}

pub(crate) fn session(id: &str) -> SessionFacts {
    SessionFacts {
        id: id.into(),
        creditable: true,
        mode: Mode::Online,
        scheduled: Vec::new(),
        counted: Vec::new(),
        taught: Vec::new(),
        checks_issued: 0,
        checks_answered: 0,
    }
}

/// Seconds of a day after 1 October 2026.
pub(crate) fn interval(day: u64, from: i64, to: i64) -> Interval {
    let first = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day");
    let start = 1_790_812_800 + i64::try_from(day).expect("few") * 86_400;
    Interval { day: first + chrono::Days::new(day), from: start + from, to: start + to }
}
