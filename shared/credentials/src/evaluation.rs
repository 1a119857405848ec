//! Who gets what, and what is missing: gates and credit of one person, a pure rule (CR-14).

mod difference;
mod judge;
mod store;

use chrono::NaiveDate;
pub use judge::{full_time, judge};
use models::{CreditTypeId, Credits, DesignationId, RuleSetId, SessionId};
use serde::{Deserialize, Serialize};
pub use store::{Evaluated, Found, evaluate_offering, find};

use crate::gates::{Gate, State};
use crate::rules::{Line, Step};

/// Credit of one designation for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    /// By which designation.
    pub designation: DesignationId,
    /// For one session only.
    pub session: Option<SessionId>,
    /// Of what kind.
    pub credit_type: CreditTypeId,
    /// By which version of the rules.
    pub rule_set: RuleSetId,
    /// How much.
    pub credits: Credits,
    /// At most designated.
    pub max_credits: Credits,
    /// The day that decides (CR-12).
    pub activity_date: NaiveDate,
    /// Its parts.
    pub lines: Vec<Line>,
    /// Why.
    pub derivation: Vec<Step>,
}

/// What was found for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// Each gate.
    pub gates: Vec<Gate>,
    /// Each credit above zero.
    pub computed: Vec<Computed>,
    /// Presence is settled.
    pub settled: bool,
    /// Nothing stands in the way.
    pub all_met: bool,
    /// The last local day with counted time (CR-12).
    pub activity_date: NaiveDate,
    /// How the person took part.
    pub mode: crate::rules::Mode,
    /// Counted wall-clock time of creditable sessions.
    pub counted_seconds: i64,
    /// Their scheduled time.
    pub scheduled_seconds: i64,
    /// Of all facts: the same facts, the same hash.
    pub facts_sha256: Vec<u8>,
}

impl Evaluation {
    /// Credit that may be given now: none while a gate is open, and nothing can be said while
    /// something is not settled (CR-14, CR-15).
    #[must_use]
    pub fn given(&self) -> Option<&[Computed]> {
        let pending = self.gates.iter().any(|gate| gate.state == State::Pending);
        (!pending).then_some(if self.all_met { &self.computed } else { &[] })
    }
}

/// What was awarded, and what the present facts give instead (CR-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Difference {
    /// The live award; nothing where the facts give credit that was never awarded.
    pub award_id: Option<models::AwardId>,
    /// By which designation.
    pub designation_id: DesignationId,
    /// Of what kind.
    pub credit_type: String,
    /// What it gave.
    pub awarded: Credits,
    /// What the facts give now.
    pub computed: Credits,
    /// In a sentence.
    pub text: String,
}
