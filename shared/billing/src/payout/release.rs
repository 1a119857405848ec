//! One payout: ordered under the lock of its account, then sent, once.

use chrono::{DateTime, TimeDelta, Utc};
use db::audit::{self, Actor, Entry};
use models::{Currency, Money, OrgId, PayoutAccountId, PayoutId, UserId};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::{Held, Status, standing, sync};
use crate::Error;
use crate::stripe::{Form, Operation, Stripe, began, perform};

/// Who wants what.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// From which account.
    pub account: PayoutAccountId,
    /// In which currency.
    pub currency: Currency,
    /// So much; all that can leave, if absent.
    pub amount: Option<i64>,
    /// What makes it happen once: the account's day and currency, or a request's key.
    pub cause: &'a str,
    /// Who asks; nobody does where the platform releases.
    pub by: Option<UserId>,
}

/// A payout that was ordered and is to be sent.
#[derive(Clone, Debug)]
pub struct Requested {
    /// Ours.
    pub id: PayoutId,
    /// Stripe's account.
    pub stripe: String,
    /// How much.
    pub amount: Money,
    /// Whether Stripe has answered about it already, whatever it said.
    pub answered: bool,
}

/// What of an amount a bank takes: whole units of Hungarian and Taiwanese money (Stripe,
/// "Supported currencies"), whole steps of all others.
#[must_use]
pub fn payable(amount: i64, currency: Currency) -> i64 {
    let grain = if matches!(currency.code(), "HUF" | "TWD") { 100 } else { currency.step() };
    amount - amount.rem_euclid(grain)
}

/// Orders a payout, at most of what can leave (PA-13). The same cause again gives the same payout;
/// `None`: there is nothing to pay out.
pub async fn order(
    conn: &mut PgConnection,
    order: Order<'_>,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<Option<Requested>, Error> {
    let Order { account, currency, amount, cause, by } = order;
    let row = sqlx::query!(
        "select organization_id, country, stripe_account_id, payouts_enabled_at from payout_accounts
          where id = $1 and disconnected_at is null for no key update",
        account as _
    );
    let row = row.fetch_optional(&mut *conn).await?.ok_or(Error::NoAccount)?;
    let stripe = row.stripe_account_id.ok_or(Error::NoAccount)?;
    if let Some(amount) = amount
        && (amount <= 0 || payable(amount, currency) != amount)
    {
        return Err(Error::AmountNotPayable);
    }
    if let Some((id, kept, status)) = ordered(conn, account, cause).await? {
        if amount.is_some_and(|amount| Money::new(amount, currency) != kept) {
            return Err(Error::PayoutKeyReused);
        }
        let answered = status != Status::Requested;
        return Ok(Some(Requested { id, stripe, amount: kept, answered }));
    }
    if row.payouts_enabled_at.is_none() {
        return Err(Error::PayoutsDisabled);
    }
    let standings = standing(conn, account, &row.country, now).await?;
    let here = standings.iter().find(|standing| standing.currency == currency);
    let most = here.map_or(0, |standing| payable(standing.releasable(held), currency));
    let amount = match amount {
        Some(amount) if amount > most => return Err(Error::PayoutExceedsReleasable),
        Some(amount) => amount,
        None if most == 0 => return Ok(None),
        None => most,
    };
    let amount = Money::new(amount, currency);
    let id = insert(conn, (row.organization_id, account, by), cause, amount, now).await?;
    Ok(Some(Requested { id, stripe, amount, answered: false }))
}

async fn ordered(
    conn: &mut PgConnection,
    account: PayoutAccountId,
    cause: &str,
) -> sqlx::Result<Option<(PayoutId, Money, Status)>> {
    let row = sqlx::query!(
        r#"select id, amount_minor, currency, status as "status: Status"
             from payouts where payout_account_id = $1 and cause_key = $2"#,
        account as _,
        cause
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| (row.id, Money::new(row.amount_minor, row.currency), row.status)))
}

async fn insert(
    conn: &mut PgConnection,
    (org, account, by): (OrgId, PayoutAccountId, Option<UserId>),
    cause: &str,
    amount: Money,
    now: DateTime<Utc>,
) -> sqlx::Result<PayoutId> {
    let id = PayoutId::new(now);
    sqlx::query!(
        "insert into payouts (id, organization_id, payout_account_id, cause_key, currency, amount_minor, status,
                              requested_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 'requested', $7, $8, $8)",
        id as _,
        org as _,
        account as _,
        cause,
        amount.currency as _,
        amount.amount,
        by as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    let actor = by.map_or(Actor::System, Actor::User);
    let entry = Entry::new(Some(org), actor, "payout.requested", "payout", id);
    audit::write(conn, Entry { after: json!(amount), ..entry }, now).await?;
    Ok(id)
}

/// Sends an ordered payout, once however often it is called. What Stripe refuses has failed, and
/// its amount can be released again.
pub async fn send(
    db: &PgPool,
    stripe: &Stripe,
    requested: &Requested,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Requested { id, stripe: account, amount, answered } = requested;
    if *answered {
        return Ok(());
    }
    let form = Form::new()
        .with("amount", amount.on_the_wire())
        .with("currency", amount.currency.code().to_lowercase())
        .with("metadata[payout]", id);
    let key = format!("payout:{id}");
    let form = form.with("metadata[op]", &key);
    let (path, account_of) = ("/v1/payouts", Some(account.as_str()));
    let operation =
        Operation { key: &key, path, account: account_of, form: &form, listed: Some(path) };
    let started = began(now);
    let made: Result<Value, Error> = perform(db, stripe, operation, now).await;
    match made {
        Ok(object) => {
            let mut tx = ::db::begin(db).await?;
            sync(&mut tx, account, &object, started, now).await?;
            tx.commit().await?;
            Ok(())
        }
        Err(Error::Stripe(refusal)) if !refusal.is_passing() => {
            let code = refusal.code();
            refused(&mut *db.acquire().await?, *id, code, now).await?;
            Err(match code {
                "balance_insufficient" => Error::PayoutExceedsReleasable,
                "payouts_not_allowed" => Error::PayoutsDisabled,
                "invalid_amount" | "amount_too_small" => Error::AmountNotPayable,
                _ => Error::Stripe(refusal),
            })
        }
        Err(other) => Err(other),
    }
}

async fn refused(
    conn: &mut PgConnection,
    id: PayoutId,
    code: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payouts set status = 'failed', failure_code = $2, updated_at = $3 where id = $1 and status = 'requested'",
        id as _,
        code,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Payouts that were ordered two minutes ago or more and never heard of: a crash left them.
pub async fn unsent(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<Requested>, Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.amount_minor, p.currency, a.stripe_account_id as "stripe!"
             from payouts p join payout_accounts a on a.id = p.payout_account_id
            where p.status = 'requested' and p.created_at <= $1 and a.stripe_account_id is not null
            order by p.created_at limit 100"#,
        now - TimeDelta::minutes(2)
    );
    let requested = rows.fetch_all(conn).await?.into_iter().map(|row| Requested {
        id: row.id,
        stripe: row.stripe,
        amount: Money::new(row.amount_minor, row.currency),
        answered: false,
    });
    Ok(requested.collect())
}

#[cfg(test)]
mod tests {
    use super::payable;

    /// PA-1, PA-13
    #[test]
    fn banks_take_whole_forints_and_tens_of_fils() {
        let of = |amount: i64, code: &str| payable(amount, code.parse().unwrap());
        assert_eq!(
            [of(12_345, "HUF"), of(199, "TWD"), of(5_127, "KWD"), of(1_999, "USD"), of(700, "ISK")],
            [12_300, 100, 5_120, 1_999, 700]
        );
    }
}
