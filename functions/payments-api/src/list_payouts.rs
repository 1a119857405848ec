//! What went to the organization's bank.

use auth::{Org, ViewFinance};
use axum::extract::State;
use billing::payout::{self, Payout, Status};
use chrono::{DateTime, Utc};
use models::{Money, PayoutId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// A payout.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Payout)]
pub(crate) struct PayoutOut {
    id: PayoutId,
    amount: Money,
    status: Status,
    /// When it arrives, as the payment service thinks.
    arrival_at: Option<DateTime<Utc>>,
    /// The end of the account number.
    bank_last4: Option<String>,
    /// Why it failed, in the payment service's word.
    failure_code: Option<String>,
    /// Who asked for it; nobody did for what is released by itself.
    requested_by: Option<UserId>,
    created_at: DateTime<Utc>,
}

impl From<Payout> for PayoutOut {
    fn from(payout: Payout) -> Self {
        Self {
            id: payout.id,
            amount: payout.amount(),
            status: payout.status,
            arrival_at: payout.arrival_at,
            bank_last4: payout.bank_last4,
            failure_code: payout.failure_code,
            requested_by: payout.requested_by,
            created_at: payout.created_at,
        }
    }
}

/// List payouts, newest first.
#[utoipa::path(get, path = "/api/v1/payments/payouts", tag = "payments", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<PayoutOut>)))]
pub(crate) async fn list_payouts(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
    page: PageOf<(DateTime<Utc>, PayoutId)>,
) -> web::Result<Paged<PayoutOut>> {
    let rows = payout::list(&mut *app.db.acquire().await?, org.id, page.page).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), PayoutOut::from))
}
