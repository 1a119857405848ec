//! A rule of tax that is not to be used any more (PA-7).

use auth::{Act, Staff};
use axum::Json;
use axum::extract::State;
use billing::tax;
use models::TaxRuleId;
use web::{Path, ValidJson};

use crate::close_finding::Because;
use crate::list_tax_rules::TaxRule;

/// Take a rule out of use. What was sold by it stays as it is.
#[utoipa::path(post, path = "/api/v1/billing/tax-rules/{rule_id}/withdraw", tag = "billing", security(("bearer" = [])),
    params(("rule_id" = TaxRuleId, Path)), request_body = Because,
    responses((status = 200, body = TaxRule), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 422, body = web::ProblemBody)))]
pub(crate) async fn withdraw_tax_rule(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(id): Path<TaxRuleId>,
    ValidJson(body): ValidJson<Because>,
) -> web::Result<Json<TaxRule>> {
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    let rule = tax::withdraw(&mut tx, id, (staff.user, &reason), app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(rule.into()))
}
