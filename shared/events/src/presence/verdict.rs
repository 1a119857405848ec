//! From seconds to "met": thresholds, criterion and overrides (PR-9 to PR-12).

use models::SessionId;

use super::Status;
use super::engine::{Change, Counted, Criterion, Inputs, Policy, Session};

/// What one session came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The seconds, and how they came to be.
    pub counted: Counted,
    /// How many could count.
    pub window_seconds: i64,
    /// How many are needed to meet it.
    pub needed_seconds: i64,
    /// Whether it is met.
    pub status: Status,
}

/// What one person's presence came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Session by session, in the order given.
    pub sessions: Vec<Judged>,
    /// Over all of them.
    pub counted_seconds: i64,
    /// Over all of them.
    pub window_seconds: i64,
    /// How many are met.
    pub sessions_met: i64,
    /// Whether the event is met.
    pub status: Status,
    /// Whether a person decided it.
    pub overridden: bool,
}

/// Judges what was counted. Until every source is in, everything but an override is pending.
#[must_use]
pub fn judge(inputs: &Inputs, settled: bool) -> Verdict {
    let counted = super::engine::count(inputs);
    let judged: Vec<Judged> = inputs
        .sessions
        .iter()
        .zip(counted)
        .map(|(session, counted)| of_session(inputs, session, counted))
        .collect();
    let measured = of_event(inputs, &judged);
    let counted_seconds = judged.iter().map(|j| j.counted.spans.seconds()).sum();
    let window_seconds = judged.iter().map(|j| j.window_seconds).sum();
    let sessions_met = judged.iter().filter(|j| j.status == Status::Met).count();
    let decided = override_of(inputs, None);
    let pending =
        |status| if settled || status == Status::Excused { status } else { Status::Pending };
    let status = match decided {
        Some(met) => verdict(met),
        None => pending(verdict(measured)),
    };
    let sessions = judged
        .into_iter()
        .map(|j| match override_of(inputs, Some(j.counted.session)) {
            Some(_) => j,
            None => Judged { status: pending(j.status), ..j },
        })
        .collect();
    Verdict {
        sessions,
        counted_seconds,
        window_seconds,
        sessions_met: i64::try_from(sessions_met).unwrap_or(i64::MAX),
        status,
        overridden: decided.is_some(),
    }
}

const fn verdict(met: bool) -> Status {
    if met { Status::Met } else { Status::NotMet }
}

fn of_session(inputs: &Inputs, session: &Session, counted: Counted) -> Judged {
    let window_seconds = session.countable().seconds();
    let seconds = counted.spans.seconds();
    let met = is_met(&inputs.policy, session, seconds, window_seconds);
    let status = match override_of(inputs, Some(session.id)) {
        Some(decided) => verdict(decided),
        None if !met && is_excused(inputs, session.id) => Status::Excused,
        None => verdict(met),
    };
    let needed_seconds = needed(&inputs.policy, session, window_seconds);
    Judged { counted, window_seconds, needed_seconds, status }
}

fn thresholds(policy: &Policy, session: &Session) -> (i64, i64) {
    let percent = session.min_percent.unwrap_or(policy.min_percent);
    (percent, session.min_minutes.unwrap_or(policy.min_minutes) * 60)
}

/// PR-9. Somebody who was never there has not met anything, whatever the thresholds are.
fn is_met(policy: &Policy, session: &Session, seconds: i64, window: i64) -> bool {
    let (percent, least) = thresholds(policy, session);
    seconds > 0 && seconds * 100 >= percent * window && seconds >= least
}

/// The smallest number of seconds that is met.
fn needed(policy: &Policy, session: &Session, window: i64) -> i64 {
    let (percent, least) = thresholds(policy, session);
    ((percent * window + 99) / 100).max(least).max(1)
}

/// PR-10.
fn of_event(inputs: &Inputs, judged: &[Judged]) -> bool {
    let pairs: Vec<(&Session, &Judged)> = inputs
        .sessions
        .iter()
        .zip(judged)
        .filter(|(_, j)| inputs.policy.excused_is_missed || j.status != Status::Excused)
        .collect();
    let met = |pairs: &[&(&Session, &Judged)]| {
        i64::try_from(pairs.iter().filter(|(_, j)| j.status == Status::Met).count()).unwrap_or(0)
    };
    let seconds: i64 = judged.iter().map(|j| j.counted.spans.seconds()).sum();
    let all: Vec<_> = pairs.iter().collect();
    let anything = met(&all) > 0;
    match inputs.policy.criterion {
        Criterion::AllMandatory => {
            let mut mandatory = pairs.iter().filter(|(s, _)| s.mandatory).peekable();
            mandatory.peek().is_some() && mandatory.all(|(_, j)| j.status == Status::Met)
        }
        Criterion::PercentOfSessions(percent) => {
            let creditable: Vec<_> = pairs.iter().filter(|(s, _)| s.creditable).collect();
            let of = i64::try_from(creditable.len()).unwrap_or(i64::MAX);
            met(&creditable) > 0 && met(&creditable) * 100 >= percent * of
        }
        Criterion::MinSessions(least) => anything && met(&all) >= least,
        Criterion::TotalMinutes(least) => !pairs.is_empty() && seconds > 0 && seconds >= least * 60,
    }
}

/// PR-11: the last one stands.
fn override_of(inputs: &Inputs, session: Option<SessionId>) -> Option<bool> {
    let mine = inputs.adjustments.iter().filter(|a| a.session == session);
    mine.fold(None, |last, adjustment| match adjustment.change {
        Change::Override(met) => Some(met),
        Change::ClearOverride => None,
        _ => last,
    })
}

/// An excuse ends as an override does.
fn is_excused(inputs: &Inputs, session: SessionId) -> bool {
    let mine = inputs.adjustments.iter().filter(|a| a.session == Some(session));
    mine.fold(false, |last, adjustment| match adjustment.change {
        Change::Excuse => true,
        Change::ClearOverride => false,
        _ => last,
    })
}
