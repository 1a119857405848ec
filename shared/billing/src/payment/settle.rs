//! Money that came: state, ids, ledger and codes in one go (PA-19). Whoever is second changes
//! nothing.

use chrono::{DateTime, Utc};
use models::{Currency, PaymentItemId};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::session::Ref;
use super::{Payment, Session, Status};
use crate::Error;
use crate::ledger::{Account, Journal, Rows};
use crate::tax::Withhold;

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

/// Settles a payment that is locked and whose page says that the money is there, with the tax on it
/// ([`Payment::taxed`]). What is issued of it is asked for by the caller
/// ([`crate::document::DocumentJob::Payment`]), as is the tax that the platform owes ([`Withhold`]).
pub async fn settle(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Settled, Error> {
    if payment.status != Status::Paid && settled_first(conn, payment, session, now).await? {
        return Ok(if payment.status.is_live() { Settled::Now } else { Settled::TooLate });
    }
    passed_on_later(conn, payment, session, now).await?;
    Ok(Settled::Before)
}

/// State, ids, ledger and codes, by one statement. `false`: the ledger knows this money already.
async fn settled_first(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let charge = session.charge();
    let transfer = charge.and_then(|charge| charge.transfer.as_ref()).map(Ref::id);
    let fee = charge.and_then(|charge| charge.application_fee.as_ref()).map(Ref::id);
    let mut journals = vec![settled(payment)];
    journals.extend(transfer.map(|transfer| transferred(payment, transfer)));
    journals.extend(charge.and_then(|charge| cost(payment, charge)));
    let Rows { journals, entries } = Rows::of(&journals, now);
    // Codes of a payment that had ended are free already.
    let live = payment.status.is_live();
    let bearing = payment.items.iter().filter(|item| live && item.promo_code.is_some());
    let taxed = payment.tax.map(|_| session);
    let coded: Vec<PaymentItemId> = bearing.map(|item| item.id).collect();
    let row = sqlx::query!(
        r#"with journal as (
            insert into ledger_journals (id, kind, source_key, organization_id, payment_id, occurred_at, created_at)
            select id, kind, source_key, organization_id, payment_id, $2, $2
              from jsonb_to_recordset($8) as j (id uuid, kind text, source_key text, organization_id uuid, payment_id uuid)
            on conflict (source_key) do nothing returning id, kind, organization_id
           ), entries as (
            insert into ledger_entries (id, journal_id, account, organization_id, currency, amount_minor)
            select e.id, e.journal_id, e.account, j.organization_id, e.currency, e.amount_minor
              from jsonb_to_recordset($9) as e (id uuid, journal_id uuid, account text, currency text, amount_minor bigint)
              join journal j on j.id = e.journal_id
           ), redeemed as (
            update promo_redemptions set state = 'redeemed', redeemed_at = $2
             where payment_item_id = any($10) and state = 'reserved'
           ), taxed as (
            update payment_items i set tax_minor = t.tax, total_minor = t.total, tax_withheld_minor = t.withheld, organizer_minor = t.organizer
              from jsonb_to_recordset($11) as t (id uuid, tax bigint, total bigint, withheld bigint, organizer bigint)
             where i.id = t.id and exists (select from journal where kind = 'settled')
           ), paid as (
            update payments
               set status = case when status in ('draft', 'open', 'processing') then 'paid' else status end,
                   tax_minor = $12, total_minor = $13, tax_withheld_minor = $14, organizer_minor = $15, tax_lines = $16,
                   buyer_country = coalesce(buyer_country, $17), buyer_tax_id = coalesce(buyer_tax_id, $18), paid_at = $2, opening_at = null, checkout_url = null, stripe_session_id = $3, stripe_payment_intent_id = $4,
                   stripe_charge_id = $5, stripe_transfer_id = $6, stripe_fee_id = $7, updated_at = $2, version = version + 1
             where id = $1 and exists (select from journal where kind = 'settled')
            returning id
           )
           select exists (select from paid) as "first!""#,
        payment.id as _,
        now,
        session.id,
        session.payment_intent.as_ref().map(Ref::id),
        charge.map(|charge| charge.id.as_str()),
        transfer,
        fee,
        Json(journals) as _,
        Json(entries) as _,
        coded as _,
        Json(taxed_items(payment)) as _,
        payment.amounts.tax,
        payment.amounts.total,
        payment.amounts.tax_withheld,
        payment.amounts.organizer,
        Json(taxed.map(|session| session.tax_lines(payment.currency)).unwrap_or_default()) as _,
        taxed.and_then(Session::country),
        taxed.and_then(Session::tax_id)
    )
    .fetch_one(conn)
    .await?;
    Ok(row.first)
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
        transferred(payment, transfer).post(conn, now).await?;
        if payment.amounts.tax_withheld > 0 && payment.tax_reversal.is_none() {
            db::outbox::push(conn, &Withhold { withhold: payment.id }, now).await?;
        }
    }
    if let Some(cost) = cost(payment, charge) {
        cost.post(conn, now).await?;
    }
    Ok(())
}

/// LG-1: settled.
fn settled(payment: &Payment) -> Journal {
    let sums = &payment.amounts;
    Journal::new("settled", format!("settled:{}", payment.id), payment.currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::Stripe, sums.total)
        .credit(Account::Organizer, sums.organizer)
        .credit(Account::Fees, sums.application_fee)
        .credit(Account::Tax, sums.tax_withheld)
}

/// The shares of the items of a payment that is taxed.
fn taxed_items(payment: &Payment) -> Vec<TaxedItem> {
    let taxed = payment.items.iter().filter(|_| payment.tax.is_some());
    let row = |item: &super::Item| TaxedItem {
        id: item.id,
        tax: item.amounts.tax,
        total: item.amounts.total,
        withheld: item.amounts.tax_withheld,
        organizer: item.amounts.organizer,
    };
    taxed.map(row).collect()
}

#[derive(Serialize)]
struct TaxedItem {
    id: PaymentItemId,
    tax: i64,
    total: i64,
    withheld: i64,
    organizer: i64,
}

/// LG-1: transfer and fee. Tax that the platform owes is taken back later ([`crate::tax::withhold`]).
fn transferred(payment: &Payment, transfer: &str) -> Journal {
    let sums = &payment.amounts;
    Journal::new("transferred", format!("transferred:{transfer}"), payment.currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::Organizer, sums.total)
        .credit(Account::Stripe, sums.total)
        .debit(Account::Stripe, sums.application_fee)
        .credit(Account::Organizer, sums.application_fee)
}

/// LG-1: what Stripe keeps, in the currency of the settlement.
fn cost(payment: &Payment, charge: &super::Charge) -> Option<Journal> {
    let line = charge.balance_transaction.as_ref().and_then(Ref::object)?;
    let currency: Currency = line.currency.to_uppercase().parse().ok()?;
    let fee = line.fee / currency.wire_factor();
    let journal = Journal::new("stripe_cost", format!("stripe_cost:{}", line.id), currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::StripeCosts, fee)
        .credit(Account::Stripe, fee);
    Some(journal)
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
