//! One round over all accounts. A payout has the key of its account, currency and day, so a second
//! round of the day orders nothing new and finishes what the first one left.

use billing::Error;
use billing::payout::{self, Due, Held, Moves, Order};
use chrono::{DateTime, Utc};

use crate::{State, debts};

/// One account that fails holds up no other; the round as a whole has failed then.
pub(crate) async fn release(app: State) -> web::Result<()> {
    let now = app.clock.now();
    let mut outcome = finish(&app, now).await;
    outcome = outcome.and(debts::make_good(&app, now).await);
    outcome = outcome.and(debts::collect(&app, now).await);
    outcome = outcome.and(debts::end_daily(&app, now).await);
    let mut after = None;
    loop {
        let accounts = payout::due(&mut *app.db.acquire().await?, after).await?;
        let Some(last) = accounts.last() else { break };
        after = Some(last.account);
        for account in &accounts {
            if let Err(error) = pay_out(&app, account, now).await {
                tracing::warn!(account = %account.account, %error, "nothing was paid out");
                outcome = outcome.and(Err(error));
            }
        }
    }
    Ok(outcome?)
}

/// What was ordered before and never sent.
async fn finish(app: &State, now: DateTime<Utc>) -> Result<(), Error> {
    let mut outcome = Ok(());
    let unsent = payout::unsent(&mut *app.db.acquire().await?, now).await?;
    for requested in unsent {
        if let Err(error) = payout::send(&app.db, &app.stripe, &requested, now).await {
            tracing::warn!(payout = %requested.id, %error, "a payout was not sent");
            outcome = outcome.and(Err(error));
        }
    }
    outcome
}

async fn pay_out(app: &State, due: &Due, now: DateTime<Utc>) -> Result<(), Error> {
    let Due { account, stripe, country } = due;
    payout::read_moves(&app.db, &app.stripe, Moves::OfAccount(*account), now).await?;
    let mut conn = app.db.acquire().await?;
    let standings = payout::standing(&mut conn, *account, country, now).await?;
    drop(conn);
    let currencies: Vec<_> =
        standings.iter().filter(|standing| standing.due > 0).map(|s| s.currency).collect();
    if currencies.is_empty() {
        return Ok(());
    }
    let held = Held::of(&app.stripe, stripe).await?;
    for currency in currencies {
        let cause = format!("day:{currency}:{}", now.date_naive());
        let mut tx = db::begin(&app.db).await?;
        let order = Order { account: *account, currency, amount: None, cause: &cause, by: None };
        let requested = payout::order(&mut tx, order, &held, now).await?;
        tx.commit().await?;
        if let Some(requested) = requested {
            payout::send(&app.db, &app.stripe, &requested, now).await?;
        }
    }
    Ok(())
}
