//! The presets of the catalogue (CR-7): regulators' rules as read in November 2026. Each must be
//! confirmed with its body before anybody relies on it, and says so.

use super::{Category, Claiming, Method, MissedChecks, Parameters, Rounding, Vector, Wordings};
use crate::gates::Name;
use models::Credits;

/// Rules that the platform brings along.
pub struct Preset {
    /// Its key.
    pub code: &'static str,
    /// What must still be asked.
    pub note: &'static str,
    /// The rules.
    pub parameters: Parameters,
}

/// The preset of this key.
#[must_use]
pub fn get(code: &str) -> Option<Preset> {
    all().into_iter().find(|preset| preset.code == code)
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Preset> {
    let mut presets = vec![plain_hour(), ama_pra(), ancc(), acpe(), eaccme(), iacet()];
    presets.extend(nasba());
    presets.extend(cle());
    presets
}

fn rules(minutes: i32, increment: i32, vectors: &[(i32, i32)]) -> Parameters {
    let vector = |&(minutes, credits): &(i32, i32)| Vector {
        minutes,
        credits: Credits::of_thousandths(credits),
    };
    Parameters {
        vectors: vectors.iter().map(vector).collect(),
        ..Parameters::new(minutes * 60, Credits::of_thousandths(increment))
    }
}

fn approved(sentence: &str) -> Wordings {
    Wordings { approved: Some(sentence.into()), ..Wordings::default() }
}

fn method(key: &str, words: &str) -> Method {
    Method { key: key.into(), words: words.into() }
}

fn category(key: &str, name: &str) -> Category {
    Category { key: key.into(), name: name.into() }
}

fn plain_hour() -> Preset {
    Preset {
        code: "plain-hour",
        note: "To be confirmed: the step of a quarter is ours.",
        parameters: Parameters {
            first_award: Credits::of_thousandths(250),
            wordings: approved("This activity has been approved by {body} for {credits} {unit}."),
            ..rules(60, 250, &[(14, 0), (49, 750), (60, 1000), (90, 1500), (480, 8000)])
        },
    }
}

fn nasba() -> [Preset; 4] {
    let wordings = || {
        approved(
            "In accordance with the standards of {body}, CPE credits have been granted based on a 50-minute hour.",
        )
    };
    let group = |code, step, vectors: &[(i32, i32)]| Preset {
        code,
        note: "To be confirmed with NASBA and the sponsor's own registration.",
        parameters: Parameters {
            first_award: Credits::of_thousandths(1000),
            checks_per_credit: 3,
            missed_checks: MissedChecks::Reduce,
            methods: vec![
                method("live_online", "Group Internet Based"),
                method("in_person", "Group Live"),
            ],
            wordings: wordings(),
            retention_years: 5,
            ..rules(50, step, vectors)
        },
    };
    let alone = |code, step, vectors: &[(i32, i32)]| Preset {
        code,
        note: "To be confirmed with NASBA and the sponsor's own registration.",
        parameters: Parameters {
            first_award: Credits::of_thousandths(step),
            pass_percent: Some(70),
            questions_per_credit: Some(5),
            access_days: Some(365),
            hide_answers_on_fail: true,
            gates: vec![Name::Assessment, Name::Deadline],
            wordings: wordings(),
            retention_years: 5,
            ..rules(50, step, vectors)
        },
    };
    [
        group("nasba-group-fifths", 200, &[(49, 0), (60, 1200), (90, 1800), (480, 9600)]),
        group("nasba-group-halves", 500, &[(49, 0), (60, 1000), (90, 1500), (480, 9500)]),
        alone("nasba-self-study", 500, &[(24, 0), (25, 500), (50, 1000), (99, 1500)]),
        alone("nasba-nano", 200, &[(9, 0), (10, 200), (20, 400)]),
    ]
}

fn ama_pra() -> Preset {
    Preset {
        code: "ama-pra",
        note: "To be confirmed: the direction of a tie is not stated by the source.",
        parameters: Parameters {
            rounding: Rounding::Nearest,
            claim: Claiming::Learner,
            gates: vec![Name::Presence, Name::Claim],
            report_layout: Some("pars".into()),
            wordings: approved(
                "{organization} designates this activity for a maximum of {credits} AMA PRA \
                 Category 1 Credits™. Physicians should claim only the credit commensurate with \
                 the extent of their participation in the activity.",
            ),
            ..rules(60, 250, &[(49, 750), (60, 1000), (90, 1500), (480, 8000)])
        },
    }
}

fn ancc() -> Preset {
    Preset {
        code: "ancc-contact-hour",
        note: "To be confirmed: the step is not stated by the source.",
        parameters: Parameters {
            evaluation_seconds: 0,
            sponsor_logo: false,
            wordings: approved(
                "{organization} is approved as a provider of nursing continuing professional \
                 development by {body}. {credits} {unit}.",
            ),
            ..rules(60, 250, &[(49, 750), (60, 1000), (90, 1500), (480, 8000)])
        },
    }
}

fn acpe() -> Preset {
    Preset {
        code: "acpe-hour",
        note: "To be confirmed: the step is not stated by the source.",
        parameters: Parameters {
            gates: vec![Name::Presence, Name::Identifiers],
            identifiers: vec!["eprofile".into(), "birth_month_day".into()],
            report_layout: Some("cpe-monitor".into()),
            report_days: Some(60),
            wordings: approved(
                "{organization} is accredited by {body} as a provider of continuing pharmacy \
                 education. {credits} {unit}, universal activity number {number}.",
            ),
            ..rules(60, 250, &[(49, 750), (60, 1000), (90, 1500), (480, 8000)])
        },
    }
}

fn eaccme() -> Preset {
    Preset {
        code: "eaccme",
        note: "To be confirmed: the direction of rounding is not stated by the source.",
        parameters: Parameters {
            first_award: Credits::of_thousandths(500),
            max_per_day: Some(Credits::of_thousandths(8000)),
            gates: vec![Name::Presence, Name::Feedback],
            wordings: Wordings {
                approved: Some(
                    "This event has been accredited by {body} with {credits} {unit}.".into(),
                ),
                applied: Some("Accreditation by {body} has been applied for.".into()),
                ..Wordings::default()
            },
            ..rules(60, 500, &[(29, 0), (49, 500), (60, 1000), (90, 1500), (540, 8000)])
        },
    }
}

fn cle() -> [Preset; 2] {
    let state = |code, minutes, vectors: &[(i32, i32)]| Preset {
        code,
        note: "To be confirmed with each state: unit, step and caps differ.",
        parameters: Parameters {
            identifiers: vec!["licence".into()],
            categories: vec![category("general", "General"), category("ethics", "Ethics")],
            wordings: approved("This program has been approved by {body} for {credits} {unit}."),
            retention_years: 4,
            decimals: 1,
            ..rules(minutes, 100, vectors)
        },
    };
    [
        state("cle-60-tenths", 60, &[(49, 800), (60, 1000), (90, 1500), (480, 8000)]),
        state("cle-50-tenths", 50, &[(49, 900), (60, 1200), (90, 1800), (480, 9600)]),
    ]
}

fn iacet() -> Preset {
    Preset {
        code: "iacet-ceu",
        note: "To be confirmed with IACET.",
        parameters: Parameters {
            first_award: Credits::of_thousandths(100),
            gates: vec![Name::Presence, Name::Assessment],
            wordings: approved(
                "{organization} is authorized by {body} to offer {credits} {unit} for this program.",
            ),
            decimals: 1,
            ..rules(600, 100, &[(59, 0), (60, 100), (480, 800), (600, 1000)])
        },
    }
}
