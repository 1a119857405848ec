//! Why an award is what it is: the stored steps, and the sentence that they read as (CR-4).

use serde::{Deserialize, Serialize};

use super::fraction::Fraction;
use super::{Line, Presence, Rounding};
use models::Credits;

/// What limits an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CreditCap)]
pub enum Cap {
    /// The rules, for a session.
    Session,
    /// The rules, for a local day.
    Day,
    /// The rules, for an offering.
    Activity,
    /// The designation.
    Designation,
}

/// One step of the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "step", rename_all = "snake_case")]
#[schema(as = DerivationStep)]
#[expect(missing_docs, reason = "each field is named as the parameter or the sentence says it")]
pub enum Step {
    /// The wall-clock time that was taken.
    Take { counted_seconds: i64, scheduled_seconds: i64, sessions: i64, taught_seconds: i64 },
    /// A day or a session gives no more.
    Capped { by: Cap, at: Credits, counted_seconds: i64, scheduled_seconds: i64 },
    /// The survey's time.
    Evaluation { seconds: i64 },
    /// The share of presence, and the time that it gives.
    Present { rule: Presence, needed_percent: i32, per_mille: i64, seconds: i64 },
    /// Time divided by the unit.
    Convert { unit_seconds: i32, exact: Fraction },
    /// To a multiple of the step, once.
    Round { increment: Credits, rounding: Rounding, credits: Credits },
    /// Too little for a first award.
    Least { first_award: Credits },
    /// What the presence checks allow.
    Checks { required: i64, issued: i64, answered: i64, credits: Credits },
    /// An upper limit.
    Ceiling { by: Cap, at: Credits, credits: Credits },
    /// What the learner claimed.
    Claim { claimed: Credits, credits: Credits },
    /// The parts.
    Split { lines: Vec<Line> },
}

/// The steps as one English sentence.
#[must_use]
pub fn sentence(steps: &[Step]) -> String {
    let mut parts: Vec<String> = steps.iter().filter_map(told).collect();
    // The share belongs in brackets behind the time that it is a share of.
    if let Some(at) = parts.iter().position(|part| part.starts_with('('))
        && at > 0
    {
        let bracket = parts.remove(at);
        parts[at - 1] = format!("{} {bracket}", parts[at - 1]);
    }
    parts.join("; ")
}

fn told(step: &Step) -> Option<String> {
    Some(match step {
        Step::Take { counted_seconds, scheduled_seconds, taught_seconds, .. } => {
            let taught = if *taught_seconds > 0 {
                format!(", {} min for teaching", minutes(*taught_seconds))
            } else {
                String::new()
            };
            format!("{} of {} min{taught}", minutes(*counted_seconds), minutes(*scheduled_seconds))
        }
        Step::Capped { by, at, counted_seconds, .. } => {
            let whose = if *by == Cap::Day { "a day" } else { "a session" };
            format!("at most {} {whose}: {} min", at, minutes(*counted_seconds))
        }
        Step::Evaluation { seconds } => format!("{} min for the survey", minutes(*seconds)),
        Step::Present { rule, needed_percent, per_mille, seconds } => {
            return presence(*rule, *needed_percent, *per_mille, *seconds);
        }
        Step::Convert { unit_seconds, exact } => {
            let unit = minutes(i64::from(*unit_seconds));
            format!("{unit}-min unit: {}", thousandths(exact.floor()))
        }
        Step::Round { increment, rounding, credits } => {
            let how = match rounding {
                Rounding::Down => ", rounded down",
                Rounding::Nearest => ", to the nearest",
                Rounding::None => "",
            };
            format!("{}{how}: {}", steps_name(i64::from(increment.thousandths())), credits)
        }
        Step::Least { first_award } => {
            format!("less than the first award of {first_award}: 0.0")
        }
        Step::Checks { required, answered, credits, .. } => {
            format!("{answered} of {required} presence checks answered: {credits}")
        }
        Step::Ceiling { by, at, credits } => {
            let whose = match by {
                Cap::Session => "by session",
                Cap::Day => "by day",
                Cap::Activity => "for one activity",
                Cap::Designation => "designated",
            };
            format!("at most {at} {whose}: {credits}")
        }
        Step::Claim { claimed, credits } => {
            format!("{claimed} claimed: {credits}")
        }
        Step::Split { lines } => {
            let of = |line: &Line| format!("{} {}", line.category, line.credits);
            lines.iter().map(of).collect::<Vec<_>>().join(", ")
        }
    })
}

fn presence(rule: Presence, needed: i32, per_mille: i64, seconds: i64) -> Option<String> {
    let share = format!("{}.{} %", per_mille / 10, per_mille % 10);
    match rule {
        Presence::None => None,
        Presence::Ladder => Some(format!("({share}) gives {} min", minutes(seconds))),
        _ if seconds == 0 && needed > 0 => {
            Some(format!("({share}, {needed} % needed) is too little"))
        }
        _ if needed > 0 => Some(format!("({share}, {needed} % needed)")),
        _ => Some(format!("({share})")),
    }
}

/// Whole minutes, as a person reads them.
pub(super) const fn minutes(seconds: i64) -> i64 {
    seconds / 60
}

fn thousandths(amount: i64) -> Credits {
    Credits::of_thousandths(i32::try_from(amount).unwrap_or(i32::MAX))
}

/// The step in words.
pub(super) fn steps_name(step: i64) -> String {
    match step {
        1 => "thousandths".to_owned(),
        100 => "tenths".to_owned(),
        200 => "fifths".to_owned(),
        250 => "quarters".to_owned(),
        500 => "halves".to_owned(),
        1000 => "whole ones".to_owned(),
        other => format!("steps of {}", thousandths(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{attended, rules};
    use super::super::{Given, calculate, sentence};
    use models::Credits;

    /// CR-4
    #[test]
    fn a_derivation_reads_as_the_rule_says() {
        let mut fifths = rules("nasba-group-fifths");
        fifths.presence_percent = 80;
        let given = Given { max_credits: Some(Credits::of_thousandths(2400)), ..Given::default() };
        let outcome = calculate(&attended(104, 120), &fifths, &given);
        assert_eq!(
            sentence(&outcome.derivation),
            "104 of 120 min (86.6 %, 80 % needed); 50-min unit: 2.08; fifths, rounded down: 2.0; \
             at most 2.4 designated: 2.0"
        );
    }
}
