//! Accounts that receive money, and what is paid out to banks.

use billing::stripe::Notice;
use billing::{account, payout};
use serde_json::Value;

use super::Ear;
use super::payment::missing;
use crate::Error;

/// An account, or a part of one: the account is read again.
pub(super) async fn account(ear: &Ear<'_>, notice: &Notice) -> Result<(), Error> {
    let id = notice.account.as_deref().unwrap_or(&notice.object);
    let read_started_at = ear.clock.now();
    let now = ear.clock.now();
    let mut tx;
    // Whoever took the app's access away is not shown to us any more.
    let trouble = if notice.r#type == "account.application.deauthorized" {
        tx = db::begin(ear.db).await?;
        account::deauthorized(&mut tx, id, now).await?
    } else {
        let object: Value = match ear.stripe.get(&format!("/v1/accounts/{id}")).await {
            Ok(object) => object,
            Err(refusal) => return missing(refusal),
        };
        tx = db::begin(ear.db).await?;
        account::sync(&mut tx, &object, read_started_at, now).await?
    };
    if let Some(trouble) = trouble {
        crate::account_trouble(&mut tx, &trouble, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A payout of a connected account.
pub(super) async fn payout(ear: &Ear<'_>, notice: &Notice) -> Result<(), Error> {
    let Some(account) = notice.account.as_deref() else { return Ok(()) };
    let read_started_at = ear.clock.now();
    let path = format!("/v1/payouts/{}?expand[]=destination", notice.object);
    let object: Value = match ear.stripe.get_of(account, &path).await {
        Ok(object) => object,
        Err(refusal) => return missing(refusal),
    };
    let now = ear.clock.now();
    let mut tx = db::begin(ear.db).await?;
    if let Some(failed) = payout::sync(&mut tx, account, &object, read_started_at, now).await? {
        crate::payout_failed(&mut tx, &failed, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
