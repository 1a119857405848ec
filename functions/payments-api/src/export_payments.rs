//! The payments as a file, for whoever keeps the books.

use auth::{Org, ViewFinance};
use axum::extract::State;
use axum::response::Response;
use billing::payment::{self, Listed};
use models::{Money, Page};
use web::Query;

use crate::list_payments::WantedPayments;
use crate::whole_list::{self, CHUNK};

/// Payments as CSV (UTF-8 with BOM), amounts in the decimals of their currency.
#[utoipa::path(get, path = "/api/v1/payments/export.csv", tag = "payments", security(("bearer" = [])),
    params(WantedPayments),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn export_payments(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedPayments>,
) -> web::Result<Response> {
    let like = wanted.like()?;
    let filter = wanted.filter(org.scope.as_deref(), like.as_deref())?;
    let mut conn = app.db.acquire().await?;
    let (mut rows, mut after, mut more) = (Vec::new(), None, true);
    while more {
        let page = Page { after, limit: CHUNK };
        let mut chunk = payment::list(&mut conn, org.id, &filter, page).await?;
        more = whole_list::cut(&mut chunk);
        after = chunk.last().map(|row| (row.created_at, row.id));
        rows.extend(chunk);
    }
    Ok(web::csv_file("payments.csv", HEAD, rows.into_iter().map(cells)))
}

const HEAD: [&str; 21] = [
    "id",
    "status",
    "method",
    "started_at",
    "paid_at",
    "buyer_name",
    "buyer_email",
    "buyer_company",
    "event",
    "places",
    "currency",
    "list",
    "discount",
    "tax",
    "total",
    "fees",
    "organizer",
    "refunded",
    "disputed",
    "refunds_borne",
    "earned",
];

fn cells(row: Listed) -> [String; 21] {
    let money = |amount: i64| whole_list::decimal(Money::new(amount, row.currency));
    let earned = row.earned();
    [
        row.id.to_string(),
        row.status.name().to_owned(),
        row.method.name().to_owned(),
        row.created_at.to_rfc3339(),
        row.paid_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        row.buyer_name.unwrap_or_default(),
        row.buyer_email,
        row.buyer_company.unwrap_or_default(),
        row.event_title.unwrap_or_default(),
        row.places.to_string(),
        row.currency.to_string(),
        money(row.list),
        money(row.discount),
        money(row.tax),
        money(row.total),
        money(row.application_fee + row.tax_withheld),
        money(row.organizer),
        money(row.refunded),
        money(row.disputed),
        money(row.refunds_borne),
        money(earned),
    ]
}
