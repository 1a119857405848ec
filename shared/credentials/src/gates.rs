//! What must be met before credit or a certificate exists (CR-14).

use serde::{Deserialize, Serialize};

/// The gates, in the order in which people are told of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GateName)]
pub enum Name {
    /// Enough of it was attended.
    Presence,
    /// Presence checks were answered.
    Checks,
    /// The test is passed.
    Assessment,
    /// The survey is done.
    Feedback,
    /// The learner attested.
    Attestation,
    /// What the body needs to know is known.
    Identifiers,
    /// The companion course is completed.
    Companion,
    /// Finished in time.
    Deadline,
    /// Paid, and not paid back.
    Payment,
    /// A body approved it.
    Designation,
    /// The learner claimed.
    Claim,
}

impl Name {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Presence,
        Self::Checks,
        Self::Assessment,
        Self::Feedback,
        Self::Attestation,
        Self::Identifiers,
        Self::Companion,
        Self::Deadline,
        Self::Payment,
        Self::Designation,
        Self::Claim,
    ];

    /// Whether an organizer may waive it.
    #[must_use]
    pub const fn waivable(self) -> bool {
        !matches!(self, Self::Payment | Self::Deadline | Self::Designation)
    }

    /// Its word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Checks => "checks",
            Self::Assessment => "assessment",
            Self::Feedback => "feedback",
            Self::Attestation => "attestation",
            Self::Identifiers => "identifiers",
            Self::Companion => "companion",
            Self::Deadline => "deadline",
            Self::Payment => "payment",
            Self::Designation => "designation",
            Self::Claim => "claim",
        }
    }
}

/// Where a gate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GateState)]
pub enum State {
    /// Passed.
    Met,
    /// Something is missing.
    Open,
    /// The facts are not settled yet.
    Pending,
    /// An organizer lets it pass, with a reason.
    Waived,
    /// Not asked for here.
    NotRequired,
}

/// One gate of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Gate {
    /// Which.
    pub gate: Name,
    /// Where it stands.
    pub state: State,
    /// In a sentence.
    pub text: String,
    /// What to do next.
    pub next_step: Option<String>,
    /// An organizer may waive it.
    pub waivable: bool,
}

impl Gate {
    /// A gate that needs no next step.
    pub(crate) fn new(gate: Name, state: State, text: impl Into<String>) -> Self {
        Self { gate, state, text: text.into(), next_step: None, waivable: gate.waivable() }
    }

    /// The same with a next step.
    pub(crate) fn then(self, next_step: impl Into<String>) -> Self {
        Self { next_step: Some(next_step.into()), ..self }
    }

    /// Nothing stands in the way here.
    #[must_use]
    pub const fn lets_pass(&self) -> bool {
        matches!(self.state, State::Met | State::Waived | State::NotRequired)
    }
}
