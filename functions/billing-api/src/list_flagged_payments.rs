//! Payments whose money is not what was agreed (PA-18).

use auth::{Look, Staff};
use axum::extract::State;
use billing::payment::{self, Flagged, Status};
use chrono::{DateTime, Utc};
use models::{Money, OrgId, PaymentId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// A payment that waits for a decision. Its place is held, and nobody is confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FlaggedPayment {
    id: PaymentId,
    organization_id: OrgId,
    organization_name: String,
    status: Status,
    buyer_name: Option<String>,
    /// What was agreed.
    total: Money,
    /// What the platform was to keep of it.
    fees: Money,
    /// What differs: what was agreed, and what came.
    differs: String,
    flagged_at: DateTime<Utc>,
    /// Stripe's page, to look it up there.
    stripe_session_id: Option<String>,
}

impl From<Flagged> for FlaggedPayment {
    fn from(row: Flagged) -> Self {
        let money = |amount| Money::new(amount, row.currency);
        Self {
            id: row.id,
            organization_id: row.organization,
            status: row.status,
            total: money(row.total),
            fees: money(row.application_fee),
            organization_name: row.organization_name,
            buyer_name: row.buyer_name,
            differs: row.reason,
            flagged_at: row.flagged_at,
            stripe_session_id: row.session,
        }
    }
}

/// Payments that wait for a decision, the oldest first. For the platform's own people.
#[utoipa::path(get, path = "/api/v1/billing/flagged-payments", tag = "billing", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<FlaggedPayment>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_flagged_payments(
    _: Staff<Look>,
    State(app): State<crate::State>,
    page: PageOf<(DateTime<Utc>, PaymentId)>,
) -> web::Result<Paged<FlaggedPayment>> {
    let rows = payment::flagged(&mut *app.db.acquire().await?, page.page).await?;
    Ok(page.of(rows, |row| (row.flagged_at, row.id), FlaggedPayment::from))
}
