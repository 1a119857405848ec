//! Certificates as a table.

use auth::{Org, ReadCredentials};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use credentials::certificate::{self, Asked, Certificate};
use credentials::wording;
use models::Page;
use web::{Query, harmless};

use crate::list_certificates::Wanted;
use crate::scope::covers;

/// As many as one file holds.
const MOST: i64 = 50_000;

/// Certificates as CSV (UTF-8 with BOM), newest first.
#[utoipa::path(get, path = "/api/v1/certificates/export.csv", tag = "certificates", security(("bearer" = [])),
    params(Wanted),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn export_certificates(
    org: Org<ReadCredentials>,
    State(app): State<crate::State>,
    Query(wanted): Query<Wanted>,
) -> web::Result<Response> {
    let filter = wanted.filter();
    covers(&org, filter.event)?;
    let mut conn = app.db.acquire().await?;
    let page = Page { after: None, limit: MOST };
    let rows = certificate::list(&mut conn, &Asked::Organization(org.id, filter), page).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"certificates.csv\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, table(&rows)).into_response())
}

fn table(rows: &[Certificate]) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let head = [
        "number",
        "code",
        "status",
        "full_name",
        "activity",
        "from",
        "to",
        "credits",
        "counted_minutes",
        "issued_at",
        "expires_on",
        "check",
    ];
    // Writing to memory cannot fail, and every record has the same length.
    let _ = csv.write_record(head);
    for row in rows {
        let snapshot = &row.snapshot;
        let credits =
            snapshot.credits.iter().map(|c| format!("{} {}", wording::amount(c.credits), c.unit));
        let cells = [
            row.number.clone(),
            snapshot.code.shown(),
            row.status.word().to_owned(),
            snapshot.holder.full_name.clone(),
            snapshot.activity.title.clone(),
            snapshot.activity.from.to_string(),
            snapshot.activity.to.to_string(),
            credits.collect::<Vec<_>>().join("; "),
            (snapshot.counted_seconds / 60).to_string(),
            row.issued_at.to_rfc3339(),
            row.expires_on.map(|day| day.to_string()).unwrap_or_default(),
            snapshot.verify_url.clone(),
        ];
        let _ = csv.write_record(cells.map(harmless));
    }
    csv.into_inner().unwrap_or_default()
}
