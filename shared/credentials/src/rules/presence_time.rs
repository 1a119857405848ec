//! Steps 1 to 4 (CR-3): which seconds count.

use std::collections::BTreeMap;

use chrono::NaiveDate;

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
    let sessions: Vec<&SessionFacts> =
        facts.sessions.iter().filter(|session| session.creditable).collect();
    let seen: Vec<&SessionFacts> =
        sessions.iter().copied().filter(|session| accepted(session, rules)).collect();
    let days = by_day(&sessions, &seen, rules);
    let counted: i64 = days.values().map(|day| day.counted + day.taught).sum();
    let scheduled: i64 = days.values().map(|day| day.scheduled).sum();
    let given = seen.iter().filter(|session| length(&session.counted) > 0).count();
    let sessions = i64::try_from(given).unwrap_or(i64::MAX);
    let taught = days.values().map(|day| day.taught).sum();
    steps.push(Step::Take {
        counted_seconds: counted,
        scheduled_seconds: scheduled,
        sessions,
        taught_seconds: taught,
    });
    let (counted, scheduled) = capped(&days, facts, rules, &seen, counted, steps);
    let seconds = present(counted, scheduled, facts.evaluation_done, rules, steps);
    Time { seconds, sessions }
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

/// What a day and a session may give at most. Both are minima of what only grows with presence,
/// so more presence never gives less (CR-5), also where sessions lie over each other.
fn capped(
    days: &BTreeMap<NaiveDate, Day>,
    facts: &Facts,
    rules: &Parameters,
    seen: &[&SessionFacts],
    counted: i64,
    steps: &mut Vec<Step>,
) -> (i64, i64) {
    let unit = i64::from(rules.unit_seconds);
    let scheduled: i64 = days.values().map(|day| day.scheduled).sum();
    let (mut most_counted, mut most_scheduled) = (counted, scheduled);
    if let Some(cap) = rules.max_per_day {
        let room = |day: &NaiveDate| {
            let left =
                cap.thousandths() - facts.already.get(day).map_or(0, |given| given.thousandths());
            i64::from(left.max(0)) * unit / 1000
        };
        most_counted = days.iter().map(|(at, day)| (day.counted + day.taught).min(room(at))).sum();
        most_scheduled = days.iter().map(|(at, day)| day.scheduled.min(room(at))).sum();
        if (most_counted, most_scheduled) != (counted, scheduled) {
            steps.push(Step::Capped {
                by: Cap::Day,
                at: cap,
                counted_seconds: most_counted,
                scheduled_seconds: most_scheduled,
            });
        }
    }
    if let Some(cap) = rules.max_per_session {
        let most = |session: &SessionFacts, of: &[Interval]| {
            let taught = length(&session.taught) * i64::from(rules.teaching_percent) / 100;
            (length(of) + taught).min(i64::from(cap.thousandths()) * unit / 1000)
        };
        let limit: i64 = seen.iter().map(|session| most(session, &session.counted)).sum();
        if limit < most_counted {
            most_counted = limit;
            steps.push(Step::Capped {
                by: Cap::Session,
                at: cap,
                counted_seconds: most_counted,
                scheduled_seconds: most_scheduled,
            });
        }
    }
    (most_counted, most_scheduled)
}

fn present(
    counted: i64,
    scheduled: i64,
    evaluation_done: bool,
    rules: &Parameters,
    steps: &mut Vec<Step>,
) -> i64 {
    let evaluation = if evaluation_done { i64::from(rules.evaluation_seconds) } else { 0 };
    let basis = |seconds: i64| {
        let total = seconds + evaluation;
        if rules.time_basis == TimeBasis::WholeMinutes { total / 60 * 60 } else { total }
    };
    if evaluation > 0 {
        steps.push(Step::Evaluation { seconds: evaluation });
    }
    let reached = |percent: i32| counted > 0 && counted * 100 >= i64::from(percent) * scheduled;
    let seconds = match rules.presence {
        Presence::None => basis(scheduled),
        Presence::ProRata if reached(rules.presence_percent) => basis(counted),
        Presence::AllOrNothing if reached(rules.presence_percent) => basis(scheduled),
        Presence::ProRata | Presence::AllOrNothing => 0,
        Presence::Ladder => {
            let rungs = rules.ladder.iter().filter(|rung| reached(rung.from_percent));
            let give = rungs.map(|rung| rung.give_percent).max().unwrap_or_default();
            basis(scheduled) * i64::from(give) / 100
        }
    };
    let per_mille = if scheduled > 0 { (counted * 1000 / scheduled).min(1000) } else { 0 };
    steps.push(Step::Present {
        rule: rules.presence,
        needed_percent: rules.presence_percent,
        per_mille,
        seconds,
    });
    seconds
}
