//! Changing a draft of one's own rules.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use chrono::NaiveDate;
use credentials::rule_set::{self, Plan, RuleSet, Source};
use credentials::rules::Parameters;
use models::RuleSetId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::rule_sets::{RuleSetOut, SourceOut, tagged};

/// What changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"effective_from": "2027-01-01"}))]
#[expect(clippy::option_option, reason = "absent and null differ in a patch")]
pub(crate) struct RuleSetChange {
    #[serde(default, deserialize_with = "web::nullable")]
    effective_from: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "web::nullable")]
    effective_to: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "web::nullable")]
    source: Option<Option<SourceOut>>,
    parameters: Option<Parameters>,
}

impl RuleSetChange {
    fn plan(self, before: &RuleSet) -> Plan {
        let kept = || {
            let of = before.source_title.clone().zip(before.source_url.clone());
            of.zip(before.source_checked_on).map(|((title, url), checked_on)| Source {
                title,
                url,
                checked_on,
            })
        };
        Plan {
            effective_from: self.effective_from.unwrap_or(before.effective_from),
            effective_to: self.effective_to.unwrap_or(before.effective_to),
            source: self.source.map_or_else(kept, |source| source.map(Source::from)),
            parameters: self.parameters.unwrap_or_else(|| before.parameters.0.clone()),
        }
    }
}

/// Changes a draft; what is published never changes.
#[utoipa::path(patch, path = "/api/v1/cpd/rule-sets/{rule_set_id}", tag = "credit rules", security(("bearer" = [])),
    params(("rule_set_id" = RuleSetId, Path), ("if-match" = String, Header)), request_body = RuleSetChange,
    responses((status = 200, body = RuleSetOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn change_rule_set(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    Path(id): Path<RuleSetId>,
    IfMatch(version): IfMatch,
    ValidJson(change): ValidJson<RuleSetChange>,
) -> web::Result<Tagged<RuleSetOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let plan = |before: &RuleSet| change.plan(before);
    let changed = rule_set::update(&mut tx, org.id, id, version, plan, now).await?;
    tx.commit().await?;
    Ok(tagged(changed))
}
