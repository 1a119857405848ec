//! A draft of one's own from any rules that may be seen.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use credentials::rule_set;
use db::idempotency;
use models::{BodyId, Line, RuleSetId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path};

use crate::rule_sets::RuleSetOut;

/// Where the copy goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body_id": "0192f0c1-6c00-7000-8000-000000000001", "code": "hours"}))]
pub(crate) struct CopyOfRules {
    body_id: BodyId,
    code: Line<1, 50>,
}

/// Copies rules into a body of one's own.
#[utoipa::path(post, path = "/api/v1/cpd/rule-sets/{rule_set_id}/copy", tag = "credit rules", security(("bearer" = [])),
    params(("rule_set_id" = RuleSetId, Path), ("idempotency-key" = String, Header)), request_body = CopyOfRules,
    responses((status = 201, body = RuleSetOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn copy_rule_set(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    Path(id): Path<RuleSetId>,
    OnceJson { once, body: wanted }: OnceJson<CopyOfRules>,
) -> web::Result<Created<RuleSetOut>> {
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let made = rule_set::copy(&mut tx, org.id, id, wanted.body_id, &wanted.code, now).await?;
    let made = RuleSetOut::from(made);
    idempotency::keep(&mut tx, &owner, &once, &made, now).await?;
    tx.commit().await?;
    Ok(Created(made))
}
