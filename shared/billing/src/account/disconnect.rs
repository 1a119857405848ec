//! The end of an account: only when nothing is left or still to come (PA-12).

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, UserId};
use sqlx::PgConnection;

use super::Account;
use crate::Error;
use crate::payout::Held;
use crate::stripe::Stripe;

/// Asks Stripe whether the account holds nothing, available or on its way. One that Stripe has
/// never heard of holds nothing. Ask before the transaction (PA-43).
pub async fn nothing_held(stripe: &Stripe, account: &Account) -> Result<(), Error> {
    let Some(id) = account.stripe_account_id.as_deref() else { return Ok(()) };
    match Held::of(stripe, id).await {
        Ok(held) if held.is_nothing() => Ok(()),
        // Nobody can look into it any more; what is owed stands here.
        Err(Error::AccountUnreachable) => Ok(()),
        Ok(_) => Err(Error::BalanceNotZero),
        Err(fault) => Err(fault),
    }
}

/// Ends the account, unless there is a refund, a dispute, a payout or a paid event to come. Fees
/// that a statement claims are owed with or without an account.
pub async fn disconnect(
    conn: &mut PgConnection,
    org: OrgId,
    account: &Account,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let ended = sqlx::query!(
        "update payout_accounts
            set status = 'disconnected', disconnected_at = $3, charges_enabled_at = null,
                payouts_enabled_at = null, updated_at = $3
          where id = $2 and organization_id = $1 and disconnected_at is null",
        org as _,
        account.id as _,
        now
    );
    if ended.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(Error::NoAccount);
    }
    // What is found takes the update back with the transaction.
    if is_busy(conn, org, account, now).await? {
        return Err(Error::BalanceNotZero);
    }
    let entry = Entry::new(
        Some(org),
        Actor::User(by),
        "payout_account.disconnected",
        "payout_account",
        account.id,
    );
    Ok(audit::write(conn, entry, now).await?)
}

async fn is_busy(
    conn: &mut PgConnection,
    org: OrgId,
    account: &Account,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let busy = sqlx::query_scalar!(
        r#"select exists (select from ledger_entries e join ledger_journals j on j.id = e.journal_id
                          where e.organization_id = $1 and e.account = 'organizer'
                            and not is_fee_claim(j.kind)
                          group by e.currency having sum(e.amount_minor) <> 0)
               or exists (select from refunds where organization_id = $1
                             and (status in ('requested', 'submitted', 'pending') or status = 'failed' and settled_outside_at is null))
               or exists (select from disputes where organization_id = $1 and closed_at is null)
               or exists (select from fee_collections where organization_id = $1 and status = 'requested')
               or exists (select from payouts where payout_account_id = $2 and status in ('requested', 'pending', 'in_transit'))
               or exists (select from payments where organization_id = $1 and method = 'stripe'
                             and (status in ('open', 'processing') or status = 'draft' and opening_at is not null))
               or exists (select from payments p
                            join payment_items i on i.payment_id = p.id and i.closed_at is null
                            join registrations r on r.id = i.registration_id
                            join events e on e.id = r.event_id and e.ends_at > $3
                           where p.organization_id = $1 and p.status = 'paid' and p.method = 'stripe' and p.total_minor > p.refunded_minor)
               as "busy!""#,
        org as _,
        account.id as _,
        now
    );
    busy.fetch_one(conn).await
}
