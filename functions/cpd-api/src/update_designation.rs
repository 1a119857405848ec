//! The steps of a designation's life.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use chrono::NaiveDate;
use credentials::designation::{self, Change, Status};
use db::audit::{Actor, Entry, write};
use models::{Credits, DesignationId, Line, Lines, RuleSetId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::designations::{DesignationOut, ShareOut, covers, tagged};

/// What changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "approved", "approval_number": "RCP-158123"}))]
#[expect(clippy::option_option, reason = "absent and null differ in a patch")]
pub(crate) struct DesignationChange {
    status: Option<Status>,
    max_credits: Option<Credits>,
    rule_set_id: Option<RuleSetId>,
    #[serde(default, deserialize_with = "web::nullable")]
    approval_number: Option<Option<Line<1, 100>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    valid_from: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "web::nullable")]
    valid_to: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "web::nullable")]
    wording: Option<Option<Lines<1000>>>,
    lines: Option<Vec<ShareOut>>,
}

impl From<DesignationChange> for Change {
    fn from(of: DesignationChange) -> Self {
        Self {
            status: of.status,
            max_credits: of.max_credits,
            rule_set: of.rule_set_id,
            approval_number: of.approval_number.map(|number| number.map(String::from)),
            valid_from: of.valid_from,
            valid_to: of.valid_to,
            wording: of.wording.map(|text| text.map(String::from).filter(|text| !text.is_empty())),
            shares: of.lines.map(|lines| lines.into_iter().map(Into::into).collect()),
        }
    }
}

/// Changes a designation. What is approved keeps its amount, rules and lines; every change shows at
/// once on the public page and on certificates to come.
#[utoipa::path(patch, path = "/api/v1/cpd/designations/{designation_id}", tag = "credit rules", security(("bearer" = [])),
    params(("designation_id" = DesignationId, Path), ("if-match" = String, Header)), request_body = DesignationChange,
    responses((status = 200, body = DesignationOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_designation(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    Path(id): Path<DesignationId>,
    IfMatch(version): IfMatch,
    ValidJson(change): ValidJson<DesignationChange>,
) -> web::Result<Tagged<DesignationOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    covers(&org, designation::get(&mut tx, org.id, id).await?.event_id)?;
    let changed = designation::change(&mut tx, org.id, id, (version, change.into()), now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "designation.changed", "designation", id);
    write(&mut tx, entry, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(tagged(changed))
}
