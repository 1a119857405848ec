//! What is owed, by the platform and to it, is seen to before anything leaves.

use billing::Error;
use billing::account::{self, Daily, PayoutMode, Why};
use billing::payout::{self, Claimed, Moves};
use chrono::{DateTime, Utc};

use crate::State;

/// Accounts at a time.
const CHUNK: i64 = 100;

/// What was taken for refunds that organizers paid back without Stripe is theirs again (RF-8).
pub(crate) async fn make_good(app: &State, now: DateTime<Utc>) -> Result<(), Error> {
    let mut outcome = Ok(());
    let all = payout::owed(&mut *app.db.acquire().await?).await?;
    for owed in all {
        if let Err(error) = payout::make_good(&app.db, &app.stripe, &owed, now).await {
            tracing::warn!(refund = %owed.refund, %error, "nothing was made good");
            outcome = outcome.and(Err(error));
        }
    }
    outcome
}

/// Fees that a statement claims are taken from what is due, whatever the way of being paid out, and
/// what was taken too much goes back (LG-2).
pub(crate) async fn collect(app: &State, now: DateTime<Utc>) -> Result<(), Error> {
    let (mut outcome, mut after) = (Ok(()), None);
    loop {
        let accounts = payout::claimed(&mut *app.db.acquire().await?, after).await?;
        let Some(last) = accounts.last() else { return outcome };
        after = Some(last.account);
        for claimed in &accounts {
            if let Err(error) = collect_of(app, claimed, now).await {
                tracing::warn!(account = %claimed.account, %error, "fees were not collected");
                outcome = outcome.and(Err(error));
            }
        }
    }
}

async fn collect_of(app: &State, claimed: &Claimed, now: DateTime<Utc>) -> Result<(), Error> {
    payout::read_moves(&app.db, &app.stripe, Moves::OfAccount(claimed.account), now).await?;
    match payout::collect(&app.db, &app.stripe, claimed, now).await {
        // Its owner has shut us out at Stripe: the claim stays, and nothing is wrong here.
        Err(Error::AccountUnreachable) => Ok(()),
        outcome => outcome,
    }
}

/// Whoever owes something is not paid out every day any more: the next payouts are less by it.
pub(crate) async fn end_daily(app: &State, now: DateTime<Utc>) -> Result<(), Error> {
    let (mut outcome, mut after) = (Ok(()), None);
    loop {
        let accounts = account::daily(&mut *app.db.acquire().await?, after, CHUNK).await?;
        let Some(last) = accounts.last() else { return outcome };
        after = Some(last.account);
        for daily in &accounts {
            if let Err(error) = look_at(app, daily, now).await {
                tracing::warn!(account = %daily.account, %error, "daily payouts were not looked at");
                outcome = outcome.and(Err(error));
            }
        }
    }
}

async fn look_at(app: &State, daily: &Daily, now: DateTime<Utc>) -> Result<(), Error> {
    let Daily { account, organization, .. } = *daily;
    payout::read_moves(&app.db, &app.stripe, Moves::OfAccount(account), now).await?;
    let mut conn = app.db.acquire().await?;
    let account = account::need(&mut conn, organization).await?;
    let is_daily = account.payout_mode == PayoutMode::Rolling;
    if !is_daily || !account::in_debt(&mut conn, organization, &account, now).await? {
        return Ok(());
    }
    drop(conn);
    let cause = now.date_naive().to_string();
    let why = Why { cause: &cause, by: None, reason: "The organizer owes something." };
    account::end_daily(&app.db, &app.stripe, organization, why, now).await
}
