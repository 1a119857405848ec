//! CR-3 a second time, by other means: seconds ticked off on a clock face, and amounts found by
//! trying one after the other. It shares no arithmetic with the engine.

use proptest::prelude::*;

use super::property_tests::{facts, rules};
use super::sample::interval;
use super::{
    Facts, Given, Interval, MissedChecks, Mode, Parameters, Presence, Rounding, SessionFacts, Tie,
    TimeBasis, calculate,
};
use models::Credits;

const DAYS: usize = 3;
const DAY: usize = 86_400;

/// One box for each second of three days.
struct Face(Vec<bool>);

impl Face {
    fn of<'a>(parts: impl Iterator<Item = &'a Interval>) -> Self {
        let first = interval(0, 0, 0).from;
        let at = |second: i64| usize::try_from(second - first).unwrap();
        let mut boxes = vec![false; DAYS * DAY];
        for part in parts {
            boxes[at(part.from)..at(part.to)].fill(true);
        }
        Self(boxes)
    }

    fn of_day(&self, day: usize) -> i64 {
        let boxes = &self.0[day * DAY..(day + 1) * DAY];
        i64::try_from(boxes.iter().filter(|ticked| **ticked).count()).unwrap()
    }
}

fn thousandths(credits: Option<Credits>) -> Option<i64> {
    credits.map(|credits| i64::from(credits.thousandths()))
}

/// Seconds in which so many thousandths are earned; the presets and strategies divide.
fn seconds_of(thousandths: i64, rules: &Parameters) -> i64 {
    thousandths * i64::from(rules.unit_seconds) / 1000
}

fn seconds(facts: &Facts, rules: &Parameters) -> i64 {
    let counted = Face::of(facts.sessions.iter().flat_map(|s| &s.counted));
    let scheduled = Face::of(facts.sessions.iter().flat_map(|s| &s.scheduled));
    let (mut here, mut there) = (0, 0);
    for day in 0..DAYS {
        let date = interval(u64::try_from(day).unwrap(), 0, 0).day;
        let room = thousandths(rules.max_per_day).map_or(i64::MAX, |cap| {
            let had = thousandths(facts.already.get(&date).copied()).unwrap_or(0);
            seconds_of(if had > cap { 0 } else { cap - had }, rules)
        });
        here += room.min(counted.of_day(day));
        there += room.min(scheduled.of_day(day));
    }
    let cap = thousandths(rules.max_per_session).map(|cap| seconds_of(cap, rules));
    let capped = |whole: i64, of: &dyn Fn(&SessionFacts) -> i64| match cap {
        Some(cap) => whole.min(facts.sessions.iter().map(|s| of(s).min(cap)).sum()),
        None => whole,
    };
    let length = |parts: &[Interval]| parts.iter().map(|part| part.to - part.from).sum::<i64>();
    let survey = if facts.evaluation_done { i64::from(rules.evaluation_seconds) } else { 0 };
    let minutes = |seconds: i64| match rules.time_basis {
        TimeBasis::WholeMinutes => seconds - seconds % 60,
        TimeBasis::Seconds => seconds,
    };
    let enough = |percent: i32| here > 0 && here * 100 >= there * i64::from(percent);
    let of_scheduled = |percent: i64| {
        let whole = minutes(there + survey) * percent / 100;
        let with = |s: &SessionFacts| length(&s.scheduled) * percent / 100;
        (capped(whole - survey * percent / 100, &with) + survey * percent / 100).min(whole)
    };
    match rules.presence {
        Presence::None => of_scheduled(100),
        Presence::ProRata if enough(rules.presence_percent) => {
            minutes(capped(here, &|s| length(&s.counted)) + survey)
        }
        Presence::AllOrNothing if enough(rules.presence_percent) => of_scheduled(100),
        Presence::ProRata | Presence::AllOrNothing => 0,
        Presence::Ladder => {
            let mut give = 0;
            for rung in &rules.ladder {
                if enough(rung.from_percent) {
                    give = i64::from(rung.give_percent);
                }
            }
            of_scheduled(give)
        }
    }
}

/// The largest step that is earned, found by climbing; with `nearest` the closer of two.
fn rounded(seconds: i64, rules: &Parameters) -> i64 {
    let unit = i64::from(rules.unit_seconds);
    let step = if rules.rounding == Rounding::None {
        1
    } else {
        thousandths(Some(rules.increment)).unwrap()
    };
    let mut credits = 0;
    while (credits + step) * unit <= seconds * 1000 {
        credits += step;
    }
    let below = seconds * 1000 - credits * unit;
    let above = (credits + step) * unit - seconds * 1000;
    let up = above < below || (above == below && rules.tie == Tie::Up);
    if rules.rounding == Rounding::Nearest && up { credits + step } else { credits }
}

fn oracle(facts: &Facts, rules: &Parameters, most: i64) -> i64 {
    let step = if rules.rounding == Rounding::None {
        1
    } else {
        thousandths(Some(rules.increment)).unwrap()
    };
    let first = thousandths(Some(rules.first_award)).unwrap();
    let least = |credits: i64| if credits < first { 0 } else { credits };
    let mut credits = least(rounded(seconds(facts, rules), rules));
    let online = |s: &SessionFacts| !s.counted.is_empty() && s.mode == Mode::Online;
    let per = i64::from(rules.checks_per_credit);
    if per > 0 && facts.sessions.iter().any(online) {
        let answered: i64 = facts.sessions.iter().map(|s| i64::from(s.checks_answered)).sum();
        let issued: i64 = facts.sessions.iter().map(|s| i64::from(s.checks_issued)).sum();
        match rules.missed_checks {
            MissedChecks::Reduce => {
                while credits * per > answered * 1000 {
                    credits -= step;
                }
            }
            MissedChecks::Void if answered < issued => credits = 0,
            MissedChecks::Void | MissedChecks::Report => {}
        }
        credits = least(credits);
    }
    let attended = facts.sessions.iter().filter(|s| !s.counted.is_empty()).count();
    let sessions =
        if rules.presence == Presence::ProRata { attended } else { facts.sessions.len() };
    let by_session =
        thousandths(rules.max_per_session).map(|cap| cap * i64::try_from(sessions).unwrap());
    for cap in [by_session, thousandths(rules.max_per_activity), Some(most)].into_iter().flatten() {
        while credits > cap {
            credits -= step;
        }
        credits -= credits % step;
    }
    least(credits)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// CR-3: seconds, caps of day and session, presence, rounding, checks, ceilings.
    #[test]
    fn the_engine_agrees_with_a_clock_and_a_ladder(facts in facts(), rules in rules(), most in 0..9000i32, whole in any::<bool>()) {
        let time_basis = if whole { TimeBasis::WholeMinutes } else { TimeBasis::Seconds };
        let rules = Parameters { time_basis, ..rules };
        let given = Given { max_credits: Some(Credits::of_thousandths(most)), ..Given::default() };
        let outcome = calculate(&facts, &rules, &given);
        prop_assert_eq!(
            i64::from(outcome.credits.thousandths()),
            oracle(&facts, &rules, i64::from(most)),
            "{:?}", outcome.derivation
        );
    }
}
