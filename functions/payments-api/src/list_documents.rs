//! Invoices and credit notes of the organization.

use auth::{Org, ViewFinance};
use axum::extract::State;
use billing::document::{self, Filter, Kind, Listed};
use chrono::{DateTime, Utc};
use models::{DocumentId, EventId, Money, PaymentId, RefundId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

use crate::asked::several;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedDocuments {
    /// `invoice` or `credit_note`; several, separated by commas.
    kind: Option<String>,
    payment_id: Option<PaymentId>,
    /// Issued then or later.
    from: Option<DateTime<Utc>>,
    /// Issued before then.
    to: Option<DateTime<Utc>>,
}

/// An invoice or a credit note.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedDocument {
    id: DocumentId,
    kind: Kind,
    number: String,
    payment_id: PaymentId,
    refund_id: Option<RefundId>,
    /// The invoice that it takes back or stands in for.
    about_id: Option<DocumentId>,
    /// The invoice that stands in for it.
    replaced_by_id: Option<DocumentId>,
    /// What is paid, or paid back.
    total: Money,
    buyer_name: String,
    event_id: Option<EventId>,
    event_title: Option<String>,
    issued_at: DateTime<Utc>,
    /// Its file is there; it takes a few seconds.
    ready: bool,
}

impl From<Listed> for ListedDocument {
    fn from(row: Listed) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            number: row.number,
            payment_id: row.payment,
            refund_id: row.refund,
            about_id: row.about,
            replaced_by_id: row.replaced_by,
            total: Money::new(row.total, row.currency),
            buyer_name: row.buyer_name,
            event_id: row.event,
            event_title: row.event_title,
            issued_at: row.issued_at,
            ready: row.ready,
        }
    }
}

/// List invoices and credit notes, newest first.
#[utoipa::path(get, path = "/api/v1/payments/documents", tag = "payments", security(("bearer" = [])),
    params(WantedDocuments, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<ListedDocument>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_documents(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedDocuments>,
    page: PageOf<(DateTime<Utc>, DocumentId)>,
) -> web::Result<Paged<ListedDocument>> {
    let kinds = several::<Kind>(wanted.kind.as_deref(), "/kind")?;
    let filter = Filter {
        scope: org.scope.as_deref(),
        kinds: kinds.map(|all| all.into_iter().map(Kind::name).collect()),
        payment: wanted.payment_id,
        from: wanted.from,
        to: wanted.to,
    };
    let rows = document::list(&mut *app.db.acquire().await?, org.id, &filter, page.page).await?;
    Ok(page.of(rows, |row| (row.issued_at, row.id), ListedDocument::from))
}
