//! Awards as organizers see them.

use chrono::{DateTime, NaiveDate, Utc};
use credentials::award::{Award, Status};
use credentials::rules::sentence;
use credentials::wording;
use models::{AwardId, Credits, LearnerId};
use serde::Serialize;
use utoipa::ToSchema;

/// An award.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Award)]
pub(crate) struct AwardOut {
    id: AwardId,
    learner_id: LearnerId,
    full_name: Option<String>,
    credit_type: String,
    body: String,
    unit: String,
    credits: Credits,
    credits_text: String,
    max_credits: Credits,
    activity_date: NaiveDate,
    method: String,
    status: Status,
    supersedes_id: Option<AwardId>,
    derivation: String,
    created_at: DateTime<Utc>,
}

impl From<Award> for AwardOut {
    fn from(award: Award) -> Self {
        let one = award.credits.thousandths() == 1000;
        Self {
            id: award.id,
            learner_id: award.learner_id,
            full_name: award.full_name,
            credit_type: award.credit_type,
            body: award.body,
            unit: if one { award.unit_one } else { award.unit_many },
            credits: award.credits,
            credits_text: wording::amount(award.credits),
            max_credits: award.max_credits,
            activity_date: award.activity_date,
            method: award.method,
            status: award.status,
            supersedes_id: award.supersedes_id,
            derivation: sentence(&award.derivation),
            created_at: award.created_at,
        }
    }
}
