//! Designations as organizers see them.

use auth::Org;
use chrono::NaiveDate;
use credentials::designation::{Designation, Status};
use credentials::offering::Named;
use credentials::rules::Share;
use credentials::wording;
use models::{CreditTypeId, Credits, DesignationId, EventId, Line, RuleSetId, SessionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Problem, Tagged};

/// A part of a designation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DesignationLine)]
pub(crate) struct ShareOut {
    category: Line<1, 100>,
    topic: Option<Line<1, 100>>,
    /// Thousandths of the whole; all lines sum to 1000.
    share: Thousandths,
}

/// 1 to 1000.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "i32", into = "i32")]
#[schema(value_type = i32, minimum = 1, maximum = 1000)]
pub(crate) struct Thousandths(i32);

impl TryFrom<i32> for Thousandths {
    type Error = &'static str;

    fn try_from(share: i32) -> Result<Self, Self::Error> {
        (1..=1000).contains(&share).then_some(Self(share)).ok_or("must be between 1 and 1000")
    }
}

impl From<Thousandths> for i32 {
    fn from(of: Thousandths) -> Self {
        of.0
    }
}

impl From<ShareOut> for Share {
    fn from(of: ShareOut) -> Self {
        Self { category: of.category.into(), topic: of.topic.map(String::from), share: of.share.0 }
    }
}

/// The rules of a designation in short.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PinnedRules {
    code: String,
    number: i32,
    summary: String,
    note: Option<String>,
}

/// Credit that an event carries.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Designation)]
pub(crate) struct DesignationOut {
    id: DesignationId,
    offering: Named,
    session_id: Option<SessionId>,
    session: Option<String>,
    credit_type_id: CreditTypeId,
    credit_type: String,
    body: String,
    unit: String,
    rule_set_id: Option<RuleSetId>,
    rule_set: Option<PinnedRules>,
    max_credits: Credits,
    max_credits_text: String,
    status: Status,
    approval_number: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    wording: Option<String>,
    lines: Vec<ShareOut>,
    /// Where it may go from here.
    next: Vec<Status>,
    /// For `If-Match`.
    version: i32,
}

impl From<Designation> for DesignationOut {
    fn from(of: Designation) -> Self {
        let summary = of.parameters.as_ref().map(|rules| rules.summary());
        let pinned = of.rule_code.zip(of.rule_number).zip(summary);
        let line = |share: Share| {
            let topic = share.topic.and_then(|topic| topic.try_into().ok());
            let part = share.share.try_into().ok()?;
            Some(ShareOut { category: share.category.try_into().ok()?, topic, share: part })
        };
        let one = of.max_credits.thousandths() == 1000;
        Self {
            unit: if one { of.unit_one } else { of.unit_many },
            rule_set: pinned.map(|((code, number), summary)| PinnedRules {
                code,
                number,
                summary,
                note: of.rule_note,
            }),
            id: of.id,
            offering: Named(of.event_id),
            session_id: of.session_id,
            session: of.session,
            credit_type_id: of.credit_type_id,
            credit_type: of.credit_type,
            body: of.body_short,
            rule_set_id: of.rule_set_id,
            max_credits_text: wording::amount(of.max_credits),
            max_credits: of.max_credits,
            next: of.status.next().to_vec(),
            version: of.version,
            status: of.status,
            approval_number: of.approval_number,
            valid_from: of.valid_from,
            valid_to: of.valid_to,
            wording: of.wording,
            lines: of.shares.0.into_iter().filter_map(line).collect(),
        }
    }
}

pub(crate) fn tagged(of: Designation) -> Tagged<DesignationOut> {
    Tagged { version: of.version, body: of.into() }
}

/// The member's scope holds this event (OR-3).
pub(crate) fn covers<P>(org: &Org<P>, event: EventId) -> web::Result<()> {
    let within = org.scope.as_ref().is_none_or(|events| events.contains(&event));
    if within { Ok(()) } else { Err(Problem::not_found()) }
}
