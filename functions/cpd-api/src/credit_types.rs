//! Kinds of credit as organizers see them.

use credentials::body::CreditType;
use credentials::rule_set::Status;
use models::{BodyId, CreditTypeId, RuleSetId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rules that may be used for a kind of credit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct UsableRules {
    id: RuleSetId,
    code: String,
    number: i32,
    status: Status,
    summary: String,
    note: Option<String>,
}

/// A kind of credit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CreditType)]
pub(crate) struct CreditTypeOut {
    id: CreditTypeId,
    body_id: BodyId,
    body: String,
    code: String,
    name: String,
    unit_one: String,
    unit_many: String,
    mark: Option<String>,
    own: bool,
    /// The first is suggested.
    rule_sets: Vec<UsableRules>,
}

impl From<CreditType> for CreditTypeOut {
    fn from(of: CreditType) -> Self {
        let rules = of.rule_sets.into_iter().map(|set| UsableRules {
            summary: set.parameters.summary(),
            id: set.id,
            code: set.code,
            number: set.number,
            status: set.status,
            note: set.note,
        });
        Self {
            rule_sets: rules.collect(),
            id: of.id,
            body_id: of.body_id,
            body: of.body,
            code: of.code,
            name: of.name,
            unit_one: of.unit_one,
            unit_many: of.unit_many,
            mark: of.mark,
            own: of.own,
        }
    }
}
