//! The sums of one's own record.

use auth::{On, User};
use axum::Json;
use credentials::entry;
use credentials::wording;
use models::Credits;
use serde::Serialize;
use utoipa::ToSchema;
use web::Query;

use crate::list_entries::Period;

/// The sum of one kind of credit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreditTotal {
    credit_type: String,
    unit: String,
    credits: Credits,
    credits_text: String,
    entries: i64,
}

/// The sums of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Totals {
    totals: Vec<CreditTotal>,
    seconds: i64,
}

/// Sums by activity date; what was withdrawn or counted twice is left out.
#[utoipa::path(get, path = "/api/v1/cpd/entries/totals", tag = "record", security(("bearer" = [])), params(Period),
    responses((status = 200, body = Totals), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn total_entries(
    On(user, mut conn): On<User>,
    Query(period): Query<Period>,
) -> web::Result<Json<Totals>> {
    let rows = entry::totals(&mut conn, user.id, period.from, period.to).await?;
    let seconds = entry::total_seconds(&mut conn, user.id, period.from, period.to).await?;
    let total = |row: entry::Total| CreditTotal {
        credits_text: wording::amount(row.credits),
        credit_type: row.credit_type,
        unit: row.unit,
        credits: row.credits,
        entries: row.entries,
    };
    Ok(Json(Totals { totals: rows.into_iter().map(total).collect(), seconds }))
}
