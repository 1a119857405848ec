//! Rule sets as organizers see and write them.

use chrono::NaiveDate;
use credentials::rule_set::{Plan, RuleSet, Source, Status};
use credentials::rules::Parameters;
use models::{BodyId, Line, RuleSetId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Tagged;

/// Where rules come from.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RuleSource)]
pub(crate) struct SourceOut {
    pub(crate) title: Line<1, 300>,
    pub(crate) url: Line<8, 500>,
    pub(crate) checked_on: NaiveDate,
}

impl From<SourceOut> for Source {
    fn from(of: SourceOut) -> Self {
        Self { title: of.title.into(), url: of.url.into(), checked_on: of.checked_on }
    }
}

/// A version of a body's rules.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RuleSet)]
pub(crate) struct RuleSetOut {
    id: RuleSetId,
    body_id: BodyId,
    body: String,
    code: String,
    number: i32,
    status: Status,
    own: bool,
    effective_from: Option<NaiveDate>,
    effective_to: Option<NaiveDate>,
    source: Option<SourceOut>,
    note: Option<String>,
    parameters: Parameters,
    summary: String,
}

impl From<RuleSet> for RuleSetOut {
    fn from(set: RuleSet) -> Self {
        let source = set.source_title.zip(set.source_url).zip(set.source_checked_on);
        Self {
            summary: set.parameters.summary(),
            source: source.and_then(|((title, url), checked_on)| {
                Some(SourceOut {
                    title: title.try_into().ok()?,
                    url: url.try_into().ok()?,
                    checked_on,
                })
            }),
            id: set.id,
            body_id: set.body_id,
            body: set.body,
            code: set.code,
            number: set.number,
            status: set.status,
            own: set.own,
            effective_from: set.effective_from,
            effective_to: set.effective_to,
            note: set.note,
            parameters: set.parameters.0,
        }
    }
}

pub(crate) fn tagged(set: RuleSet) -> Tagged<RuleSetOut> {
    Tagged { version: set.version, body: set.into() }
}

/// What an organization says of its own rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body_id": "0192f0c1-6c00-7000-8000-000000000001", "code": "hours", "parameters": {"unit_seconds": 3600, "increment": 250}}))]
pub(crate) struct NewRuleSet {
    pub(crate) body_id: BodyId,
    pub(crate) code: Line<1, 50>,
    effective_from: Option<NaiveDate>,
    effective_to: Option<NaiveDate>,
    source: Option<SourceOut>,
    parameters: Parameters,
}

impl NewRuleSet {
    pub(crate) fn plan(self) -> Plan {
        Plan {
            effective_from: self.effective_from,
            effective_to: self.effective_to,
            source: self.source.map(Source::from),
            parameters: self.parameters,
        }
    }
}
