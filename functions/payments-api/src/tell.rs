//! Whom to tell what, about the account that receives the money.

use auth::{ManagePayouts, Org};
use billing::account::{Status, Trouble};
use chrono::{DateTime, Utc};
use outreach::message::{AccountStep, MoneyMatter};
use outreach::money::{self, Matter};
use sqlx::PgConnection;

/// Owner and admins hear of every step; a stolen login is then seen by those it would rob.
pub(crate) async fn step(
    conn: &mut PgConnection,
    org: &Org<ManagePayouts>,
    step: AccountStep,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    money::account_changed(conn, org.id, org.user, step, now).await
}

/// Finance hears that sales have stopped (PA-12).
pub(crate) async fn account(
    conn: &mut PgConnection,
    trouble: &Trouble,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let what = match trouble.status {
        Status::Rejected => MoneyMatter::AccountRejected,
        Status::Disconnected => MoneyMatter::AccountGone,
        _ => MoneyMatter::AccountRestricted,
    };
    let said = (!trouble.due.is_empty()).then(|| trouble.due.join(", "));
    // What is restricted again another day is told again.
    let subject = format!("{}:{}", trouble.account, now.date_naive());
    let matter = Matter { what, subject, amount: None, due: trouble.deadline, said };
    money::tell(conn, trouble.organization, matter, now).await
}
