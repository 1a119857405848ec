//! Credit that a body grants an event or a session of it, at most so much (CR-8, CR-18).

mod commands;
mod queries;

use chrono::NaiveDate;
pub use commands::{Change, Wanted, change, designate};
use models::{BodyId, CreditTypeId, Credits, DesignationId, EventId, OrgId, RuleSetId, SessionId};
pub(crate) use queries::live;
pub use queries::{PublicDesignation, get, list, public_of};
use sqlx::types::Json;

use crate::rules::{Parameters, Share};
use crate::wording;

/// Where a designation is in its life.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = DesignationStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// Noted down.
    Draft,
    /// Asked of the body.
    Applied,
    /// Granted.
    Approved,
    /// Refused.
    Denied,
    /// Over.
    Expired,
    /// Taken back.
    Withdrawn,
}

impl Status {
    /// Where it may go from here.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Applied, Self::Approved, Self::Withdrawn],
            Self::Applied => &[Self::Approved, Self::Denied, Self::Withdrawn],
            Self::Approved => &[Self::Expired, Self::Withdrawn],
            Self::Denied | Self::Expired | Self::Withdrawn => &[],
        }
    }

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Applied => "applied",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Credit of one type for an event, or for one session of it.
#[derive(Clone, Debug)]
pub struct Designation {
    /// Which.
    pub id: DesignationId,
    /// Whose event.
    pub organization_id: OrgId,
    /// Which event.
    pub event_id: EventId,
    /// The only session that it is for.
    pub session_id: Option<SessionId>,
    /// What that is called.
    pub session: Option<String>,
    /// Of what kind.
    pub credit_type_id: CreditTypeId,
    /// What that is called.
    pub credit_type: String,
    /// One of it.
    pub unit_one: String,
    /// Several of it.
    pub unit_many: String,
    /// The exact brand wording.
    pub mark: Option<String>,
    /// Of which body.
    pub body_id: BodyId,
    /// Its full name.
    pub body: String,
    /// What people call it.
    pub body_short: String,
    /// The version of the rules; pinned at approval (CR-1).
    pub rule_set_id: Option<RuleSetId>,
    /// The key of the rules.
    pub rule_code: Option<String>,
    /// Their version.
    pub rule_number: Option<i32>,
    /// What is not confirmed about them.
    pub rule_note: Option<String>,
    /// Where they come from.
    pub source_title: Option<String>,
    /// Its address.
    pub source_url: Option<String>,
    /// The rules.
    pub parameters: Option<Json<Parameters>>,
    /// At most so much.
    pub max_credits: Credits,
    /// Where it is in its life.
    pub status: Status,
    /// The body's number of it.
    pub approval_number: Option<String>,
    /// The first day.
    pub valid_from: Option<NaiveDate>,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// The organizer's own sentence.
    pub wording: Option<String>,
    /// Its parts.
    pub shares: Json<Vec<Share>>,
    /// For `If-Match`.
    pub version: i32,
}

impl Designation {
    /// Whether the body may be named and credit be given for this day (CR-8).
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.status == Status::Approved
            && self.valid_from.is_none_or(|from| from <= day)
            && self.valid_to.is_none_or(|to| day <= to)
    }

    /// One of it, or several.
    #[must_use]
    pub fn unit(&self, credits: Credits) -> &str {
        if credits.thousandths() == 1000 { &self.unit_one } else { &self.unit_many }
    }

    /// The sentence that names the body, in its present state.
    #[must_use]
    pub fn sentence(&self, organization: &str, credits: Credits) -> Option<String> {
        let wordings = self.parameters.as_ref().map(|rules| &rules.wordings);
        let template = match self.status {
            Status::Approved => {
                self.wording.as_ref().or_else(|| wordings?.approved.as_ref()).map(String::as_str)
            }
            Status::Applied => Some(
                wordings
                    .and_then(|w| w.applied.as_deref())
                    .unwrap_or("Approval by {body} has been applied for."),
            ),
            _ => None,
        }?;
        let filled = template
            .replace("{body}", &self.body)
            .replace("{organization}", organization)
            .replace("{credits}", &wording::amount(credits))
            .replace("{unit}", self.unit(credits))
            .replace("{number}", self.approval_number.as_deref().unwrap_or("–"));
        Some(filled)
    }
}
