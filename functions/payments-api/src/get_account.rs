//! The account that receives the organization's money, if there is one.

use auth::{Org, ViewFinance};
use axum::Json;
use axum::extract::State;
use billing::account;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::account_out::AccountOut;

/// The account, or none yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PayoutAccountState)]
pub(crate) struct AccountState {
    account: Option<AccountOut>,
    /// After the organization got another owner: until then nobody changes it, and nothing is paid
    /// out on request.
    blocked_until: Option<DateTime<Utc>>,
}

/// Show the payout account.
#[utoipa::path(get, path = "/api/v1/payments/account", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = AccountState)))]
pub(crate) async fn get_account(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
) -> web::Result<Json<AccountState>> {
    let mut conn = app.db.acquire().await?;
    let account = account::get(&mut conn, org.id).await?.map(AccountOut::from);
    let blocked_until = auth::payouts_blocked_until(&mut *conn, org.id, app.clock.now()).await?;
    Ok(Json(AccountState { account, blocked_until }))
}
