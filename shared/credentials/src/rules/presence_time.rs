//! Steps 1 to 4 (CR-3): which seconds count.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use models::Credits;

use super::{Cap, Facts, Interval, Parameters, Presence, SessionFacts, Step, TimeBasis};

/// Seconds before conversion, with what the ceilings need to know.
pub(super) struct Time {
    /// What is converted.
    pub(super) seconds: i64,
    /// Sessions that gave time.
    pub(super) sessions: i64,
}

/// Counted and scheduled seconds of each local day.
#[derive(Clone, Default)]
struct Day {
    counted: i64,
    taught: i64,
    scheduled: i64,
}

pub(super) fn take(facts: &Facts, rules: &Parameters, steps: &mut Vec<Step>) -> Time {
    let (frame, seen) = taken(facts, rules);
    let days = by_day(&frame, &seen, rules);
    let counted: i64 = days.values().map(|day| day.counted + day.taught).sum();
    let scheduled: i64 = days.values().map(|day| day.scheduled).sum();
    let given = seen.iter().filter(|session| length(&session.counted) > 0).count();
    let taught = days.values().map(|day| day.taught).sum();
    steps.push(Step::Take {
        counted_seconds: counted,
        scheduled_seconds: scheduled,
        sessions: i64::try_from(given).unwrap_or(i64::MAX),
        taught_seconds: taught,
    });
    let (counted, scheduled) = by_day_cap(&days, facts, rules, (counted, scheduled), steps);
    let survey = if facts.evaluation_done { i64::from(rules.evaluation_seconds) } else { 0 };
    if survey > 0 {
        steps.push(Step::Evaluation { seconds: survey });
    }
    let earned = earned(counted, scheduled, rules);
    let (free, seconds) = match earned {
        Earned::Counted => {
            let limit = by_session_cap(&seen, rules, |s| length(&s.counted) + taught_in(s, rules));
            (basis(counted + survey, rules), basis(counted.min(limit) + survey, rules))
        }
        Earned::Scheduled(percent) => {
            let part = |seconds: i64| seconds * percent / 100;
            let limit = by_session_cap(&frame, rules, |s| part(length(&s.scheduled)));
            let free = part(basis(scheduled + survey, rules));
            (free, free.min(limit.saturating_add(part(survey))))
        }
    };
    steps.push(Step::Present {
        rule: rules.presence,
        needed_percent: rules.presence_percent,
        per_mille: if scheduled > 0 { (counted * 1000 / scheduled).min(1000) } else { 0 },
        seconds: free,
    });
    if let Some(at) = rules.max_per_session.filter(|_| seconds < free) {
        let scheduled_seconds = scheduled;
        steps.push(Step::Capped {
            by: Cap::Session,
            at,
            counted_seconds: seconds,
            scheduled_seconds,
        });
    }
    let sessions = if earned == Earned::Counted { given } else { frame.len() };
    Time { seconds, sessions: i64::try_from(sessions).unwrap_or(i64::MAX) }
}

/// The sessions that presence is a share of, and those of them that are seen.
fn taken<'f>(
    facts: &'f Facts,
    rules: &Parameters,
) -> (Vec<&'f SessionFacts>, Vec<&'f SessionFacts>) {
    let sessions: Vec<&SessionFacts> =
        facts.sessions.iter().filter(|session| session.creditable).collect();
    let seen: Vec<&SessionFacts> =
        sessions.iter().copied().filter(|session| accepted(session, rules)).collect();
    // Where nobody looks at presence, only the method speaks against a session.
    if rules.presence == Presence::None { (seen.clone(), seen) } else { (sessions, seen) }
}

/// The days that credit came from, each with its part: in the share of the time that it gives
/// under the day cap. The parts sum to the whole.
#[must_use]
pub fn spread(facts: &Facts, rules: &Parameters, credits: Credits) -> BTreeMap<NaiveDate, Credits> {
    let (frame, seen) = taken(facts, rules);
    let room = rules.max_per_day.map_or(i64::MAX, |cap| time_of(cap.thousandths(), rules));
    let time = |day: &Day| match rules.presence {
        Presence::ProRata => day.counted + day.taught,
        Presence::None | Presence::AllOrNothing | Presence::Ladder => day.scheduled,
    };
    let days = by_day(&frame, &seen, rules);
    let days: Vec<_> = days.iter().map(|(at, day)| (*at, time(day).min(room))).collect();
    let all: i64 = days.iter().map(|(_, seconds)| seconds).sum();
    let upto = |seconds: i64| i64::from(credits.thousandths()) * seconds / all.max(1);
    let (mut parts, mut reached) = (BTreeMap::new(), 0);
    for (at, seconds) in days.into_iter().filter(|(_, seconds)| *seconds > 0) {
        let part = upto(reached + seconds) - upto(reached);
        reached += seconds;
        parts.insert(at, Credits::of_thousandths(i32::try_from(part).unwrap_or(i32::MAX)));
    }
    parts
}

/// The seconds that so many thousandths of a credit take.
fn time_of(credits: i32, rules: &Parameters) -> i64 {
    i64::from(credits) * i64::from(rules.unit_seconds) / 1000
}

/// A mixed presence needs every method that it used (CR-11).
fn accepted(session: &SessionFacts, rules: &Parameters) -> bool {
    rules.methods.is_empty()
        || session.mode.methods().iter().all(|key| rules.methods.iter().any(|m| m.key == *key))
}

fn by_day(
    sessions: &[&SessionFacts],
    seen: &[&SessionFacts],
    rules: &Parameters,
) -> BTreeMap<NaiveDate, Day> {
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for (day, seconds) in once(seen.iter().flat_map(|session| &session.counted)) {
        days.entry(day).or_default().counted = seconds;
    }
    for (day, seconds) in once(sessions.iter().flat_map(|session| &session.scheduled)) {
        days.entry(day).or_default().scheduled = seconds;
    }
    if rules.teaching_percent > 0 {
        for (day, seconds) in once(seen.iter().flat_map(|session| &session.taught)) {
            days.entry(day).or_default().taught = seconds * i64::from(rules.teaching_percent) / 100;
        }
    }
    days
}

/// Wall-clock time of each day: where intervals lie over each other they count once.
fn once<'a>(intervals: impl Iterator<Item = &'a Interval>) -> BTreeMap<NaiveDate, i64> {
    let mut sorted: Vec<Interval> = intervals.copied().collect();
    sorted.sort();
    let mut days = BTreeMap::new();
    let mut reached: Option<Interval> = None;
    for part in sorted {
        let from = match reached {
            Some(last) if last.day == part.day => part.from.max(last.to),
            _ => part.from,
        };
        *days.entry(part.day).or_default() += (part.to - from).max(0);
        let to = reached.filter(|last| last.day == part.day).map_or(part.to, |l| l.to.max(part.to));
        reached = Some(Interval { to, ..part });
    }
    days
}

fn length(intervals: &[Interval]) -> i64 {
    once(intervals.iter()).values().sum()
}

/// What a day may give at most. A minimum of what only grows with presence, so more presence
/// never gives less (CR-5).
fn by_day_cap(
    days: &BTreeMap<NaiveDate, Day>,
    facts: &Facts,
    rules: &Parameters,
    all: (i64, i64),
    steps: &mut Vec<Step>,
) -> (i64, i64) {
    let Some(cap) = rules.max_per_day else { return all };
    let room = |day: &NaiveDate| {
        let given = facts.already.get(day).map_or(0, |given| given.thousandths());
        time_of((cap.thousandths() - given).max(0), rules)
    };
    let counted = days.iter().map(|(at, day)| (day.counted + day.taught).min(room(at))).sum();
    let scheduled = days.iter().map(|(at, day)| day.scheduled.min(room(at))).sum();
    if (counted, scheduled) != all {
        steps.push(Step::Capped {
            by: Cap::Day,
            at: cap,
            counted_seconds: counted,
            scheduled_seconds: scheduled,
        });
    }
    (counted, scheduled)
}

/// What the sessions may give at most, each for itself. It never touches the share of presence:
/// whoever saw all of a long session was there for all of it.
fn by_session_cap(
    sessions: &[&SessionFacts],
    rules: &Parameters,
    of: impl Fn(&SessionFacts) -> i64,
) -> i64 {
    let Some(cap) = rules.max_per_session else { return i64::MAX };
    let most = time_of(cap.thousandths(), rules);
    sessions.iter().map(|session| of(session).min(most)).sum()
}

fn taught_in(session: &SessionFacts, rules: &Parameters) -> i64 {
    length(&session.taught) * i64::from(rules.teaching_percent) / 100
}

/// Which time the presence earns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Earned {
    /// What was attended.
    Counted,
    /// So many per cent of what was scheduled.
    Scheduled(i64),
}

fn earned(counted: i64, scheduled: i64, rules: &Parameters) -> Earned {
    let reached = |percent: i32| counted > 0 && counted * 100 >= i64::from(percent) * scheduled;
    match rules.presence {
        Presence::None => Earned::Scheduled(100),
        Presence::ProRata if reached(rules.presence_percent) => Earned::Counted,
        Presence::AllOrNothing if reached(rules.presence_percent) => Earned::Scheduled(100),
        Presence::ProRata | Presence::AllOrNothing => Earned::Scheduled(0),
        Presence::Ladder => {
            let rungs = rules.ladder.iter().filter(|rung| reached(rung.from_percent));
            Earned::Scheduled(rungs.map(|rung| i64::from(rung.give_percent)).max().unwrap_or(0))
        }
    }
}

/// Whole minutes, once, where the rules count in them.
const fn basis(seconds: i64, rules: &Parameters) -> i64 {
    match rules.time_basis {
        TimeBasis::WholeMinutes => seconds / 60 * 60,
        TimeBasis::Seconds => seconds,
    }
}
