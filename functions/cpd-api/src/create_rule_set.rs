//! A draft of one's own rules.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use credentials::rule_set;
use db::idempotency;
use web::{Created, OnceJson};

use crate::rule_sets::{NewRuleSet, RuleSetOut};

/// Makes a draft of the next number.
#[utoipa::path(post, path = "/api/v1/cpd/rule-sets", tag = "credit rules", security(("bearer" = [])),
    params(("idempotency-key" = String, Header)), request_body = NewRuleSet,
    responses((status = 201, body = RuleSetOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_rule_set(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    OnceJson { once, body: wanted }: OnceJson<NewRuleSet>,
) -> web::Result<Created<RuleSetOut>> {
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let (body, code) = (wanted.body_id, wanted.code.clone());
    let made = rule_set::create(&mut tx, org.id, body, &code, &wanted.plan(), now).await?;
    let made = RuleSetOut::from(made);
    idempotency::keep(&mut tx, &owner, &once, &made, now).await?;
    tx.commit().await?;
    Ok(Created(made))
}
