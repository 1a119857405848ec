//! An invoice for the plan.

use auth::{Org, ViewBilling};
use axum::Json;
use axum::extract::State;
use billing::subscription;
use models::PlatformInvoiceId;
use web::Path;

use crate::list_invoices::PlanInvoice;

/// One invoice for the plan.
#[utoipa::path(get, path = "/api/v1/billing/invoices/{invoice_id}", tag = "billing", security(("bearer" = [])),
    params(("invoice_id" = PlatformInvoiceId, Path)),
    responses((status = 200, body = PlanInvoice), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn get_invoice(
    org: Org<ViewBilling>,
    State(app): State<crate::State>,
    Path(id): Path<PlatformInvoiceId>,
) -> web::Result<Json<PlanInvoice>> {
    let invoice = subscription::invoice(&mut *app.db.acquire().await?, org.id, id).await?;
    Ok(Json(invoice.into()))
}
