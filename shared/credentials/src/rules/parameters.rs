//! The dated rules of a body, as data.

use serde::{Deserialize, Serialize};

use models::Credits;

macro_rules! words {
    ($($(#[$doc:meta])+ $name:ident { $($(#[$vdoc:meta])+ $variant:ident),+ $(,)? } = $default:ident)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])+ $variant),+ }

        impl Default for $name {
            fn default() -> Self {
                Self::$default
            }
        }
    )+};
}

words! {
    /// What happens to a part of a step.
    Rounding {
        /// It falls away.
        Down,
        /// It goes to the nearer step.
        Nearest,
        /// Thousandths are kept, what is smaller falls away.
        None,
    } = Down
    /// Where exactly half a step goes.
    Tie {
        /// To the higher step.
        Up,
        /// To the lower step.
        Down,
    } = Up
    /// How time is counted before it is converted.
    TimeBasis {
        /// In whole minutes, rounded down once over the total.
        WholeMinutes,
        /// To the second.
        Seconds,
    } = WholeMinutes
    /// How presence becomes creditable time.
    Presence {
        /// Presence does not matter: the scheduled time counts.
        None,
        /// The counted time, once the needed share is reached.
        ProRata,
        /// The scheduled time, once the needed share is reached.
        AllOrNothing,
        /// A share of the scheduled time, by the rung reached.
        Ladder,
    } = ProRata
    /// What an unanswered presence check does.
    MissedChecks {
        /// It is shown.
        Report,
        /// It lowers the credit.
        Reduce,
        /// It voids the credit.
        Void,
    } = Report
    /// Who turns computed credit into an award.
    Claiming {
        /// The platform.
        Automatic,
        /// The learner, up to what was computed.
        Learner,
    } = Automatic
}

/// From this share of presence on, so much of the scheduled time is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Per cent of the scheduled time.
    pub from_percent: i32,
    /// Per cent that is given.
    pub give_percent: i32,
}

/// A way of taking part, and the exact words for it on a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RuleMethod)]
pub struct Method {
    /// `live_online` or `in_person`.
    pub key: String,
    /// What the certificate says.
    pub words: String,
}

/// A category of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RuleCategory)]
pub struct Category {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
}

/// Sentences of the body. `{body}`, `{credits}`, `{unit}` and `{number}` are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Wordings {
    /// When credit is approved.
    pub approved: Option<String>,
    /// When approval is applied for.
    pub applied: Option<String>,
    /// For a profession that does not get the credit.
    pub participation: Option<String>,
    /// At the foot of the certificate.
    pub footer: Option<String>,
}

/// What the rules must give for a number of minutes attended in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// Counted and scheduled.
    pub minutes: i32,
    /// The credit.
    pub credits: Credits,
}

/// The parameters of a rule set. Times in seconds, credits in thousandths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RuleParameters)]
pub struct Parameters {
    /// The length of one credit.
    pub unit_seconds: i32,
    /// The step that credit is given in.
    pub increment: Credits,
    /// What happens to a part of a step.
    #[serde(default)]
    pub rounding: Rounding,
    /// Where half a step goes.
    #[serde(default)]
    pub tie: Tie,
    /// The least award above zero.
    #[serde(default)]
    pub first_award: Credits,
    /// Whole minutes or seconds.
    #[serde(default)]
    pub time_basis: TimeBasis,
    /// How many decimals are shown.
    #[serde(default = "two")]
    pub decimals: u8,
    /// The most that one session gives.
    #[serde(default)]
    pub max_per_session: Option<Credits>,
    /// The most that one local day gives.
    #[serde(default)]
    pub max_per_day: Option<Credits>,
    /// The most that one offering gives.
    #[serde(default)]
    pub max_per_activity: Option<Credits>,
    /// Added once if the survey is done.
    #[serde(default)]
    pub evaluation_seconds: i32,
    /// Accepted ways of taking part; empty accepts any.
    #[serde(default)]
    pub methods: Vec<Method>,
    /// Of a speaker's own minutes, per cent.
    #[serde(default)]
    pub teaching_percent: i32,
    /// How presence becomes time.
    #[serde(default)]
    pub presence: Presence,
    /// The share of the scheduled time that is needed.
    #[serde(default)]
    pub presence_percent: i32,
    /// The rungs, rising.
    #[serde(default)]
    pub ladder: Vec<Rung>,
    /// Presence checks needed for one credit of online presence.
    #[serde(default)]
    pub checks_per_credit: i32,
    /// What a missed one does.
    #[serde(default)]
    pub missed_checks: MissedChecks,
    /// Needed in the test.
    #[serde(default)]
    pub pass_percent: Option<i32>,
    /// Tries at the test.
    #[serde(default)]
    pub attempts: Option<i32>,
    /// Scored questions for one credit.
    #[serde(default)]
    pub questions_per_credit: Option<i32>,
    /// A failed test shows no answers.
    #[serde(default)]
    pub hide_answers_on_fail: bool,
    /// How long after purchase the activity may be finished.
    #[serde(default)]
    pub access_days: Option<i32>,
    /// What must be met besides the designation.
    #[serde(default = "presence_only")]
    pub gates: Vec<crate::gates::Name>,
    /// Who claims.
    #[serde(default)]
    pub claim: Claiming,
    /// How long a claim stays open.
    #[serde(default = "sixty")]
    pub claim_days: i32,
    /// When a claim is reminded of.
    #[serde(default = "week_and_month")]
    pub claim_reminders: Vec<i32>,
    /// Categories of the body.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// The step of a category's part; else the step of the whole.
    #[serde(default)]
    pub category_increment: Option<Credits>,
    /// What must be known of the learner.
    #[serde(default)]
    pub identifiers: Vec<String>,
    /// How credit is reported to the body.
    #[serde(default)]
    pub report_layout: Option<String>,
    /// When it must have been reported.
    #[serde(default)]
    pub report_days: Option<i32>,
    /// Sentences of the body.
    #[serde(default)]
    pub wordings: Wordings,
    /// How long a certificate is valid.
    #[serde(default)]
    pub validity_months: Option<i32>,
    /// How long records are kept.
    #[serde(default = "six")]
    pub retention_years: i32,
    /// A sponsor's logo may stand on the certificate.
    #[serde(default = "yes")]
    pub sponsor_logo: bool,
    /// Checked before these rules are published.
    #[serde(default)]
    pub vectors: Vec<Vector>,
}

const fn two() -> u8 {
    2
}
const fn six() -> i32 {
    6
}
const fn sixty() -> i32 {
    60
}
const fn yes() -> bool {
    true
}
fn presence_only() -> Vec<crate::gates::Name> {
    vec![crate::gates::Name::Presence]
}
fn week_and_month() -> Vec<i32> {
    vec![7, 30]
}

impl Parameters {
    /// Rules with a unit and a step, and the default of everything else.
    ///
    /// # Panics
    /// Never: a test makes them.
    #[must_use]
    pub fn new(unit_seconds: i32, increment: Credits) -> Self {
        let least = serde_json::json!({ "unit_seconds": unit_seconds, "increment": increment });
        serde_json::from_value(least).expect("every other parameter has a default")
    }

    /// The step that a whole award is a multiple of.
    pub(super) fn step(&self) -> i64 {
        if self.rounding == Rounding::None { 1 } else { i64::from(self.increment.thousandths()) }
    }

    /// In a few words: `60-min unit, quarters, rounded down`.
    #[must_use]
    pub fn summary(&self) -> String {
        let rounding = match self.rounding {
            Rounding::Down => ", rounded down",
            Rounding::Nearest => ", to the nearest",
            Rounding::None => "",
        };
        let unit = super::derivation::minutes(i64::from(self.unit_seconds));
        format!("{unit}-min unit, {}{rounding}", super::derivation::steps_name(self.step()))
    }
}
