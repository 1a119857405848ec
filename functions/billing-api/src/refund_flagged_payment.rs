//! A payment that differs is paid back in full.

use auth::{Act, Staff};
use axum::Json;
use axum::extract::State;
use billing::payment::Decision;
use models::PaymentId;
use web::{Path, ValidJson};

use crate::close_finding::Because;
use crate::settle_flagged_payment::DecidedPayment;

/// Send back all that came by a flagged payment, and give its places up.
#[utoipa::path(post, path = "/api/v1/billing/flagged-payments/{payment_id}/refund", tag = "billing", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path)), request_body = Because,
    responses((status = 200, body = DecidedPayment), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn refund_flagged_payment(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
    ValidJson(body): ValidJson<Because>,
) -> web::Result<Json<DecidedPayment>> {
    let reason = auth::reason(&body.reason)?;
    let why = (staff.user, reason.as_str());
    let refunded = sales::refund_flagged(&app.db, &app.stripe, id, why, app.clock.now()).await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(DecidedPayment { id, decision: Decision::Refunded, refunded }))
}
