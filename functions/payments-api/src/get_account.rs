//! The account that receives the organization's money, if there is one.

use auth::{Org, ViewFinance};
use axum::Json;
use axum::extract::State;
use billing::account;
use serde::Serialize;
use utoipa::ToSchema;

use crate::account_out::AccountOut;

/// The account, or none yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PayoutAccountState)]
pub(crate) struct AccountState {
    account: Option<AccountOut>,
}

/// Show the payout account.
#[utoipa::path(get, path = "/api/v1/payments/account", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = AccountState)))]
pub(crate) async fn get_account(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
) -> web::Result<Json<AccountState>> {
    let account = account::get(&mut *app.db.acquire().await?, org.id).await?;
    Ok(Json(AccountState { account: account.map(AccountOut::from) }))
}
