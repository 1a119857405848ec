//! A refund that failed, paid back without the payment service (RF-8).

use auth::{Org, RefundPayments};
use axum::Json;
use axum::extract::State;
use billing::refund;
use db::audit::{self, Actor, Entry};
use models::{Line, RefundId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, Problem, ValidJson};

use crate::list_refunds::{RefundOut, one};

/// How it was paid back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"note": "By bank transfer on 3 October."}))]
pub(crate) struct SettleRefundOutside {
    note: Line<3, 1000>,
}

/// Say that a failed refund was paid back outside.
#[utoipa::path(post, path = "/api/v1/payments/refunds/{refund_id}/settle-outside", tag = "payments", security(("bearer" = [])),
    params(("refund_id" = RefundId, Path)), request_body = SettleRefundOutside,
    responses((status = 200, body = RefundOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn settle_refund_outside(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<RefundId>,
    ValidJson(body): ValidJson<SettleRefundOutside>,
) -> web::Result<Json<RefundOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    one(&mut tx, &org, id).await?;
    let refund = refund::lock(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    refund::settle_outside(&mut tx, &refund, &body.note, now).await?;
    let action = "refund.settled_outside";
    let entry = Entry::new(Some(org.id), Actor::User(org.user), action, "refund", id);
    audit::write(&mut tx, entry, now).await?;
    let answer = one(&mut tx, &org, id).await?;
    tx.commit().await?;
    Ok(Json(answer))
}
