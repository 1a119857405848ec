//! What was sold, by month and currency.

use auth::{Org, ViewFinance};
use axum::Json;
use axum::extract::State;
use billing::payment::{self, Month};
use billing::refund;
use chrono::{Months, NaiveDate};
use models::{EventId, Money};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::Query;

/// Of what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedMonths {
    /// How many months back.
    #[param(minimum = 1, maximum = 60)]
    months: Option<u32>,
    event_id: Option<EventId>,
}

/// A month in one currency; currencies are never added.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SalesMonth {
    /// Its first day, in the organization's time zone.
    month: NaiveDate,
    /// Payments that came.
    payments: i64,
    /// What buyers paid.
    sales: Money,
    /// What the platform kept of it.
    fees: Money,
    /// Tax that the platform owes.
    tax_withheld: Money,
    /// What went back to buyers.
    refunds: Money,
    /// What the organizer bore of that.
    refunds_borne: Money,
    /// Sales less fees and tax, less what the organizer bore of refunds.
    earned: Money,
    /// What arrived at the bank; nothing is known of it for one event alone.
    paid_out: Money,
}

/// Months, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SalesSummary {
    data: Vec<SalesMonth>,
    /// Of one event: what goes back if it is called off now, currency by currency. Absent for all.
    refundable: Option<Vec<Money>>,
}

impl From<Month> for SalesMonth {
    fn from(row: Month) -> Self {
        let money = |amount: i64| Money::new(amount, row.currency);
        Self {
            month: row.month,
            payments: row.payments,
            sales: money(row.sales),
            fees: money(row.fees),
            tax_withheld: money(row.tax_withheld),
            refunds: money(row.refunds),
            refunds_borne: money(row.refunds_borne),
            earned: money(row.earned),
            paid_out: money(row.paid_out),
        }
    }
}

/// Show what was sold, by month and currency.
#[utoipa::path(get, path = "/api/v1/payments/summary", tag = "payments", security(("bearer" = [])),
    params(WantedMonths),
    responses((status = 200, body = SalesSummary), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_sales_summary(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedMonths>,
) -> web::Result<Json<SalesSummary>> {
    let back = wanted.months.unwrap_or(12);
    if !(1..=60).contains(&back) {
        return Err(web::Problem::field("/months", "out-of-range", "This takes 1 to 60 months."));
    }
    let now = app.clock.now();
    let from = now.checked_sub_months(Months::new(back)).unwrap_or(now);
    let of = (org.id, org.scope.as_deref(), wanted.event_id);
    let mut conn = app.db.acquire().await?;
    let rows = payment::months(&mut conn, of, from).await?;
    let refundable = match wanted.event_id {
        Some(event) => Some(refund::owed(&mut conn, (org.id, org.scope.as_deref()), event).await?),
        None => None,
    };
    Ok(Json(SalesSummary { data: rows.into_iter().map(SalesMonth::from).collect(), refundable }))
}
