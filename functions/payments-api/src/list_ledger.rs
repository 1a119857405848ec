//! The ledger: where every unit of the organization's money went.

use auth::{On, Org, ViewBilling, ViewFinance};
use billing::ledger::{self, Account, Entry, Filter, Place, Reader};
use chrono::{DateTime, Utc};
use models::{Currency, JournalId, LedgerEntryId, Money, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedEntries {
    account: Option<Account>,
    payment_id: Option<PaymentId>,
    currency: Option<Currency>,
    /// Then or later.
    from: Option<DateTime<Utc>>,
    /// Before then.
    to: Option<DateTime<Utc>>,
}

/// One line of a journal; the lines of a journal sum to zero.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LedgerEntry {
    id: LedgerEntryId,
    journal_id: JournalId,
    /// What happened: `settled`, `refund_requested` and so on.
    kind: String,
    account: Account,
    /// Debits are positive, credits negative.
    amount: Money,
    payment_id: Option<PaymentId>,
    occurred_at: DateTime<Utc>,
}

impl From<Entry> for LedgerEntry {
    fn from(row: Entry) -> Self {
        Self {
            id: row.id,
            journal_id: row.journal,
            kind: row.kind,
            account: row.account,
            amount: Money::new(row.amount, row.currency),
            payment_id: row.payment,
            occurred_at: row.occurred_at,
        }
    }
}

impl From<WantedEntries> for Filter {
    fn from(wanted: WantedEntries) -> Self {
        Self {
            account: wanted.account,
            payment: wanted.payment_id,
            currency: wanted.currency,
            from: wanted.from,
            to: wanted.to,
        }
    }
}

/// What this member may see of the ledger: the cost of the organization's own plan is for those who
/// may look at its billing.
pub(crate) fn reader(org: &Org<ViewFinance>) -> Reader<'_> {
    let (scope, plan) = (org.scope.as_deref(), org.may::<ViewBilling>());
    Reader { organization: org.id, scope, plan }
}

/// List the ledger's entries, newest first.
#[utoipa::path(get, path = "/api/v1/payments/ledger", tag = "payments", security(("bearer" = [])),
    params(WantedEntries, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<LedgerEntry>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_ledger(
    On(org, mut conn): On<Org<ViewFinance>>,
    Query(wanted): Query<WantedEntries>,
    page: PageOf<Place>,
) -> web::Result<Paged<LedgerEntry>> {
    let rows = ledger::list(&mut conn, reader(&org), &wanted.into(), page.page).await?;
    Ok(page.of(rows, Entry::place, LedgerEntry::from))
}
