//! What the platform kept of the organization's sales, month by month.

use auth::{On, Org, ViewBilling};
use billing::document;
use chrono::{DateTime, NaiveDate, Utc};
use models::{DocumentId, Money};
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// The platform's fees of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeeStatement {
    id: DocumentId,
    number: String,
    /// Its first day, in UTC.
    month: NaiveDate,
    /// What was kept, by currency.
    totals: Vec<Money>,
    issued_at: DateTime<Utc>,
    /// Its file is there; it takes a few seconds.
    ready: bool,
}

impl From<document::FeeStatement> for FeeStatement {
    fn from(row: document::FeeStatement) -> Self {
        Self {
            id: row.id,
            number: row.number,
            month: row.month,
            totals: row.totals,
            issued_at: row.issued_at,
            ready: row.object.is_some(),
        }
    }
}

/// The platform's fees, newest month first.
#[utoipa::path(get, path = "/api/v1/billing/fee-statements", tag = "billing", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<FeeStatement>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_fee_statements(
    On(org, mut conn): On<Org<ViewBilling>>,
    page: PageOf<(DateTime<Utc>, DocumentId)>,
) -> web::Result<Paged<FeeStatement>> {
    let rows = document::fee_statements(&mut conn, org.id, None, page.page).await?;
    Ok(page.of(rows, |row| (row.issued_at, row.id), FeeStatement::from))
}
