//! What parameters may be (table 1.2 of the rule sets), and their own vectors.

use models::Field;
use serde_json::Value;

use super::{Facts, Given, Interval, Mode, Parameters, Presence, SessionFacts, calculate};
use models::Credits;

/// Each parameter that is out of its range, with its place.
#[must_use]
pub fn validate(rules: &Parameters) -> Vec<Field> {
    let mut faults = Vec::new();
    let mut range = |name: &str, value: i32, from: i32, to: i32| {
        if !(from..=to).contains(&value) {
            faults.push(fault(name, &format!("must be between {from} and {to}")));
        }
    };
    range("unit_seconds", rules.unit_seconds, 600, 36_000);
    range("increment", rules.increment.thousandths(), 1, 10_000);
    range("first_award", rules.first_award.thousandths(), 0, 100_000);
    range("decimals", i32::from(rules.decimals), 0, 3);
    range("evaluation_seconds", rules.evaluation_seconds, 0, 36_000);
    range("teaching_percent", rules.teaching_percent, 0, 1000);
    range("presence_percent", rules.presence_percent, 0, 100);
    range("checks_per_credit", rules.checks_per_credit, 0, 12);
    range("claim_days", rules.claim_days, 1, 365);
    range("retention_years", rules.retention_years, 1, 100);
    let optional = [
        ("max_per_session", rules.max_per_session.map(models::Credits::thousandths), 1, 1_000_000),
        ("max_per_day", rules.max_per_day.map(models::Credits::thousandths), 1, 1_000_000),
        (
            "max_per_activity",
            rules.max_per_activity.map(models::Credits::thousandths),
            1,
            1_000_000,
        ),
        ("pass_percent", rules.pass_percent, 0, 100),
        ("attempts", rules.attempts, 1, 100),
        ("questions_per_credit", rules.questions_per_credit, 0, 20),
        ("access_days", rules.access_days, 1, 3650),
        (
            "category_increment",
            rules.category_increment.map(models::Credits::thousandths),
            1,
            10_000,
        ),
        ("validity_months", rules.validity_months, 1, 240),
    ];
    for (name, value, from, to) in optional {
        if let Some(value) = value {
            range(name, value, from, to);
        }
    }
    faults.extend(ladder(rules));
    texts("/parameters", &serde_json::json!(rules), &mut faults);
    faults
}

/// Every text is one that can be kept and printed.
fn texts(at: &str, value: &Value, faults: &mut Vec<Field>) {
    match value {
        Value::String(text) => {
            let odd = text.chars().any(|c| c.is_control() && c != '\n');
            if odd || text.chars().count() > 1000 {
                let detail = "at most 1000 characters, none of them a control character";
                faults.push(Field {
                    pointer: at.to_owned(),
                    code: "invalid-value".into(),
                    detail: detail.into(),
                });
            }
        }
        Value::Array(parts) => {
            let parts = parts.iter().enumerate();
            parts.for_each(|(i, part)| texts(&format!("{at}/{i}"), part, faults));
        }
        Value::Object(parts) => {
            parts.iter().for_each(|(name, part)| texts(&format!("{at}/{name}"), part, faults));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn ladder(rules: &Parameters) -> Option<Field> {
    let rising = rules.ladder.windows(2).all(|pair| {
        pair[0].from_percent < pair[1].from_percent && pair[0].give_percent <= pair[1].give_percent
    });
    let within = rules.ladder.iter().all(|rung| {
        (0..=100).contains(&rung.from_percent) && (0..=100).contains(&rung.give_percent)
    });
    let used = (rules.presence == Presence::Ladder) != rules.ladder.is_empty();
    (!(rising && within && used))
        .then(|| fault("ladder", "rises from 0 to 100 per cent, and stands only with `ladder`"))
}

fn fault(name: &str, detail: &str) -> Field {
    Field {
        pointer: format!("/parameters/{name}"),
        code: "invalid-value".into(),
        detail: detail.into(),
    }
}

/// The first vector that the rules do not give, with what they give instead.
#[must_use]
pub fn check_vectors(rules: &Parameters) -> Option<(i32, Credits)> {
    rules.vectors.iter().find_map(|vector| {
        let given = calculate(&full(vector.minutes, rules), rules, &Given::default()).credits;
        (given != vector.credits).then_some((vector.minutes, given))
    })
}

/// One session attended to the last second, with every check answered.
pub(crate) fn full(minutes: i32, rules: &Parameters) -> Facts {
    let whole =
        Interval { day: chrono::NaiveDate::default(), from: 0, to: i64::from(minutes) * 60 };
    let checks = minutes * rules.checks_per_credit;
    Facts {
        sessions: vec![SessionFacts {
            id: String::new(),
            creditable: true,
            mode: if rules.methods.is_empty()
                || rules.methods.iter().any(|m| m.key == "live_online")
            {
                Mode::Online
            } else {
                Mode::InPerson
            },
            scheduled: vec![whole],
            counted: vec![whole],
            taught: Vec::new(),
            checks_issued: checks,
            checks_answered: checks,
        }],
        ..Facts::default()
    }
}
