//! A kind of credit of one's own body.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use credentials::body::{self, CreditTypePlan};
use db::idempotency;
use models::{BodyId, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::credit_types::CreditTypeOut;

/// A kind of credit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body_id": "0192f0c1-6c00-7000-8000-000000000001", "code": "cpd", "name": "CPD", "unit_one": "CPD hour", "unit_many": "CPD hours"}))]
pub(crate) struct NewCreditType {
    body_id: BodyId,
    code: Line<1, 50>,
    name: Line<1, 100>,
    unit_one: Line<1, 60>,
    unit_many: Line<1, 60>,
    mark: Option<Line<1, 100>>,
}

/// Makes a kind of credit of one's own body.
#[utoipa::path(post, path = "/api/v1/cpd/credit-types", tag = "credit rules", security(("bearer" = [])),
    params(("idempotency-key" = String, Header)), request_body = NewCreditType,
    responses((status = 201, body = CreditTypeOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_credit_type(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    OnceJson { once, body: wanted }: OnceJson<NewCreditType>,
) -> web::Result<Created<CreditTypeOut>> {
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let plan = CreditTypePlan {
        body: wanted.body_id,
        code: wanted.code.into(),
        name: wanted.name.into(),
        unit_one: wanted.unit_one.into(),
        unit_many: wanted.unit_many.into(),
        mark: wanted.mark.map(String::from),
    };
    let made = CreditTypeOut::from(body::create_credit_type(&mut tx, org.id, plan, now).await?);
    idempotency::keep(&mut tx, &owner, &once, &made, now).await?;
    tx.commit().await?;
    Ok(Created(made))
}
