//! The vectors that regulators publish, and the cases that are easy to get wrong.

use super::sample::{attended, interval, rules, session};
use super::{
    Facts, Given, Mode, Parameters, Presence, SessionFacts, Share, calculate, check_vectors,
    presets, validate,
};
use models::Credits;

fn credit(facts: &Facts, code: &str) -> i32 {
    calculate(facts, &rules(code), &Given::default()).credits.thousandths()
}

/// CR-6
#[test]
fn the_golden_vectors_hold() {
    let columns = [
        ("nasba-group-fifths", [0, 1200, 1800, 9600]),
        ("nasba-group-halves", [0, 1000, 1500, 9500]),
        ("ama-pra", [750, 1000, 1500, 8000]),
        ("cle-60-tenths", [800, 1000, 1500, 8000]),
        ("cle-50-tenths", [900, 1200, 1800, 9600]),
        ("eaccme", [500, 1000, 1500, 8000]),
    ];
    for (code, wanted) in columns {
        let given = [49, 60, 90, 480].map(|minutes| credit(&attended(minutes, minutes), code));
        assert_eq!(given, wanted, "{code}");
    }
}

/// CR-7
#[test]
fn every_preset_is_valid_and_gives_its_own_vectors() {
    for preset in presets::all() {
        assert_eq!(validate(&preset.parameters), [], "{}", preset.code);
        assert_eq!(check_vectors(&preset.parameters), None, "{}", preset.code);
        assert!(!preset.parameters.vectors.is_empty(), "{}", preset.code);
    }
}

/// CR-3.8: NASBA with 3 checks a credit and 5 of 6 answered gives what 5 answers allow.
#[test]
fn missed_checks_reduce_to_what_the_answers_allow() {
    let online = |answered| {
        let mut facts = attended(100, 100);
        facts.sessions[0] = SessionFacts {
            mode: Mode::Online,
            checks_issued: 6,
            checks_answered: answered,
            ..facts.sessions[0].clone()
        };
        credit(&facts, "nasba-group-fifths")
    };
    assert_eq!([6, 5, 4, 3, 2, 0].map(online), [2000, 1600, 1200, 1000, 0, 0]);
}

/// CR-3.1
#[test]
fn two_sessions_at_the_same_time_give_their_time_once() {
    let hour = vec![interval(0, 0, 3600)];
    let both = |id| SessionFacts { scheduled: hour.clone(), counted: hour.clone(), ..session(id) };
    let facts = Facts { sessions: vec![both("a"), both("b")], ..Facts::default() };
    assert_eq!(credit(&facts, "plain-hour"), 1000);
}

/// CR-3.2
#[test]
fn a_day_gives_no_more_than_its_cap() {
    let day = |id, day, hours: i64| {
        let part = vec![interval(day, 0, hours * 3600)];
        SessionFacts { mode: Mode::InPerson, scheduled: part.clone(), counted: part, ..session(id) }
    };
    let three = vec![day("a", 0, 9), day("b", 1, 4), day("c", 2, 2)];
    let mut facts = Facts { sessions: three, ..Facts::default() };
    assert_eq!(credit(&facts, "eaccme"), 14_000);
    facts.already.insert(facts.sessions[0].counted[0].day, Credits::of_thousandths(6000));
    assert_eq!(credit(&facts, "eaccme"), 8000);
}

/// CR-3.4, CR-3.9: the cap of a session limits what it gives, not how much of it was attended.
#[test]
fn a_session_gives_no_more_than_its_cap_however_long_it_was() {
    let capped = |presence, facts: &Facts| {
        let rules = Parameters {
            presence,
            presence_percent: 80,
            max_per_session: Some(Credits::of_thousandths(1000)),
            ..rules("plain-hour")
        };
        calculate(facts, &rules, &Given::default()).credits.thousandths()
    };
    let long = attended(120, 120);
    assert_eq!([Presence::ProRata, Presence::AllOrNothing].map(|p| capped(p, &long)), [1000, 1000]);
    let part = |id, day, minutes: i64| {
        let part = vec![interval(day, 0, minutes * 60)];
        SessionFacts { scheduled: part.clone(), counted: part, ..session(id) }
    };
    let unequal = vec![part("short", 0, 30), part("long", 1, 300)];
    let unequal = Facts { sessions: unequal, ..Facts::default() };
    let both = [Presence::ProRata, Presence::AllOrNothing].map(|p| capped(p, &unequal));
    assert_eq!(both, [1500, 1500], "the short one does not lend its room to the long one");
}

/// CR-3.1: a break is in no session's time, and nobody loses by it.
#[test]
fn a_break_gives_nothing_and_takes_nothing() {
    let around = vec![interval(0, 0, 3600), interval(0, 4500, 8100)];
    let day = SessionFacts { scheduled: around.clone(), counted: around, ..session("a") };
    let mut rules = rules("plain-hour");
    rules.presence_percent = 100;
    let facts = Facts { sessions: vec![day], ..Facts::default() };
    let outcome = calculate(&facts, &rules, &Given::default());
    assert_eq!(outcome.credits, Credits::of_thousandths(2000));
}

/// CR-11: only sessions that give credit decide by which mode it is judged.
#[test]
fn an_evening_online_does_not_make_a_day_in_the_room_mixed() {
    let day = attended(100, 100).sessions[0].clone();
    let later = vec![interval(1, 0, 3600)];
    let evening = SessionFacts {
        creditable: false,
        scheduled: later.clone(),
        counted: later,
        ..session("evening")
    };
    let facts = Facts { sessions: vec![day, evening], ..Facts::default() };
    assert_eq!(credit(&facts, "nasba-group-fifths"), 2000);
}

/// CR-11: what the rules do not accept gives nothing, also where presence is not looked at.
#[test]
fn a_method_that_is_not_accepted_gives_nothing() {
    let mut rules = rules("nasba-group-fifths");
    rules.methods.retain(|method| method.key == "live_online");
    for presence in [Presence::None, Presence::ProRata, Presence::AllOrNothing] {
        rules.presence = presence;
        let outcome = calculate(&attended(100, 100), &rules, &Given::default());
        assert_eq!(outcome.credits, Credits::ZERO, "{presence:?}");
    }
}

/// CR-3.9
#[test]
fn a_designation_is_never_exceeded_and_stays_a_multiple_of_the_step() {
    let facts = attended(120, 120);
    let given = Given { max_credits: Some(Credits::of_thousandths(1300)), ..Given::default() };
    assert_eq!(
        calculate(&facts, &rules("plain-hour"), &given).credits,
        Credits::of_thousandths(1250)
    );
}

/// CR-3.10
#[test]
fn a_claim_lowers_and_never_raises() {
    let claim = |claimed| {
        let given = Given { claimed: Some(Credits::of_thousandths(claimed)), ..Given::default() };
        calculate(&attended(60, 60), &rules("ama-pra"), &given).credits.thousandths()
    };
    assert_eq!([0, 600, 1000, 5000].map(claim), [0, 500, 1000, 1000]);
}

/// CR-3.11
#[test]
fn the_lines_sum_to_the_award_with_the_largest_remainder_first() {
    let share = |category: &str, share| Share { category: category.into(), topic: None, share };
    let thirds = [share("clinical", 334), share("ethics", 333), share("audit", 333)];
    let given = Given { shares: &thirds, ..Given::default() };
    let outcome = calculate(&attended(60, 60), &rules("plain-hour"), &given);
    let parts: Vec<i32> = outcome.lines.iter().map(|line| line.credits.thousandths()).collect();
    assert_eq!(parts, [500, 250, 250]);
}

/// CR-11
#[test]
fn a_mixed_presence_is_judged_as_online_for_the_whole() {
    let room = SessionFacts { id: "room".into(), ..attended(100, 100).sessions[0].clone() };
    let later = vec![interval(1, 0, 6000)];
    let online = SessionFacts { scheduled: later.clone(), counted: later, ..session("online") };
    let facts = Facts { sessions: vec![room, online], ..Facts::default() };
    assert_eq!(facts.mode(), Mode::Mixed);
    assert_eq!(credit(&facts, "nasba-group-fifths"), 0);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let outcome = calculate(&attended(49, 60), &rules("ama-pra"), &Given::default());
    let json = serde_json::to_string(&outcome.derivation).unwrap();
    insta::assert_snapshot!(json, @r#"[{"step":"take","counted_seconds":2940,"scheduled_seconds":3600,"sessions":1,"taught_seconds":0},{"step":"present","rule":"pro_rata","needed_percent":0,"per_mille":816,"seconds":2940},{"step":"convert","unit_seconds":3600,"exact":{"numerator":2450,"denominator":3}},{"step":"round","increment":250,"rounding":"nearest","credits":750}]"#);
}
