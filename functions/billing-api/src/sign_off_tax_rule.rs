//! An adviser stands for a rule of tax (PA-7).

use auth::{Act, Staff};
use axum::Json;
use axum::extract::State;
use billing::tax;
use models::{Line, TaxRuleId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::list_tax_rules::TaxRule;

/// Who stands for a rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"adviser": "Clara Weiss, tax adviser, Hamburg", "reason": "Opinion of 26 November 2026."}))]
pub(crate) struct SignOff {
    /// Name and office of the adviser.
    adviser: Line<1, 200>,
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// Use a rule from now on: an adviser has signed it off. It does not change any more.
#[utoipa::path(post, path = "/api/v1/billing/tax-rules/{rule_id}/sign-off", tag = "billing", security(("bearer" = [])),
    params(("rule_id" = TaxRuleId, Path)), request_body = SignOff,
    responses((status = 200, body = TaxRule), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn sign_off_tax_rule(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(id): Path<TaxRuleId>,
    ValidJson(body): ValidJson<SignOff>,
) -> web::Result<Json<TaxRule>> {
    let reason = auth::reason(&body.reason)?;
    let why = (staff.user, reason.as_str());
    let mut tx = db::begin(&app.db).await?;
    let rule = tax::sign_off(&mut tx, id, &body.adviser, why, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(rule.into()))
}
