//! Stop receiving money, once nothing is left or to come (PA-12).

use auth::{FreshOrg, ManagePayouts};
use axum::extract::State;
use billing::account;
use outreach::message::AccountStep;
use web::NoContent;

use crate::tell;

/// Disconnect the payout account.
#[utoipa::path(delete, path = "/api/v1/payments/account", tag = "payments", security(("bearer" = [])),
    responses((status = 204), (status = 401), (status = 409)))]
pub(crate) async fn disconnect_account(
    FreshOrg(org): FreshOrg<ManagePayouts>,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let account = account::need(&mut *app.db.acquire().await?, org.id).await?;
    account::nothing_held(&app.stripe, &account).await?;
    let mut tx = db::begin(&app.db).await?;
    account::disconnect(&mut tx, org.id, &account, org.user, now).await?;
    tell::step(&mut tx, &org, AccountStep::Disconnected, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
