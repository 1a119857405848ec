//! Daily payouts by Stripe: staff grants them, and staff or a debt ends them (PA-13, LG-2). Under
//! them what is sold leaves before its event, so nobody has them who owes something.

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, PayoutAccountId, UserId};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::debt::owes;
use super::{Account, PayoutMode, Status, need};
use crate::Error;
use crate::payout::standing;
use crate::stripe::{Form, Operation, Refusal, Stripe, perform};

/// Why payouts begin or end to be daily.
#[derive(Clone, Copy, Debug)]
pub struct Why<'a> {
    /// What makes it happen once: who asks and under which key, or the day.
    pub cause: &'a str,
    /// The platform's own person; the clock, if absent.
    pub by: Option<UserId>,
    /// For the audit log.
    pub reason: &'a str,
}

/// Has Stripe pay an organization out every day, unless it owes something. Stripe hears of it first:
/// what breaks off there is done again by the same request.
pub async fn grant_daily(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    why: Why<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut conn = db.acquire().await?;
    let account = need(&mut conn, organization).await?;
    if account.status != Status::Active || account.payouts_enabled_at.is_none() {
        return Err(Error::PayoutsDisabled);
    }
    if in_debt(&mut conn, organization, &account, now).await? {
        return Err(Error::OrganizerInDebt);
    }
    drop(conn);
    schedule(db, stripe, &account, ("daily", why.cause), now).await?;
    let mut tx = ::db::begin(db).await?;
    set(&mut tx, organization, &account, PayoutMode::Rolling, why, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Has the platform pay out again, after each event.
pub async fn end_daily(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    why: Why<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let account = need(&mut *db.acquire().await?, organization).await?;
    if account.payout_mode != PayoutMode::Rolling {
        return Err(Error::PayoutsNotDaily);
    }
    schedule(db, stripe, &account, ("manual", why.cause), now).await?;
    let mut tx = ::db::begin(db).await?;
    set(&mut tx, organization, &account, PayoutMode::AfterEvent, why, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether more went back or was paid out than was earned, or the ledger knows of money that could
/// not be taken back.
pub async fn in_debt(
    conn: &mut PgConnection,
    organization: OrgId,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let standings = standing(conn, account.id, &account.country, now).await?;
    // What came of a sale may stand in another currency, which Stripe has paid out already.
    let known = standings.iter().all(|here| here.unread == 0);
    let overdrawn = standings.into_iter().any(|here| here.under(account.payout_mode).due < 0);
    Ok(known && overdrawn || owes(conn, organization).await?)
}

async fn schedule(
    db: &PgPool,
    stripe: &Stripe,
    account: &Account,
    (interval, cause): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let path = format!("/v1/accounts/{}", account.at_stripe()?);
    let key = format!("payout-schedule:{}:{interval}:{cause}", account.id);
    let form = Form::new().with("settings[payouts][schedule][interval]", interval);
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed: None };
    match perform::<Value>(db, stripe, operation, now).await {
        Ok(_) => Ok(()),
        // Its owner has shut us out at Stripe.
        Err(Error::Stripe(Refusal::Said { status: 401 | 403 | 404, .. })) => {
            Err(Error::AccountUnreachable)
        }
        Err(fault) => Err(fault),
    }
}

async fn set(
    conn: &mut PgConnection,
    organization: OrgId,
    account: &Account,
    mode: PayoutMode,
    why: Why<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let set = sqlx::query!(
        "update payout_accounts set payout_mode = $3, updated_at = $4
          where id = $2 and organization_id = $1 and disconnected_at is null and payout_mode <> $3",
        organization as _,
        account.id as _,
        mode as _,
        now
    );
    if set.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(());
    }
    let actor = why.by.map_or(Actor::System, Actor::Support);
    let action =
        if mode == PayoutMode::Rolling { "daily-payouts.granted" } else { "daily-payouts.ended" };
    let entry = Entry::new(Some(organization), actor, action, "payout_account", account.id);
    audit::write(conn, Entry { after: json!({"reason": why.reason}), ..entry }, now).await?;
    Ok(())
}

/// An account that Stripe pays out every day.
#[derive(Clone, Debug)]
pub struct Daily {
    /// Ours.
    pub account: PayoutAccountId,
    /// Whose.
    pub organization: OrgId,
    /// What that is called.
    pub organization_name: String,
}

/// Accounts that Stripe pays out every day, so many behind `after`.
pub async fn daily(
    conn: &mut PgConnection,
    after: Option<PayoutAccountId>,
    limit: i64,
) -> sqlx::Result<Vec<Daily>> {
    sqlx::query_as!(
        Daily,
        r#"select a.id as account, a.organization_id as organization, o.name as organization_name
             from payout_accounts a join organizations o on o.id = a.organization_id
            where a.payout_mode = 'rolling' and a.disconnected_at is null and ($1::uuid is null or a.id > $1)
            order by a.id limit $2"#,
        after as _,
        limit
    )
    .fetch_all(conn)
    .await
}
