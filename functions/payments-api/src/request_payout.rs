//! Pay out now, at most what is due and there (PA-13).

use auth::{FreshOrg, ManagePayouts};
use axum::extract::State;
use billing::account;
use billing::payout::{self, Held, Moves, Order};
use db::idempotency;
use models::Money;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::list_payouts::PayoutOut;

/// How much.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount": {"amount": 1999, "currency": "USD"}}))]
pub(crate) struct RequestPayout {
    amount: Money,
}

/// Request a payout.
#[utoipa::path(post, path = "/api/v1/payments/payouts", tag = "payments", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header)), request_body = RequestPayout,
    responses((status = 201, body = PayoutOut), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn request_payout(
    FreshOrg(org): FreshOrg<ManagePayouts>,
    State(app): State<crate::State>,
    OnceJson { once, body: RequestPayout { amount } }: OnceJson<RequestPayout>,
) -> web::Result<Created<PayoutOut>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let account = account::need(&mut *app.db.acquire().await?, org.id).await?;
    payout::read_moves(&app.db, &app.stripe, Moves::OfAccount(account.id), now).await?;
    let held = Held::of(&app.stripe, account.at_stripe()?).await?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    let cause = format!("request:{}:{}", org.user, once.key);
    let order = Order {
        account: account.id,
        currency: amount.currency,
        amount: Some(amount.amount),
        cause: &cause,
        by: Some(org.user),
    };
    let requested = payout::order(&mut tx, order, &held, now).await?;
    let requested = requested.ok_or(billing::Error::PayoutExceedsReleasable)?;
    tx.commit().await?;

    payout::send(&app.db, &app.stripe, &requested, now).await?;

    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    let answer = PayoutOut::from(payout::get(&mut tx, requested.id).await?);
    idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
