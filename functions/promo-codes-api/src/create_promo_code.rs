//! Make a code.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use billing::promo::{self, Code, Definition};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::rules::RulesBody;
use crate::shown::{PromoCode, one};

/// A new code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "EARLY-BIRD", "rules": {"kind": "percent", "percent_bp": 2000, "max_uses": 50}}))]
pub(crate) struct NewPromoCode {
    code: Code,
    rules: RulesBody,
}

/// Make a promo code.
#[utoipa::path(post, path = "/api/v1/promo-codes", tag = "promo-codes", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = NewPromoCode,
    responses((status = 201, body = PromoCode), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_promo_code(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewPromoCode>,
) -> web::Result<Created<PromoCode>> {
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let (rules, targets) = body.rules.read()?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let new = Definition { code: body.code, rules, targets };
    let id = promo::create(&mut tx, org.id, org.user, new, now).await?;
    let made = one(&mut tx, org.id, id, now).await?;
    db::idempotency::keep(&mut tx, &owner, &once, &made, now).await?;
    tx.commit().await?;
    Ok(Created(made))
}
