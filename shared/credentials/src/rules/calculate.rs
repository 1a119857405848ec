//! Steps 5 to 11 (CR-3): from seconds to an award and its lines.

use serde::{Deserialize, Serialize};

use super::fraction::Fraction;
use super::{
    Cap, Facts, MissedChecks, Mode, Parameters, Rounding, Step, Tie, presence_time, split,
};
use models::Credits;

/// A part of a designation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The category of the body.
    pub category: String,
    /// The topic within it.
    pub topic: Option<String>,
    /// Thousandths of the whole.
    pub share: i32,
}

/// What the organizer and the learner add to the facts.
#[derive(Clone, Debug, Default)]
pub struct Given<'a> {
    /// What the designation allows at most.
    pub max_credits: Option<Credits>,
    /// What other designations of the same activity gave in this credit type.
    pub elsewhere: Credits,
    /// What the learner claims.
    pub claimed: Option<Credits>,
    /// The parts; empty means one undivided amount.
    pub shares: &'a [Share],
}

/// A part of an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CreditLine)]
pub struct Line {
    /// The category of the body.
    pub category: String,
    /// The topic within it.
    pub topic: Option<String>,
    /// Its part.
    pub credits: Credits,
}

/// What the rules give, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The award.
    pub credits: Credits,
    /// Its parts; they sum to it.
    pub lines: Vec<Line>,
    /// Enough checks were issued to judge by them.
    pub checks_met: bool,
    /// Each step.
    pub derivation: Vec<Step>,
}

/// Applies the rules. The parameters have passed [`super::validate`].
#[must_use]
pub fn calculate(facts: &Facts, rules: &Parameters, given: &Given<'_>) -> Outcome {
    let facts = &facts.clone().sorted();
    let mut steps = Vec::new();
    let time = presence_time::take(facts, rules, &mut steps);
    let exact = Fraction::new(time.seconds * 1000, i64::from(rules.unit_seconds));
    steps.push(Step::Convert { unit_seconds: rules.unit_seconds, exact });
    let credits = least(round(exact, rules, &mut steps), rules, &mut steps);
    let (credits, checks_met) = checked(credits, facts, rules, &mut steps);
    let credits = ceilings(credits, time.sessions, rules, given, &mut steps);
    let credits = claimed(credits, rules, given, &mut steps);
    let credits = Credits::of_thousandths(i32::try_from(credits).unwrap_or(i32::MAX));
    let lines = split::lines(credits, given.shares, rules);
    if !lines.is_empty() {
        steps.push(Step::Split { lines: lines.clone() });
    }
    Outcome { credits, lines, checks_met, derivation: steps }
}

fn amount(credits: i64) -> Credits {
    Credits::of_thousandths(i32::try_from(credits).unwrap_or(i32::MAX))
}

fn down(credits: i64, step: i64) -> i64 {
    credits / step * step
}

fn round(exact: Fraction, rules: &Parameters, steps: &mut Vec<Step>) -> i64 {
    let step = rules.step();
    let rounded = match rules.rounding {
        Rounding::Down | Rounding::None => exact.per(step).floor() * step,
        Rounding::Nearest => exact.per(step).nearest(rules.tie == Tie::Up) * step,
    };
    steps.push(Step::Round {
        increment: amount(step),
        rounding: rules.rounding,
        credits: amount(rounded),
    });
    rounded
}

fn least(credits: i64, rules: &Parameters, steps: &mut Vec<Step>) -> i64 {
    if credits == 0 || credits >= i64::from(rules.first_award.thousandths()) {
        return credits;
    }
    steps.push(Step::Least { first_award: rules.first_award });
    0
}

/// Presence checks belong to presence over the network; in the room nobody is asked. What counts
/// for no credit, an evening or a break-out, does not make a presence in the room a mixed one.
fn checked(credits: i64, facts: &Facts, rules: &Parameters, steps: &mut Vec<Step>) -> (i64, bool) {
    let per_credit = i64::from(rules.checks_per_credit);
    let counting = facts.sessions.iter().filter(|s| s.creditable && !s.counted.is_empty());
    let mode = counting.fold(Mode::None, |mode, session| mode.with(session.mode));
    if per_credit == 0 || matches!(mode, Mode::InPerson | Mode::None) {
        return (credits, true);
    }
    let sum = |of: fn(&super::SessionFacts) -> i32| {
        facts.sessions.iter().filter(|s| s.creditable).map(|s| i64::from(of(s))).sum::<i64>()
    };
    let (issued, answered) = (sum(|s| s.checks_issued), sum(|s| s.checks_answered));
    let required = Fraction::new(credits * per_credit, 1000).ceil();
    let met = rules.missed_checks != MissedChecks::Void || issued >= required;
    let left = match rules.missed_checks {
        MissedChecks::Reduce => credits.min(down(answered * 1000 / per_credit, rules.step())),
        MissedChecks::Void if answered < issued => 0,
        MissedChecks::Report | MissedChecks::Void => credits,
    };
    steps.push(Step::Checks { required, issued, answered, credits: amount(left) });
    (least(left, rules, steps), met)
}

fn ceilings(
    mut credits: i64,
    sessions: i64,
    rules: &Parameters,
    given: &Given<'_>,
    steps: &mut Vec<Step>,
) -> i64 {
    let by_session = rules.max_per_session.map(|cap| i64::from(cap.thousandths()) * sessions);
    let caps = [
        (Cap::Session, by_session),
        (Cap::Activity, rules.max_per_activity.map(|cap| left_of(cap, given.elsewhere))),
        (Cap::Designation, given.max_credits.map(|cap| i64::from(cap.thousandths()))),
    ];
    for (by, cap) in caps.into_iter().filter_map(|(by, cap)| Some((by, cap?))) {
        credits = down(credits.min(cap), rules.step());
        steps.push(Step::Ceiling { by, at: amount(cap), credits: amount(credits) });
    }
    least(credits, rules, steps)
}

/// What is left of a cap.
fn left_of(cap: Credits, given: Credits) -> i64 {
    i64::from(cap.thousandths().saturating_sub(given.thousandths()).max(0))
}

fn claimed(credits: i64, rules: &Parameters, given: &Given<'_>, steps: &mut Vec<Step>) -> i64 {
    let Some(claimed) = given.claimed else { return credits };
    let credits = down(credits.min(i64::from(claimed.thousandths().max(0))), rules.step());
    steps.push(Step::Claim { claimed, credits: amount(credits) });
    credits
}
