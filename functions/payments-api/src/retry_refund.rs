//! A refund that failed, tried once more (RF-8).

use auth::{Org, RefundPayments};
use axum::Json;
use axum::extract::State;
use billing::refund;
use db::audit::{self, Actor, Entry};
use models::RefundId;
use web::{Path, Problem};

use crate::list_refunds::{RefundOut, one};

/// Try a refund again.
#[utoipa::path(post, path = "/api/v1/payments/refunds/{refund_id}/retry", tag = "payments", security(("bearer" = [])),
    params(("refund_id" = RefundId, Path)),
    responses((status = 200, body = RefundOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn retry_refund(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<RefundId>,
) -> web::Result<Json<RefundOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    one(&mut tx, &org, id).await?;
    let refund = refund::lock(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    refund::retry(&mut tx, &refund, now).await?;
    let entry = Entry::new(Some(org.id), Actor::User(org.user), "refund.retried", "refund", id);
    audit::write(&mut tx, entry, now).await?;
    let answer = one(&mut tx, &org, id).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(answer))
}
