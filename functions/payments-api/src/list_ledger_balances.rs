//! What the accounts of the ledger hold.

use auth::{On, Org, ViewFinance};
use axum::Json;
use billing::ledger::{self, Account, Balance};
use models::{Money, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::Query;

use crate::list_ledger::reader;

/// Of what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedBalances {
    /// Of this payment alone.
    payment_id: Option<PaymentId>,
}

/// What an account holds in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LedgerBalance {
    account: Account,
    /// Debits are positive, credits negative; each currency sums to zero.
    amount: Money,
}

/// All accounts that were ever moved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LedgerBalances {
    data: Vec<LedgerBalance>,
}

/// Show what the accounts of the ledger hold.
#[utoipa::path(get, path = "/api/v1/payments/ledger/balances", tag = "payments", security(("bearer" = [])),
    params(WantedBalances),
    responses((status = 200, body = LedgerBalances), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_ledger_balances(
    On(org, mut conn): On<Org<ViewFinance>>,
    Query(wanted): Query<WantedBalances>,
) -> web::Result<Json<LedgerBalances>> {
    let rows = ledger::balances(&mut conn, reader(&org), wanted.payment_id).await?;
    let balance = |row: Balance| LedgerBalance {
        account: row.account,
        amount: Money::new(row.amount, row.currency),
    };
    Ok(Json(LedgerBalances { data: rows.into_iter().map(balance).collect() }))
}
