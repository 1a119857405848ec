//! Everything is compared with Stripe now, and not only at night.

use auth::{Act, Staff};
use axum::extract::State;
use billing::reconcile::{self, Begun};
use web::{Created, OnceJson};

use crate::list_reconciliations::Reconciliation;
use crate::replay_dead_job::Because;

/// Begin a comparison with Stripe. While one is under way, that one is answered and goes on.
#[utoipa::path(post, path = "/api/v1/operators/reconciliations", tag = "operators", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = Because,
    responses((status = 201, body = Reconciliation), (status = 403, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn start_reconciliation(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<Because>,
) -> web::Result<Created<Reconciliation>> {
    let (now, owner) = (app.clock.now(), staff.user.to_string());
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let begun = reconcile::start(&mut tx, (staff.user, &reason), now).await?;
    let (Begun::Now(run) | Begun::Before(run)) = begun;
    let answer = Reconciliation::from(run);
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}
