//! Change a code.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use billing::promo::{self, Code, Definition};
use models::PromoCodeId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::rules::RulesBody;
use crate::shown::{PromoCode, one};

/// What changes: absent stays. Rules are given whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rules": {"kind": "percent", "percent_bp": 2000, "max_uses": 80}}))]
pub(crate) struct PromoCodePatch {
    #[serde(default, deserialize_with = "web::not_null")]
    code: Option<Code>,
    #[serde(default, deserialize_with = "web::not_null")]
    rules: Option<RulesBody>,
}

/// Change a promo code. Once it was used, its word, kind and value stay.
#[utoipa::path(patch, path = "/api/v1/promo-codes/{promo_code_id}", tag = "promo-codes", security(("bearer" = [])),
    params(("promo_code_id" = PromoCodeId, Path), ("If-Match" = String, Header, description = "The ETag of what was seen")),
    request_body = PromoCodePatch,
    responses((status = 200, body = PromoCode), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn edit_promo_code(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Path(id): Path<PromoCodeId>,
    IfMatch(version): IfMatch,
    ValidJson(patch): ValidJson<PromoCodePatch>,
) -> web::Result<Tagged<PromoCode>> {
    let now = app.clock.now();
    let rules = patch.rules.map(RulesBody::read).transpose()?;
    let change = |before: Definition| {
        let code = patch.code.unwrap_or(before.code);
        let (rules, targets) = rules.unwrap_or((before.rules, before.targets));
        Definition { code, rules, targets }
    };
    let mut tx = db::begin(&app.db).await?;
    promo::edit(&mut tx, org.id, org.user, (id, version), change, now).await?;
    let changed = one(&mut tx, org.id, id, now).await?;
    tx.commit().await?;
    Ok(changed.tagged())
}
