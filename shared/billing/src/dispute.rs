//! Disputes: a buyer's bank takes a payment back, and decides who was right (RF-10, RF-11).

mod answer;
mod due;
mod file;
mod read;
mod sync;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use answer::{Evidence, RecoverJob, accept, recover, submit};
pub use due::{Due, due};
pub use file::{EvidenceFile, Exhibit, FILES_LIMIT, evidence_files};
pub use read::{Filter, Known, Listed, find, list};
pub use sync::{Disputed, News, sync};

/// Where a dispute is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DisputeStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// The bank waits for evidence; the money is withdrawn.
    NeedsResponse,
    /// The bank asks; nothing is withdrawn yet.
    WarningNeedsResponse,
    /// The bank looks at the evidence.
    UnderReview,
    /// The bank looks at the answer to what it asked.
    WarningUnderReview,
    /// The bank asked, and nothing came of it.
    WarningClosed,
    /// The money is back.
    Won,
    /// The money is gone.
    Lost,
    /// Over without a decision.
    Closed,
    /// Settled before it began.
    Prevented,
}

impl Status {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NeedsResponse => "needs_response",
            Self::WarningNeedsResponse => "warning_needs_response",
            Self::UnderReview => "under_review",
            Self::WarningUnderReview => "warning_under_review",
            Self::WarningClosed => "warning_closed",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Closed => "closed",
            Self::Prevented => "prevented",
        }
    }

    /// Whether the bank still has to decide.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::NeedsResponse
                | Self::WarningNeedsResponse
                | Self::UnderReview
                | Self::WarningUnderReview
        )
    }

    /// Whether the money of the payment is with the bank.
    const fn holds_money(self) -> bool {
        matches!(self, Self::NeedsResponse | Self::UnderReview | Self::Lost)
    }
}
