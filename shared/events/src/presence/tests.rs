mod truth;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use models::{BatchId, ParticipantId, SegmentId, SessionId, ZoomInstanceId};
use proptest::prelude::*;

use super::engine::{Adjustment, Change, Criterion, Inputs, Policy, Rule, Session, count};
use super::pairing::{Instance, Segment, Stay, stays};
use super::spans::{Span, Spans};
use super::verdict::{Verdict, judge};
use super::{Flag, Mode, ResultMode, Source, Status};

const POLICY: Policy = Policy {
    criterion: Criterion::AllMandatory,
    min_percent: 80,
    min_minutes: 0,
    gap_grace: 60,
    edge_grace: 0,
    excused_is_missed: false,
};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn session(from: i64, to: i64) -> Session {
    Session {
        id: SessionId::new(at(0)),
        window: Span::new(from, to),
        breaks: Spans::default(),
        mandatory: true,
        creditable: true,
        min_percent: None,
        min_minutes: None,
        chosen: false,
    }
}

fn stay(from: i64, to: i64) -> Stay {
    Stay {
        span: Span::new(from, to),
        session: None,
        mode: Mode::Online,
        source: Source::Zoom,
        flags: BTreeSet::new(),
        segments: Vec::new(),
    }
}

fn inputs(sessions: Vec<Session>, times: &[(i64, i64)]) -> Inputs {
    let stays = times.iter().map(|&(from, to)| stay(from, to)).collect();
    Inputs { policy: POLICY, sessions, stays, adjustments: Vec::new() }
}

fn adjusted(mut inputs: Inputs, changes: &[Change]) -> Inputs {
    let session = Some(inputs.sessions[0].id);
    inputs.adjustments = changes.iter().map(|&change| Adjustment { session, change }).collect();
    inputs
}

fn seconds(inputs: &Inputs) -> Vec<i64> {
    count(inputs).iter().map(|counted| counted.spans.seconds()).collect()
}

fn status(inputs: &Inputs) -> Status {
    judge(inputs, true).status
}

/// PR-5, acceptance 6.
#[test]
fn laptop_and_phone_are_one_presence() {
    assert_eq!(seconds(&inputs(vec![session(0, 3600)], &[(0, 1200), (600, 1800)])), [1800]);
}

/// PR-6: each rule sees what the one before it left.
#[test]
fn the_rules_work_in_their_order() {
    let mut planned = session(1000, 5000);
    planned.breaks = [Span::new(2000, 2600)].into_iter().collect();
    let mut of = inputs(vec![planned], &[(900, 1500), (1540, 3000), (3200, 4990)]);
    of.policy.edge_grace = 30;
    let of =
        adjusted(of, &[Change::Add(Span::new(3100, 3300)), Change::Remove(Span::new(1000, 1100))]);
    let counted = &count(&of)[0];
    assert_eq!(
        counted.steps,
        [
            (Rule::United, 600 + 1460 + 1790),
            (Rule::Bridged, 2100 + 1790),
            (Rule::Clipped, 2000 + 1790),
            (Rule::Edges, 2000 + 1800),
            (Rule::Breaks, 1400 + 1800),
            (Rule::Removed, 1300 + 1800),
            (Rule::Added, 1300 + 1900),
            (Rule::Parallel, 3200),
        ]
    );
}

/// PR-9.
#[test]
fn eighty_percent_of_an_hour_is_met_at_2880_seconds() {
    assert_eq!(status(&inputs(vec![session(0, 3600)], &[(0, 2879)])), Status::NotMet);
    assert_eq!(status(&inputs(vec![session(0, 3600)], &[(0, 2880)])), Status::Met);
    assert_eq!(judge(&inputs(vec![session(0, 3600)], &[]), true).sessions[0].needed_seconds, 2880);
}

/// PR-9, R3, acceptance 11.
#[test]
fn a_no_show_is_never_met_even_with_thresholds_of_zero() {
    for criterion in [
        Criterion::AllMandatory,
        Criterion::PercentOfSessions(0),
        Criterion::MinSessions(0),
        Criterion::TotalMinutes(0),
    ] {
        let mut of = inputs(vec![session(0, 3600)], &[]);
        of.policy = Policy { criterion, min_percent: 0, ..POLICY };
        assert_eq!(status(&of), Status::NotMet, "{criterion:?}");
        of.stays.push(stay(10, 11));
        assert_eq!(status(&of), Status::Met, "{criterion:?}");
    }
}

/// PR-10.
#[test]
fn optional_sessions_never_stand_in_for_mandatory_ones() {
    let optional = Session { mandatory: false, ..session(3600, 7200) };
    let of = inputs(vec![session(0, 3600), optional.clone()], &[(3600, 7200)]);
    assert_eq!(status(&of), Status::NotMet);
    assert_eq!(
        status(&inputs(vec![optional], &[(3600, 7200)])),
        Status::NotMet,
        "nothing to judge"
    );
    assert_eq!(status(&inputs(vec![], &[(0, 10)])), Status::NotMet);
}

/// PR-10.
#[test]
fn parts_numbers_and_minutes_of_sessions_are_judged() {
    let judged = |criterion| {
        let sessions = vec![session(0, 600), session(600, 1200), session(1200, 1800)];
        let mut of = inputs(sessions, &[(0, 1200)]);
        of.policy.criterion = criterion;
        status(&of)
    };
    assert_eq!(judged(Criterion::PercentOfSessions(66)), Status::Met);
    assert_eq!(judged(Criterion::PercentOfSessions(67)), Status::NotMet);
    assert_eq!(judged(Criterion::MinSessions(2)), Status::Met);
    assert_eq!(judged(Criterion::MinSessions(3)), Status::NotMet);
    assert_eq!(judged(Criterion::TotalMinutes(20)), Status::Met);
    assert_eq!(judged(Criterion::TotalMinutes(21)), Status::NotMet);
}

/// PR-10.
#[test]
fn an_excused_session_is_left_out_or_missed_by_policy() {
    let sessions = vec![session(0, 600), session(600, 1200)];
    let mut of = adjusted(inputs(sessions, &[(600, 1200)]), &[Change::Excuse]);
    assert_eq!(status(&of), Status::Met);
    assert_eq!(judge(&of, true).sessions[0].status, Status::Excused);
    of.policy.excused_is_missed = true;
    assert_eq!(status(&of), Status::NotMet);
}

/// PR-11.
#[test]
fn the_last_override_stands_and_can_be_cleared() {
    let mut of = inputs(vec![session(0, 600)], &[(0, 600)]);
    let say = |met| Adjustment { session: None, change: Change::Override(met) };
    of.adjustments = vec![say(true), say(false)];
    assert_eq!((status(&of), judge(&of, false).status), (Status::NotMet, Status::NotMet));
    of.adjustments.push(Adjustment { session: None, change: Change::ClearOverride });
    assert_eq!((status(&of), judge(&of, false).status), (Status::Met, Status::Pending));
}

/// PR-7.
#[test]
fn parallel_sessions_never_exceed_the_wall_clock() {
    let (first, second) = (session(0, 3600), session(1800, 5400));
    let mut of = inputs(vec![first.clone(), second.clone()], &[]);
    of.stays = vec![
        Stay { session: Some(first.id), ..stay(0, 3600) },
        Stay { session: Some(second.id), ..stay(1800, 5400) },
    ];
    assert_eq!(seconds(&of), [1800, 3600], "the interval that began last has the second");
}

/// PR-8.
#[test]
fn a_stay_for_the_whole_event_goes_to_the_chosen_session_or_to_nobody() {
    let (common, left) = (session(0, 600), session(600, 1200));
    let right = session(600, 1200);
    let mut of = inputs(vec![common, left, right], &[(0, 1200)]);
    assert_eq!(seconds(&of), [600, 0, 0]);
    assert!(count(&of)[1].flags.contains(&Flag::ParallelSessions));
    of.sessions[2].chosen = true;
    assert_eq!(seconds(&of), [600, 0, 600]);
    assert!(count(&of)[1].flags.is_empty());
}

/// PR-13.
#[test]
fn a_mistaken_addition_is_taken_back_by_a_removal() {
    let of = inputs(vec![session(0, 600)], &[]);
    let (add, remove) = (Change::Add(Span::new(0, 900)), Change::Remove(Span::new(0, 100)));
    assert_eq!(seconds(&adjusted(of.clone(), &[add])), [600], "never beyond the window");
    assert_eq!(seconds(&adjusted(of.clone(), &[remove, add])), [600]);
    assert_eq!(seconds(&adjusted(of, &[add, remove])), [500]);
}

/// PR-5.
#[test]
fn the_mode_is_mixed_where_both_ways_gave_time() {
    let mut of = inputs(vec![session(0, 600)], &[(0, 100)]);
    assert_eq!(count(&of)[0].mode, ResultMode::Online);
    of.stays.push(Stay { mode: Mode::InPerson, ..stay(700, 800) });
    assert_eq!(count(&of)[0].mode, ResultMode::Online, "after the end nothing is given");
    of.stays.push(Stay { mode: Mode::InPerson, ..stay(200, 300) });
    assert_eq!(count(&of)[0].mode, ResultMode::Mixed);
}

struct Room {
    who: ParticipantId,
    instance: Instance,
    rows: Vec<Segment>,
}

impl Room {
    fn new(ended: Option<i64>) -> Self {
        let id = ZoomInstanceId::new(at(0));
        let instance = Instance { id, ended_at: ended.map(at), batch: None };
        Self { who: ParticipantId::new(at(0)), instance, rows: Vec::new() }
    }

    fn row(&mut self, device: &str, from: Option<i64>, to: Option<i64>) -> &mut Segment {
        self.rows.push(Segment {
            id: SegmentId::new(at(0)),
            participant: self.who,
            source: Source::Zoom,
            session: None,
            instance: Some(self.instance.id),
            from_report: None,
            device: Some(device.into()),
            mode: Mode::Online,
            started_at: from.map(at),
            ended_at: to.map(at),
        });
        self.rows.last_mut().unwrap()
    }

    fn spans(&self) -> Vec<(i64, i64)> {
        stays(&self.rows, &[self.instance], at(5000))
            .iter()
            .map(|s| (s.span.from, s.span.to))
            .collect()
    }
}

/// PR-3.
#[test]
fn joins_find_their_leaves_in_any_order() {
    let mut room = Room::new(Some(4000));
    room.row("b", None, Some(700));
    room.row("a", None, Some(300));
    room.row("a", Some(400), None);
    room.row("a", Some(100), None);
    room.row("b", Some(200), None);
    assert_eq!(room.spans(), [(100, 300), (200, 700), (400, 4000)]);
    let open = stays(&room.rows, &[room.instance], at(5000)).pop().unwrap();
    assert!(open.flags.contains(&Flag::AssumedEnd));
}

/// PR-3.
#[test]
fn a_leave_without_a_join_counts_nothing_and_a_room_change_loses_nothing() {
    let mut room = Room::new(None);
    room.row("a", None, Some(50));
    room.row("a", Some(100), None);
    room.row("a", None, Some(200));
    room.row("a", Some(200), None);
    room.row("a", None, Some(300));
    room.row("z", Some(600), None);
    room.row("z", None, Some(600));
    assert_eq!(room.spans(), [(100, 200), (200, 300), (600, 600)]);
}

/// ZM-9, acceptance 8.
#[test]
fn a_complete_report_stands_in_place_of_the_webhooks_also_downward() {
    let mut room = Room::new(Some(4000));
    room.row("a", Some(100), None);
    let batch = BatchId::new(at(0));
    room.row("a", Some(100), Some(900)).from_report = Some(batch);
    assert_eq!(room.spans(), [(100, 4000)], "an incomplete batch counts nothing");
    room.instance.batch = Some(batch);
    assert_eq!(room.spans(), [(100, 900)]);
    room.instance.batch = Some(BatchId::new(at(1)));
    let kept = stays(&room.rows, &[room.instance], at(5000));
    assert_eq!(room.spans(), [(100, 4000)], "whom the report does not know keeps what was seen");
    assert!(kept[0].flags.contains(&Flag::MissingFromReport));
}

fn any_times() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0_i64..4000, 0_i64..900), 0..10)
        .prop_map(|times| times.into_iter().map(|(from, long)| (from, from + long)).collect())
}

proptest! {
    /// PR-1, acceptance 6.
    #[test]
    fn shuffled_and_doubled_rows_give_the_same_result(times in any_times(), turn in 0_usize..10) {
        let sessions = vec![session(500, 2000), session(1500, 3500)];
        let of = inputs(sessions, &times);
        let mut shuffled = of.clone();
        shuffled.stays.extend(of.stays.clone());
        let by = turn.min(shuffled.stays.len());
        shuffled.stays.rotate_left(by);
        shuffled.stays.reverse();
        let verdict: Verdict = judge(&of, true);
        prop_assert_eq!(&verdict, &judge(&shuffled, true));
        for judged in &verdict.sessions {
            prop_assert!(judged.counted.spans.seconds() <= judged.window_seconds);
        }
        prop_assert!(verdict.counted_seconds <= 3000, "never more than the wall clock");
    }
}
