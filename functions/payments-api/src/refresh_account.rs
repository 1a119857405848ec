//! Look at the account again: who comes back from the payment service's questions may be here
//! before its message is.

use auth::{ManagePayouts, Org};
use axum::Json;
use axum::extract::State;
use billing::account;

use crate::account_out::AccountOut;

/// Read the payout account again.
#[utoipa::path(post, path = "/api/v1/payments/account/refresh", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = AccountOut), (status = 409)))]
pub(crate) async fn refresh_account(
    org: Org<ManagePayouts>,
    State(app): State<crate::State>,
) -> web::Result<Json<AccountOut>> {
    let now = app.clock.now();
    let before = account::need(&mut *app.db.acquire().await?, org.id).await?;
    let (object, started) = account::read(&app.stripe, &before, now).await?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(trouble) = account::sync(&mut tx, &object, started, now).await? {
        sales::account_trouble(&mut tx, &trouble, now).await?;
    }
    let after = account::need(&mut tx, org.id).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(after.into()))
}
