//! CR-5 and CR-10 over the whole space of facts and rules.

use proptest::prelude::*;

use super::sample::{interval, session};
use super::{
    Facts, Given, Interval, MissedChecks, Mode, Parameters, Presence, Rounding, Rung, SessionFacts,
    Share, Tie, calculate,
};
use models::Credits;

fn interval_of_day() -> impl Strategy<Value = Interval> {
    (0..3u64, 0..1200i64, 1..240i64)
        .prop_map(|(day, from, minutes)| interval(day, from * 60, (from + minutes) * 60))
}

pub(super) fn facts() -> impl Strategy<Value = Facts> {
    let one = (interval_of_day(), 0..100i64, 0..=100i64, 0..4i32, 0..4i32, any::<bool>());
    let sessions = prop::collection::vec(one, 1..5);
    (sessions, any::<bool>(), 0..4000i32).prop_map(|(sessions, evaluation_done, already)| {
        let sessions = sessions.into_iter().enumerate().map(|(i, of)| seen(i, of)).collect();
        let given = (interval(0, 0, 1).day, Credits::of_thousandths(already));
        Facts { sessions, evaluation_done, already: [given].into() }
    })
}

type Seen = (Interval, i64, i64, i32, i32, bool);

fn seen(i: usize, (window, from, to, issued, answered, online): Seen) -> SessionFacts {
    let length = window.to - window.from;
    let (from, to) = (from.min(to), from.max(to));
    let part = Interval {
        from: window.from + length * from / 100,
        to: window.from + length * to / 100,
        ..window
    };
    SessionFacts {
        scheduled: vec![window],
        counted: if part.from < part.to { vec![part] } else { Vec::new() },
        mode: if online { Mode::Online } else { Mode::InPerson },
        checks_issued: issued.max(answered),
        checks_answered: answered,
        ..session(&i.to_string())
    }
}

pub(super) fn rules() -> impl Strategy<Value = Parameters> {
    let presence = prop::sample::select(vec![
        Presence::None,
        Presence::ProRata,
        Presence::AllOrNothing,
        Presence::Ladder,
    ]);
    let rounding = prop::sample::select(vec![Rounding::Down, Rounding::Nearest, Rounding::None]);
    let checks = (
        0..4i32,
        prop::sample::select(vec![MissedChecks::Report, MissedChecks::Reduce, MissedChecks::Void]),
    );
    let step = prop::sample::select(vec![100, 200, 250, 500, 1000]);
    let cap = || prop::option::of(500..9000i32);
    (presence, rounding, checks, step, cap(), cap(), cap(), any::<bool>()).prop_map(
        |(presence, rounding, checks, step, day, session, activity, up)| Parameters {
            presence,
            rounding,
            presence_percent: 40,
            ladder: vec![rung(30, 25), rung(60, 50), rung(90, 100)],
            checks_per_credit: checks.0,
            missed_checks: checks.1,
            max_per_day: day.map(Credits::of_thousandths),
            max_per_session: session.map(Credits::of_thousandths),
            max_per_activity: activity.map(Credits::of_thousandths),
            first_award: Credits::of_thousandths(step),
            evaluation_seconds: 600,
            tie: if up { Tie::Up } else { Tie::Down },
            ..Parameters::new(3000, Credits::of_thousandths(step))
        },
    )
}

fn rung(from_percent: i32, give_percent: i32) -> Rung {
    Rung { from_percent, give_percent }
}

fn given<'a>(max: i32) -> Given<'a> {
    Given { max_credits: Some(Credits::of_thousandths(max)), ..Given::default() }
}

proptest! {
    /// CR-5, within one mode: a second mode may bring stricter rules for the whole (CR-11). Of somebody
    /// whom nothing saw the mode is not known, and nobody gets credit without any presence.
    #[test]
    fn more_presence_never_gives_less(mut facts in facts(), rules in rules(), which in 0..4usize) {
        prop_assume!(facts.sessions.iter().any(|session| !session.counted.is_empty()));
        let mode = facts.sessions[0].mode;
        facts.sessions.iter_mut().for_each(|session| session.mode = mode);
        let before = calculate(&facts, &rules, &Given::default()).credits;
        let mut more = facts;
        let which = which % more.sessions.len();
        let session = &mut more.sessions[which];
        session.counted = session.scheduled.clone();
        prop_assert!(calculate(&more, &rules, &Given::default()).credits >= before);
    }

    /// CR-5
    #[test]
    fn one_more_answer_never_gives_less(facts in facts(), rules in rules(), which in 0..4usize) {
        let before = calculate(&facts, &rules, &Given::default()).credits;
        let mut more = facts;
        let which = which % more.sessions.len();
        let session = &mut more.sessions[which];
        session.checks_answered = (session.checks_answered + 1).min(session.checks_issued);
        prop_assert!(calculate(&more, &rules, &Given::default()).credits >= before);
    }

    /// CR-10
    #[test]
    fn every_cap_holds(facts in facts(), rules in rules(), max in 0..9000i32) {
        let outcome = calculate(&facts, &rules, &given(max));
        prop_assert!(outcome.credits.thousandths() <= max);
        prop_assert!(rules.max_per_activity.is_none_or(|cap| outcome.credits <= cap));
        let sessions = i32::try_from(facts.sessions.len()).unwrap();
        prop_assert!(rules.max_per_session.is_none_or(|cap| outcome.credits.thousandths() <= cap.thousandths() * sessions));
        prop_assert_eq!(i64::from(outcome.credits.thousandths()) % rules.step(), 0);
    }

    #[test]
    fn the_order_of_sessions_and_intervals_does_not_matter(facts in facts(), rules in rules()) {
        let mut turned = facts.clone();
        turned.sessions.reverse();
        let (a, b) = (&facts, &turned);
        prop_assert_eq!(
            calculate(a, &rules, &Given::default()),
            calculate(b, &rules, &Given::default())
        );
    }

    /// CR-5
    #[test]
    fn moving_everything_by_days_changes_nothing(facts in facts(), rules in rules(), by in 1..900u64) {
        let mut moved = facts.clone();
        let seconds = i64::try_from(by).unwrap() * 86_400;
        for session in &mut moved.sessions {
            for part in session.counted.iter_mut().chain(&mut session.scheduled) {
                *part = Interval {
                    day: part.day + chrono::Days::new(by),
                    from: part.from + seconds,
                    to: part.to + seconds,
                };
            }
        }
        moved.already =
            facts.already.iter().map(|(day, c)| (*day + chrono::Days::new(by), *c)).collect();
        prop_assert_eq!(
            calculate(&facts, &rules, &Given::default()),
            calculate(&moved, &rules, &Given::default())
        );
    }

    #[test]
    fn the_lines_always_sum_to_the_award(facts in facts(), rules in rules(), cut in 1..1000i32, second in 1..1000i32) {
        let (low, high) = (cut.min(second), cut.max(second) + 1);
        let share = |share| Share { category: "c".into(), topic: None, share };
        let shares: Vec<Share> =
            [low, high - low, 1000 - high].into_iter().filter(|s| *s > 0).map(share).collect();
        let outcome = calculate(&facts, &rules, &Given { shares: &shares, ..Given::default() });
        prop_assert_eq!(outcome.lines.iter().map(|l| l.credits.thousandths()).sum::<i32>(), outcome.credits.thousandths());
        prop_assert!(outcome.lines.iter().all(|line| line.credits >= Credits::ZERO));
    }
}
