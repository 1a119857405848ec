//! Make many codes for one use each.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use billing::promo::{self, NewBatch, Prefix};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Accepted, OnceJson};

use crate::list_batches::{PromoBatch, one};
use crate::rules::RulesBody;

/// Which codes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"prefix": "SPRING-", "count": 200, "rules": {"kind": "percent", "percent_bp": 10000}}))]
pub(crate) struct NewPromoBatch {
    /// What every code begins with; eleven random symbols follow.
    #[serde(default)]
    prefix: Prefix,
    #[schema(minimum = 1, maximum = 10000)]
    count: u32,
    /// Of every code; each works once.
    rules: RulesBody,
}

/// Make up to 10,000 codes, each for one use. They are there with the answer; its file lists them.
#[utoipa::path(post, path = "/api/v1/promo-codes/batches", tag = "promo-codes", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = NewPromoBatch,
    responses((status = 202, body = PromoBatch), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_batch(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewPromoBatch>,
) -> web::Result<Accepted<PromoBatch>> {
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let (rules, targets) = body.rules.read()?;
    let count = usize::try_from(body.count).unwrap_or(usize::MAX);
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Accepted(earlier));
    }
    let new = NewBatch { prefix: body.prefix, count, rules, targets };
    let id = promo::create_batch(&mut tx, org.id, org.user, new, now).await?;
    let made = one(&mut tx, org.id, id).await?;
    db::idempotency::keep(&mut tx, &owner, &once, &made, now).await?;
    tx.commit().await?;
    Ok(Accepted(made))
}
