//! To the account's own pages at the payment service: a link for one visit (PA-43).

use auth::{FreshOrg, ManagePayouts};
use axum::Json;
use axum::extract::State;
use billing::account;

use crate::open_onboarding::PayoutLink;
use crate::tell;

/// Open the account's own pages.
#[utoipa::path(post, path = "/api/v1/payments/account/login-links", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = PayoutLink), (status = 401), (status = 409)))]
pub(crate) async fn open_dashboard(
    FreshOrg(org): FreshOrg<ManagePayouts>,
    State(app): State<crate::State>,
) -> web::Result<Json<PayoutLink>> {
    let now = app.clock.now();
    let account = account::need(&mut *app.db.acquire().await?, org.id).await?;
    let link = account::dashboard_link(&app.stripe, &account).await?;
    tell::opened(&app, &org, &account, "payout_account.dashboard_opened", now).await?;
    Ok(Json(link.into()))
}
