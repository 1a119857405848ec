//! To the account's own pages at the payment service: a link for one visit (PA-43).

use auth::{FreshOrg, ManagePayouts};
use axum::Json;
use axum::extract::State;
use billing::account;
use db::audit::{self, Actor, Entry};
use outreach::message::AccountStep;

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
    let mut tx = app.db.begin().await?;
    let account = account::need(&mut tx, org.id).await?;
    let entry = Entry::new(
        Some(org.id),
        Actor::User(org.user),
        "payout_account.dashboard_opened",
        "payout_account",
        account.id,
    );
    audit::write(&mut tx, entry, now).await?;
    tell::step(&mut tx, &org, AccountStep::Opened, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(account::dashboard_link(&app.stripe, &account).await?.into()))
}
