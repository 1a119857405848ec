//! Begin to receive money: an account at the payment service, once (PA-10).

use auth::{FreshOrg, ManagePayouts};
use axum::extract::State;
use billing::account::{self, BusinessType};
use db::idempotency;
use models::CountryCode;
use outreach::message::AccountStep;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::account_out::AccountOut;
use crate::tell;

/// Where and as what money is received.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"country": "DE", "business_type": "company"}))]
pub(crate) struct ConnectAccount {
    /// ISO 3166-1 alpha-2: where the organizer and the bank are.
    country: CountryCode,
    business_type: BusinessType,
}

/// Connect a payout account.
#[utoipa::path(post, path = "/api/v1/payments/account", tag = "payments", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header)), request_body = ConnectAccount,
    responses((status = 201, body = AccountOut), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn connect_account(
    FreshOrg(org): FreshOrg<ManagePayouts>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<ConnectAccount>,
) -> web::Result<Created<AccountOut>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    let wanted = account::begin(&mut tx, org.id, body.country, body.business_type, now).await?;
    tx.commit().await?;

    let stripe_account = account::create(&app.db, &app.stripe, wanted, now).await?;

    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    if account::created(&mut tx, wanted, &stripe_account, org.user, now).await? {
        tell::step(&mut tx, &org, AccountStep::Connected, now).await?;
    }
    let answer = AccountOut::from(account::need(&mut tx, org.id).await?);
    idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}
