//! A run goes on; one that ended with failures tries them again.

use auth::{Org, RefundPayments};
use axum::Json;
use axum::extract::State;
use billing::refund;
use db::audit::{self, Actor, Entry};
use models::RefundRunId;
use web::Path;

use crate::get_refund_run::{RefundRunProgress, lock, shown};

/// Go on with a refund run.
#[utoipa::path(post, path = "/api/v1/payments/refund-runs/{run_id}/resume", tag = "payments", security(("bearer" = [])),
    params(("run_id" = RefundRunId, Path)),
    responses((status = 200, body = RefundRunProgress), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn resume_refund_run(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<RefundRunId>,
) -> web::Result<Json<RefundRunProgress>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let run = lock(&mut tx, &org, id).await?;
    refund::resume(&mut tx, &run, now).await?;
    let entry =
        Entry::new(Some(org.id), Actor::User(org.user), "refund_run.resumed", "refund_run", id);
    audit::write(&mut tx, entry, now).await?;
    let answer = shown(&mut tx, &org, id).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(answer))
}
