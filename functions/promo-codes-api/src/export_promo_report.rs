//! The report as a file.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use axum::response::Response;
use models::Money;
use web::Query;

use crate::get_promo_report::{Asked, PromoReportLine, lines};

/// Uses, discount and revenue as CSV (UTF-8 with BOM); amounts are minor units of the currency.
#[utoipa::path(get, path = "/api/v1/promo-codes/report.csv", tag = "promo-codes", security(("bearer" = [])),
    params(Asked),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn export_promo_report(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    let lines = lines(&mut *app.db.acquire().await?, org.id, &asked).await?;
    let head = [
        "code",
        "attribution",
        "reserved",
        "redeemed",
        "currency",
        "discount_minor",
        "revenue_minor",
    ];
    Ok(web::csv_file("promo-codes.csv", head, lines.into_iter().map(cells)))
}

fn cells(line: PromoReportLine) -> [String; 7] {
    let minor = |money: Option<Money>| money.map(|m| m.amount.to_string()).unwrap_or_default();
    let currency = line.discount.map(|money| money.currency.to_string());
    [
        line.code.map(String::from).unwrap_or_default(),
        line.attribution.unwrap_or_default(),
        line.reserved.to_string(),
        line.redeemed.to_string(),
        currency.unwrap_or_default(),
        minor(line.discount),
        minor(line.revenue),
    ]
}
