//! Minutes of one person at one event: a pure function of stays, corrections, windows and policy
//! (PR-1). The same rows in any order and repetition give the same result.

use std::collections::BTreeSet;

use models::{SegmentId, SessionId};

use super::pairing::Stay;
use super::spans::{Span, Spans};
use super::{Flag, Mode, ResultMode};

/// How presence is measured and judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What makes the event met.
    pub criterion: Criterion,
    /// Part of a session that must be there, unless the session says otherwise.
    pub min_percent: i64,
    /// Minutes that must be there, unless the session says otherwise.
    pub min_minutes: i64,
    /// Gaps between two real presences up to this many seconds are bridged.
    pub gap_grace: i64,
    /// A presence this close to the window's edge reaches it.
    pub edge_grace: i64,
    /// Whether an excused session counts as missed, or is left out.
    pub excused_is_missed: bool,
}

/// What makes the event met (PR-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Every mandatory session; optional ones cannot stand in.
    AllMandatory,
    /// This part of the creditable sessions.
    PercentOfSessions(i64),
    /// This many sessions.
    MinSessions(i64),
    /// This many minutes over all sessions.
    TotalMinutes(i64),
}

/// A session that is not cancelled, as the rules see it for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// The true times if an organizer set them, else the planned ones.
    pub window: Span,
    /// Times within that never count.
    pub breaks: Spans,
    /// Must be met.
    pub mandatory: bool,
    /// Counts towards a part of sessions.
    pub creditable: bool,
    /// Its own threshold.
    pub min_percent: Option<i64>,
    /// Its own threshold.
    pub min_minutes: Option<i64>,
    /// Whether the person chose it among parallel ones.
    pub chosen: bool,
}

impl Session {
    /// The seconds that can count: the window less its breaks (PR-2).
    #[must_use]
    pub fn countable(&self) -> Spans {
        [self.window].into_iter().collect::<Spans>().minus(&self.breaks)
    }
}

/// A correction, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// For one session, or for the whole event.
    pub session: Option<SessionId>,
    /// What it does.
    pub change: Change,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The person was there.
    Add(Span),
    /// The person was not there.
    Remove(Span),
    /// This row is wrong.
    Void(SegmentId),
    /// The person need not have been there.
    Excuse,
    /// Whatever was measured: met, or not.
    Override(bool),
    /// Back to what was measured.
    ClearOverride,
}

/// Everything that a result depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// How it is judged.
    pub policy: Policy,
    /// Sessions that are not cancelled.
    pub sessions: Vec<Session>,
    /// When the person was there.
    pub stays: Vec<Stay>,
    /// Corrections, oldest first.
    pub adjustments: Vec<Adjustment>,
}

/// A rule of PR-6 or PR-7, in the order of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Stays of all devices made one.
    United,
    /// Short gaps closed.
    Bridged,
    /// Cut to the window.
    Clipped,
    /// Pulled to the window's edges.
    Edges,
    /// Breaks taken out.
    Breaks,
    /// Corrections that take time away.
    Removed,
    /// Corrections that give time.
    Added,
    /// Time that belongs to a parallel session.
    Parallel,
}

/// What counts for one session, and how it came to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Which.
    pub session: SessionId,
    /// The seconds that count.
    pub spans: Spans,
    /// By which ways the person took part.
    pub mode: ResultMode,
    /// Seconds after each rule.
    pub steps: Vec<(Rule, i64)>,
    /// What a reader should know.
    pub flags: BTreeSet<Flag>,
}

/// The seconds of each session, in the order of the sessions given.
#[must_use]
pub fn count(inputs: &Inputs) -> Vec<Counted> {
    let voided: BTreeSet<SegmentId> = inputs
        .adjustments
        .iter()
        .filter_map(|a| if let Change::Void(id) = a.change { Some(id) } else { None })
        .collect();
    let stays: Vec<&Stay> =
        inputs.stays.iter().filter(|s| !s.segments.iter().any(|id| voided.contains(id))).collect();
    let mut counted: Vec<Counted> =
        inputs.sessions.iter().map(|session| of_session(inputs, session, &stays)).collect();
    part_parallel(&mut counted);
    counted
}

/// PR-6, for one session as if it were alone.
fn of_session(inputs: &Inputs, session: &Session, stays: &[&Stay]) -> Counted {
    let mine: Vec<&Stay> =
        stays.iter().copied().filter(|s| s.session.is_none_or(|id| id == session.id)).collect();
    let named = spans(mine.iter().filter(|s| s.session.is_some()));
    let window: Spans = [session.window].into_iter().collect();
    let mut steps = Vec::new();
    let mut after = |rule, spans: Spans| {
        steps.push((rule, spans.seconds()));
        spans
    };
    let united = after(Rule::United, spans(mine.iter()));
    let bridged = after(Rule::Bridged, united.bridged(inputs.policy.gap_grace));
    let elsewhere = elsewhere(inputs, session).minus(&named.bridged(inputs.policy.gap_grace));
    let clipped = after(Rule::Clipped, bridged.intersection(&window).minus(&elsewhere));
    let edges = after(Rule::Edges, clipped.widened(session.window, inputs.policy.edge_grace));
    let open = after(Rule::Breaks, edges.minus(&session.breaks));
    let (removed, added) = corrections(inputs, session);
    let less = after(Rule::Removed, open.minus(&removed));
    let spans = after(Rule::Added, less.union(&added.intersection(&session.countable())));
    let mut flags: BTreeSet<Flag> = mine
        .iter()
        .filter(|stay| stay.span.meets(session.window))
        .flat_map(|stay| stay.flags.iter().copied())
        .collect();
    if undecided(inputs, session, &mine) {
        flags.insert(Flag::ParallelSessions);
    }
    Counted { session: session.id, mode: mode(&mine, &spans), spans, steps, flags }
}

fn spans<'s>(stays: impl Iterator<Item = &'s &'s Stay>) -> Spans {
    stays.map(|stay| stay.span).collect()
}

/// PR-8: seconds of a meeting for the whole event that belong to no particular session. Among
/// parallel sessions they are the chosen one's; without a choice they are nobody's.
fn elsewhere(inputs: &Inputs, session: &Session) -> Spans {
    if session.chosen { Spans::default() } else { shared(inputs, session, |_| true) }
}

/// Seconds that can count for this session and for another one that passes.
fn shared(inputs: &Inputs, session: &Session, passes: impl Fn(&Session) -> bool) -> Spans {
    let others = inputs.sessions.iter().filter(|other| other.id != session.id && passes(other));
    let theirs = others.fold(Spans::default(), |all, other| all.union(&other.countable()));
    session.countable().intersection(&theirs)
}

/// Whether somebody must say which of the parallel sessions the person was at.
fn undecided(inputs: &Inputs, session: &Session, stays: &[&Stay]) -> bool {
    let nobodys = elsewhere(inputs, session).minus(&shared(inputs, session, |other| other.chosen));
    let unnamed = spans(stays.iter().filter(|s| s.session.is_none()));
    !unnamed.intersection(&nobodys).is_empty()
}

/// What is taken away from the measured time, and what is given. A removal also takes back what
/// was given before it, or a mistaken addition could never be undone.
fn corrections(inputs: &Inputs, session: &Session) -> (Spans, Spans) {
    let mut removed = Spans::default();
    let mut added = Spans::default();
    for adjustment in &inputs.adjustments {
        if adjustment.session.is_some_and(|id| id != session.id) {
            continue;
        }
        match adjustment.change {
            Change::Add(span) => added = added.union(&[span].into_iter().collect()),
            Change::Remove(span) => {
                let span = [span].into_iter().collect();
                removed = removed.union(&span);
                added = added.minus(&span);
            }
            _ => {}
        }
    }
    (removed, added)
}

/// PR-5: mixed where both ways gave time. Corrected time alone has no way of its own.
fn mode(stays: &[&Stay], counted: &Spans) -> ResultMode {
    let gave = |mode: Mode| {
        !spans(stays.iter().filter(|stay| stay.mode == mode)).intersection(counted).is_empty()
    };
    match (gave(Mode::Online), gave(Mode::InPerson)) {
        (true, true) => ResultMode::Mixed,
        (true, false) => ResultMode::Online,
        (false, true) => ResultMode::InPerson,
        (false, false) => ResultMode::None,
    }
}

/// PR-7: a second that would count for several sessions belongs to the one whose covering
/// interval began last; between equals to the smaller id.
fn part_parallel(counted: &mut [Counted]) {
    let before: Vec<(SessionId, Spans)> =
        counted.iter().map(|c| (c.session, c.spans.clone())).collect();
    for mine in counted.iter_mut() {
        let mut lost = Vec::new();
        for (id, theirs) in before.iter().filter(|(id, _)| *id != mine.session) {
            for span in mine.spans.intersection(theirs).as_slice() {
                let began = |spans: &Spans| spans.holding(span.from).map(|held| held.from);
                let (ours, other) = (began(&mine.spans), began(theirs));
                if other > ours || (other == ours && *id < mine.session) {
                    lost.push(*span);
                }
            }
        }
        mine.spans = mine.spans.minus(&lost.into_iter().collect());
        mine.steps.push((Rule::Parallel, mine.spans.seconds()));
    }
}
