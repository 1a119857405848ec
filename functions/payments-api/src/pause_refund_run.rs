//! A run stands still; what was told to the payment service goes on.

use auth::{Org, RefundPayments};
use axum::Json;
use axum::extract::State;
use billing::refund;
use db::audit::{self, Actor, Entry};
use models::RefundRunId;
use web::Path;

use crate::get_refund_run::{RefundRunProgress, lock, shown};

/// Pause a refund run.
#[utoipa::path(post, path = "/api/v1/payments/refund-runs/{run_id}/pause", tag = "payments", security(("bearer" = [])),
    params(("run_id" = RefundRunId, Path)),
    responses((status = 200, body = RefundRunProgress), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn pause_refund_run(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<RefundRunId>,
) -> web::Result<Json<RefundRunProgress>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let run = lock(&mut tx, &org, id).await?;
    refund::pause(&mut tx, &run).await?;
    let entry =
        Entry::new(Some(org.id), Actor::User(org.user), "refund_run.paused", "refund_run", id);
    audit::write(&mut tx, entry, now).await?;
    let answer = shown(&mut tx, &org, id).await?;
    tx.commit().await?;
    Ok(Json(answer))
}
