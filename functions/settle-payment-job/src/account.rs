//! Accounts that receive money, and what is paid out to banks.

use billing::stripe::Notice;
use billing::{account, payout};
use serde_json::Value;

use crate::State;
use crate::payment::missing;

/// An account, or a part of one: the account is read again.
pub(crate) async fn account(app: &State, notice: &Notice) -> web::Result<()> {
    let id = notice.account.as_deref().unwrap_or(&notice.object);
    let read_started_at = app.clock.now();
    let now = app.clock.now();
    let mut tx;
    // Whoever took the app's access away is not shown to us any more.
    let trouble = if notice.r#type == "account.application.deauthorized" {
        tx = app.db.begin().await?;
        account::deauthorized(&mut tx, id, now).await?
    } else {
        let object: Value = match app.stripe.get(&format!("/v1/accounts/{id}")).await {
            Ok(object) => object,
            Err(refusal) => return missing(refusal),
        };
        tx = app.db.begin().await?;
        account::sync(&mut tx, &object, read_started_at, now).await?
    };
    if let Some(trouble) = trouble {
        sales::account_trouble(&mut tx, &trouble, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A payout of a connected account.
pub(crate) async fn payout(app: &State, notice: &Notice) -> web::Result<()> {
    let Some(account) = notice.account.as_deref() else { return Ok(()) };
    let read_started_at = app.clock.now();
    let path = format!("/v1/payouts/{}?expand[]=destination", notice.object);
    let object: Value = match app.stripe.get_of(account, &path).await {
        Ok(object) => object,
        Err(refusal) => return missing(refusal),
    };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some(failed) = payout::sync(&mut tx, account, &object, read_started_at, now).await? {
        sales::payout_failed(&mut tx, &failed, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
