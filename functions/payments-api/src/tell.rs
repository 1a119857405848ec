//! Whom to tell what, about the account that receives the money: owner and admins hear of every
//! step, so a stolen login is seen by those it would rob.

use auth::{ManagePayouts, Org};
use billing::account::Account;
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use outreach::message::AccountStep;
use outreach::money;
use sqlx::PgConnection;

use crate::State;

/// A step that the caller has put into the audit log already.
pub(crate) async fn step(
    conn: &mut PgConnection,
    org: &Org<ManagePayouts>,
    step: AccountStep,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    money::account_changed(conn, org.id, org.user, step, now).await
}

/// A link to the account's pages is about to be given out: logged and told first.
pub(crate) async fn opened(
    app: &State,
    org: &Org<ManagePayouts>,
    account: &Account,
    action: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    let actor = Actor::User(org.user);
    let entry = Entry::new(Some(org.id), actor, action, "payout_account", account.id);
    audit::write(&mut tx, entry, now).await?;
    step(&mut tx, org, AccountStep::Opened, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}
