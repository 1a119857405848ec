//! Payments that a buyer's bank takes back.

use auth::{Org, ViewFinance};
use axum::extract::State;
use billing::dispute::{self, Filter, Listed, Status};
use chrono::{DateTime, Utc};
use models::{DisputeId, EventId, Money, Page, PaymentId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Problem, Query};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedDisputes {
    payment_id: Option<PaymentId>,
    /// Only those that the bank has to decide.
    #[serde(default)]
    open: bool,
}

/// A dispute.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Dispute)]
pub(crate) struct DisputeOut {
    id: DisputeId,
    payment_id: PaymentId,
    /// What the bank takes back.
    amount: Money,
    /// What the payment service takes for it.
    fee: Money,
    /// In the bank's word.
    reason: String,
    status: Status,
    /// Until when evidence counts.
    evidence_due_at: Option<DateTime<Utc>>,
    evidence_sent_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    buyer_name: Option<String>,
    buyer_email: String,
    event_id: Option<EventId>,
    event_title: Option<String>,
}

impl From<Listed> for DisputeOut {
    fn from(row: Listed) -> Self {
        let money = |amount: i64| Money::new(amount, row.currency);
        Self {
            id: row.id,
            payment_id: row.payment,
            amount: money(row.amount),
            fee: money(row.fee),
            reason: row.reason,
            status: row.status,
            evidence_due_at: row.evidence_due_at,
            evidence_sent_at: row.evidence_sent_at,
            closed_at: row.closed_at,
            created_at: row.created_at,
            buyer_name: row.buyer_name,
            buyer_email: row.buyer_email,
            event_id: row.event,
            event_title: row.event_title,
        }
    }
}

/// One dispute that the member reaches.
pub(crate) async fn one<P>(
    conn: &mut PgConnection,
    org: &Org<P>,
    id: DisputeId,
) -> web::Result<DisputeOut> {
    let scope = org.scope.as_deref();
    let filter = Filter { scope, dispute: Some(id), ..Filter::default() };
    let page = Page { after: None, limit: 1 };
    let row = dispute::list(conn, org.id, &filter, page).await?.pop();
    row.map(DisputeOut::from).ok_or_else(Problem::not_found)
}

/// List disputes, newest first.
#[utoipa::path(get, path = "/api/v1/payments/disputes", tag = "payments", security(("bearer" = [])),
    params(WantedDisputes, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<DisputeOut>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_disputes(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedDisputes>,
    page: PageOf<(DateTime<Utc>, DisputeId)>,
) -> web::Result<Paged<DisputeOut>> {
    let filter = Filter {
        scope: org.scope.as_deref(),
        dispute: None,
        payment: wanted.payment_id,
        open: wanted.open,
    };
    let mut conn = app.db.acquire().await?;
    let rows = dispute::list(&mut conn, org.id, &filter, page.page).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), DisputeOut::from))
}
