//! Invoices for the plan.

use auth::{Org, ViewBilling};
use axum::extract::State;
use billing::subscription::{self, InvoiceStatus, PlatformInvoice};
use chrono::{DateTime, Utc};
use models::{Money, PlatformInvoiceId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// An invoice for the plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanInvoice {
    id: PlatformInvoiceId,
    number: Option<String>,
    status: InvoiceStatus,
    /// Before tax.
    subtotal: Money,
    tax: Money,
    total: Money,
    period_start: Option<DateTime<Utc>>,
    period_end: Option<DateTime<Utc>>,
    /// Where it can be paid.
    hosted_url: Option<String>,
    pdf_url: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<PlatformInvoice> for PlanInvoice {
    fn from(invoice: PlatformInvoice) -> Self {
        let money = |amount| Money::new(amount, invoice.currency);
        Self {
            id: invoice.id,
            status: invoice.status,
            subtotal: money(invoice.subtotal_minor),
            tax: money(invoice.tax_minor),
            total: money(invoice.total_minor),
            number: invoice.number,
            period_start: invoice.period_start,
            period_end: invoice.period_end,
            hosted_url: invoice.hosted_url,
            pdf_url: invoice.pdf_url,
            created_at: invoice.created_at,
        }
    }
}

/// The invoices for the plan, newest first.
#[utoipa::path(get, path = "/api/v1/billing/invoices", tag = "billing", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<PlanInvoice>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_invoices(
    org: Org<ViewBilling>,
    State(app): State<crate::State>,
    page: PageOf<(DateTime<Utc>, PlatformInvoiceId)>,
) -> web::Result<Paged<PlanInvoice>> {
    let rows = subscription::invoices(&mut *app.db.acquire().await?, org.id, page.page).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), PlanInvoice::from))
}
