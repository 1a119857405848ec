//! Money that came: state, ids, ledger and codes in one go (PA-19). Whoever is second changes
//! nothing.

use chrono::{DateTime, Utc};
use models::Currency;
use sqlx::PgConnection;

use super::session::Ref;
use super::{Payment, Session, Status};
use crate::ledger::{Account, Journal};
use crate::promo::{self, Whose};
use crate::{Error, document};

/// What settling did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The payment is paid now: confirm its places.
    Now,
    /// It was before: nothing happened.
    Before,
    /// It had ended: the money is here and goes back at once (PA-21).
    TooLate,
}

/// Settles a payment that is locked and whose page says that the money is there.
pub async fn settle(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Settled, Error> {
    let settled = match payment.status {
        Status::Paid => {
            passed_on_later(conn, payment, session, now).await?;
            return Ok(Settled::Before);
        }
        Status::Draft | Status::Open | Status::Processing => Settled::Now,
        Status::Canceled | Status::Expired | Status::Failed => Settled::TooLate,
    };
    let charge = session.charge();
    let transfer = charge.and_then(|charge| charge.transfer.as_ref()).map(Ref::id);
    let fee = charge.and_then(|charge| charge.application_fee.as_ref()).map(Ref::id);
    let first = journal(conn, payment, now).await?;
    if settled == Settled::TooLate && !first {
        passed_on_later(conn, payment, session, now).await?;
        return Ok(Settled::Before);
    }
    sqlx::query!(
        "update payments
            set status = case when status in ('draft', 'open', 'processing') then 'paid' else status end,
                paid_at = $2, opening_at = null, checkout_url = null, stripe_session_id = $3, stripe_payment_intent_id = $4,
                stripe_charge_id = $5, stripe_transfer_id = $6, stripe_fee_id = $7, updated_at = $2, version = version + 1
          where id = $1",
        payment.id as _,
        now,
        session.id,
        session.payment_intent.as_ref().map(Ref::id),
        charge.map(|charge| charge.id.as_str()),
        transfer,
        fee
    )
    .execute(&mut *conn)
    .await?;
    if let Some(transfer) = transfer {
        transferred(conn, payment, transfer, now).await?;
    }
    if let Some(charge) = charge {
        cost(conn, payment, charge, now).await?;
    }
    if settled == Settled::Now && payment.items.iter().any(|item| item.promo_code.is_some()) {
        let items: Vec<_> = payment.items.iter().map(|item| item.id).collect();
        promo::redeem(conn, Whose::Items(&items), now).await?;
    }
    if settled == Settled::Now {
        document::wanted(conn, payment.id, now).await?;
    }
    Ok(settled)
}

/// Transfer, fee and cost may stand on the charge later than the money: whatever was not noted when
/// the payment was settled is noted now.
async fn passed_on_later(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(charge) = session.charge() else { return Ok(()) };
    if payment.charge.as_deref() != Some(&*charge.id) {
        return Ok(());
    }
    let transfer = charge.transfer.as_ref().map(Ref::id);
    let fee = charge.application_fee.as_ref().map(Ref::id);
    if payment.transfer.is_none() && transfer.is_some() || payment.fee.is_none() && fee.is_some() {
        sqlx::query!(
            "update payments set stripe_transfer_id = coalesce(stripe_transfer_id, $2), stripe_fee_id = coalesce(stripe_fee_id, $3),
                    updated_at = $4, version = version + 1
              where id = $1",
            payment.id as _,
            transfer,
            fee,
            now
        )
        .execute(&mut *conn)
        .await?;
    }
    if let (None, Some(transfer)) = (&payment.transfer, transfer) {
        transferred(conn, payment, transfer, now).await?;
    }
    cost(conn, payment, charge, now).await
}

/// LG-1: settled.
async fn journal(
    conn: &mut PgConnection,
    payment: &Payment,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let sums = &payment.amounts;
    let written = Journal::new("settled", format!("settled:{}", payment.id), payment.currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::Stripe, sums.total)
        .credit(Account::Organizer, sums.organizer)
        .credit(Account::Fees, sums.application_fee)
        .credit(Account::Tax, sums.tax_withheld)
        .post(conn, now)
        .await?;
    Ok(written)
}

/// LG-1: transfer, fee and tax withheld.
async fn transferred(
    conn: &mut PgConnection,
    payment: &Payment,
    transfer: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let sums = &payment.amounts;
    Journal::new("transferred", format!("transferred:{transfer}"), payment.currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::Organizer, sums.total)
        .credit(Account::Stripe, sums.total)
        .debit(Account::Stripe, sums.application_fee + sums.tax_withheld)
        .credit(Account::Organizer, sums.application_fee + sums.tax_withheld)
        .post(conn, now)
        .await?;
    Ok(())
}

/// LG-1: what Stripe keeps, in the currency of the settlement.
async fn cost(
    conn: &mut PgConnection,
    payment: &Payment,
    charge: &super::Charge,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(line) = charge.balance_transaction.as_ref().and_then(Ref::object) else {
        return Ok(());
    };
    let currency: Currency = match line.currency.to_uppercase().parse() {
        Ok(currency) => currency,
        Err(_) => return Ok(()),
    };
    Journal::new("stripe_cost", format!("stripe_cost:{}", line.id), currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::StripeCosts, line.fee / currency.wire_factor())
        .credit(Account::Stripe, line.fee / currency.wire_factor())
        .post(conn, now)
        .await?;
    Ok(())
}

/// The buyer did their part; a bank takes its days (PA-20).
pub async fn processing(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update payments set status = 'processing', opening_at = null, checkout_url = null, stripe_session_id = $3,
                stripe_payment_intent_id = $4, updated_at = $2, version = version + 1
          where id = $1 and status in ('draft', 'open')",
        payment.id as _,
        now,
        session.id,
        session.payment_intent.as_ref().map(Ref::id)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// PA-18: nobody is confirmed, the seat stays, people look at it. `true`: for the first time.
pub async fn flag(
    conn: &mut PgConnection,
    payment: &Payment,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let flagged = sqlx::query!(
        "update payments set flagged_at = $2, flagged_reason = $3, updated_at = $2, version = version + 1
          where id = $1 and flagged_at is null",
        payment.id as _,
        now,
        reason
    )
    .execute(conn)
    .await?;
    Ok(flagged.rows_affected() == 1)
}
