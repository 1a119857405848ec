//! What the organization has earned, by currency; amounts of different currencies are never added.

use auth::{On, Org, ViewFinance};
use axum::Json;
use axum::extract::State;
use billing::account::{self, Account};
use billing::payout::{self, Held, Standing, payable};
use models::Money;
use serde::Serialize;
use utoipa::ToSchema;

/// A balance in one currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SellerBalance)]
pub(crate) struct Balance {
    /// Sold, and not due yet: two days after the end of the event.
    upcoming: Money,
    /// Held back while a bank looks into a payment.
    disputed: Money,
    /// Can be paid out now.
    releasable: Money,
    /// Due, but not there yet at the payment service; or sold in another currency than the account keeps,
    /// and what came of it is not known yet.
    settling: Money,
    /// On its way to the bank.
    on_the_way: Money,
    /// Arrived.
    paid_out: Money,
    /// What went back to buyers after it was paid out; the next payouts are less by it, and there are
    /// no daily ones.
    debt: Money,
    /// Fees that a statement claims, of sales by invoice and of lost disputes; the next payouts are
    /// less by them, and there are no daily ones.
    fees_owed: Money,
}

/// Balances by currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SellerBalances)]
pub(crate) struct Balances {
    data: Vec<Balance>,
}

impl Balance {
    fn of(standing: Standing, held: &Held) -> Self {
        let money = |amount: i64| Money::new(amount, standing.currency);
        let claimed = standing.claimed.max(0);
        let releasable = payable(standing.releasable(held), standing.currency);
        Self {
            upcoming: money(standing.upcoming),
            disputed: money(standing.disputed),
            releasable: money(releasable),
            settling: money((standing.due - claimed - releasable).max(0) + standing.unread.max(0)),
            on_the_way: money(standing.on_the_way),
            paid_out: money(standing.paid_out),
            debt: money((-standing.due).max(0)),
            fees_owed: money(claimed),
        }
    }
}

/// Show balances.
#[utoipa::path(get, path = "/api/v1/payments/balance", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = Balances)))]
pub(crate) async fn get_balance(
    On(org, mut conn): On<Org<ViewFinance>>,
    State(app): State<crate::State>,
) -> web::Result<Json<Balances>> {
    let Some(Account { id, country, stripe_account_id: Some(stripe), payout_mode, .. }) =
        account::get(&mut conn, org.id).await?
    else {
        return Ok(Json(Balances { data: Vec::new() }));
    };
    let standings = payout::standing(&mut conn, id, &country, app.clock.now()).await?;
    drop(conn);
    if standings.is_empty() {
        return Ok(Json(Balances { data: Vec::new() }));
    }
    let held = Held::of(&app.stripe, &stripe).await?;
    let shown = |standing: Standing| Balance::of(standing.under(payout_mode), &held);
    let data = standings.into_iter().map(shown).collect();
    Ok(Json(Balances { data }))
}
