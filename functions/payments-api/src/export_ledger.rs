//! The ledger as a file.

use auth::{Org, ViewFinance};
use axum::extract::State;
use axum::response::Response;
use billing::ledger::{self, Entry, Filter};
use models::{Money, Page};
use web::Query;

use crate::list_ledger::{WantedEntries, reader};
use crate::whole_list::{self, CHUNK};

/// The ledger's entries as CSV (UTF-8 with BOM), amounts in the decimals of their currency.
#[utoipa::path(get, path = "/api/v1/payments/ledger.csv", tag = "payments", security(("bearer" = [])),
    params(WantedEntries),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn export_ledger(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedEntries>,
) -> web::Result<Response> {
    let filter = Filter::from(wanted);
    let reader = reader(&org);
    let mut conn = app.db.acquire().await?;
    let (mut rows, mut after, mut more) = (Vec::new(), None, true);
    while more {
        let page = Page { after, limit: CHUNK };
        let mut chunk = ledger::list(&mut conn, reader, &filter, page).await?;
        more = whole_list::cut(&mut chunk);
        after = chunk.last().map(Entry::place);
        rows.extend(chunk);
    }
    let head = ["occurred_at", "journal", "kind", "account", "payment", "currency", "amount"];
    Ok(web::csv_file("ledger.csv", head, rows.into_iter().map(cells)))
}

fn cells(row: Entry) -> [String; 7] {
    [
        row.occurred_at.to_rfc3339(),
        row.journal.to_string(),
        row.kind,
        row.account.name().to_owned(),
        row.payment.map(|id| id.to_string()).unwrap_or_default(),
        row.currency.to_string(),
        whole_list::decimal(Money::new(row.amount, row.currency)),
    ]
}
