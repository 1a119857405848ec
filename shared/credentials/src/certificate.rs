//! Certificates: issued once, never changed, checked by anyone.

mod again;
mod checks;
mod correct;
mod issue;
mod queries;
mod reissue;
mod render;
mod revoke;
mod verify;

pub use checks::{FileCheck, FileResult, Viewed, any_file, file_of, name_matches, viewed};
pub use correct::{Accept, Corrected, accept, correct, revoke_award};
pub use issue::{Desk, IssueOutcome, Issued, issue_person};
pub use queries::{
    Asked, Certificate, Changed, Filter, OfEvent, get, history, list, lock, of_learners,
};
pub use reissue::{Reissue, reissue};
pub use render::{Rendering, ask, rendered, to_render};
pub use revoke::{Revocation, revoke};
use serde::{Deserialize, Serialize};
pub use verify::{Checked, find_by_code, set_privacy};

/// Where a certificate is in its life. Expired is not a state: it is a date.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = CertificateStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// It stands.
    Active,
    /// A newer one stands in its place.
    Superseded,
    /// Taken back.
    Revoked,
    /// Its person was erased.
    Erased,
}

impl Status {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Superseded => "superseded",
            Self::Revoked => "revoked",
            Self::Erased => "erased",
        }
    }
}

/// How much of the name a stranger sees (CE-15).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum NameShown {
    /// All of it.
    Full,
    /// The first letters.
    Initials,
    /// Nothing.
    Hidden,
}

/// Why a certificate was taken back.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum RevokeReason {
    /// It should not have been issued.
    IssuedInError,
    /// It was obtained by fraud.
    Fraud,
    /// The body withdrew the credit.
    WithdrawnByBody,
    /// There is another one.
    Duplicate,
    /// Something else; see the note.
    Other,
}
