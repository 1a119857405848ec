//! One refund.

use auth::{Org, RefundPayments};
use axum::Json;
use axum::extract::State;
use models::RefundId;
use web::Path;

use crate::list_refunds::{RefundOut, one};

/// Show a refund.
#[utoipa::path(get, path = "/api/v1/payments/refunds/{refund_id}", tag = "payments", security(("bearer" = [])),
    params(("refund_id" = RefundId, Path)),
    responses((status = 200, body = RefundOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_refund(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<RefundId>,
) -> web::Result<Json<RefundOut>> {
    Ok(Json(one(&mut *app.db.acquire().await?, &org, id).await?))
}
