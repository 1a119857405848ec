//! A payment that differs counts as paid after all.

use auth::{Act, Staff};
use axum::Json;
use axum::extract::State;
use billing::payment::Decision;
use models::{Money, PaymentId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::close_finding::Because;

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecidedPayment {
    pub(crate) id: PaymentId,
    pub(crate) decision: Decision,
    /// What goes back; null, if nothing does.
    pub(crate) refunded: Option<Money>,
}

/// Count a flagged payment as paid: its places are confirmed. Only where currency, receiver and
/// reference are right; otherwise it can be paid back.
#[utoipa::path(post, path = "/api/v1/billing/flagged-payments/{payment_id}/settle", tag = "billing", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path)), request_body = Because,
    responses((status = 200, body = DecidedPayment), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn settle_flagged_payment(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
    ValidJson(body): ValidJson<Because>,
) -> web::Result<Json<DecidedPayment>> {
    let reason = auth::reason(&body.reason)?;
    let why = (staff.user, reason.as_str());
    sales::settle_flagged(&app.db, &app.stripe, id, why, app.clock.now()).await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(DecidedPayment { id, decision: Decision::Settled, refunded: None }))
}
