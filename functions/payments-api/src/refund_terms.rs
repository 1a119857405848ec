//! What an organizer gives back of a payment, worked out alike for the preview and for the refund.

use auth::{Org, RefundPayments};
use billing::Error;
use billing::payment::{self, Item, Payment, Status};
use billing::refund::{self, Ask, Cause, Share};
use models::{Money, PaymentId, PaymentItemId};
use sqlx::PgConnection;
use web::Problem;

/// What is to go back.
pub(crate) struct Wanted<'a> {
    /// Of these places; of all, where it is absent.
    pub(crate) items: Option<&'a [PaymentItemId]>,
    /// So much of the ticket prices; all that is left, where it is absent.
    pub(crate) amount: Option<i64>,
    /// Whether the fees on it go back too.
    pub(crate) include_fees: bool,
}

/// Locks a payment that the member reaches.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    org: &Org<RefundPayments>,
    id: PaymentId,
) -> web::Result<Payment> {
    let payment = payment::lock_of(conn, (org.id, org.scope.as_deref()), id).await?;
    payment.ok_or_else(Problem::not_found)
}

/// What goes back of which place. Nothing is `not-refundable`, too much is refused.
pub(crate) fn shares(payment: &Payment, wanted: &Wanted<'_>) -> web::Result<Vec<Share>> {
    if payment.status != Status::Paid {
        return Err(Error::PaymentNotPaid.into());
    }
    undisputed(payment)?;
    let items = chosen(payment, wanted.items)?;
    let most: i64 = items.iter().map(|item| item.amounts.net - item.refunded_net).sum();
    let amount = wanted.amount.unwrap_or(most);
    if amount > most {
        let named = wanted.items.filter(|_| most == 0).unwrap_or_default();
        let spent: Vec<usize> = (0..named.len()).collect();
        return Err(refund::exceeded(Money::new(most, payment.currency), &spent).into());
    }
    if wanted.amount.is_some_and(|amount| amount <= 0 || amount % payment.currency.step() != 0) {
        let detail = "This is no amount that can be paid back in this currency.";
        return Err(Problem::field("/amount", "amount-not-payable", detail));
    }
    let ask = match wanted.amount {
        None if wanted.include_fees => Ask::Full,
        _ => Ask::Chosen { amount, include_fees: wanted.include_fees },
    };
    let shares = refund::work_out(payment, &items, Cause::Organizer, ask);
    if shares.is_empty() {
        return Err(Error::NotRefundable.into());
    }
    Ok(shares)
}

/// The places that are asked about and not given up yet, of a payment that was paid. None is
/// `not-refundable`.
pub(crate) fn open<'p>(
    payment: &'p Payment,
    wanted: Option<&[PaymentItemId]>,
) -> web::Result<Vec<&'p Item>> {
    if payment.status != Status::Paid {
        return Err(Error::PaymentNotPaid.into());
    }
    let mut items = chosen(payment, wanted)?;
    items.retain(|item| !item.closed);
    if items.is_empty() { Err(Error::NotRefundable.into()) } else { Ok(items) }
}

/// RF-10: nothing goes back while a bank looks into the payment.
pub(crate) fn undisputed(payment: &Payment) -> Result<(), Error> {
    if payment.disputed > 0 { Err(Error::PaymentDisputed) } else { Ok(()) }
}

fn chosen<'p>(
    payment: &'p Payment,
    wanted: Option<&[PaymentItemId]>,
) -> web::Result<Vec<&'p Item>> {
    let Some(wanted) = wanted else { return Ok(payment.items.iter().collect()) };
    let known = |id: &PaymentItemId| payment.items.iter().any(|item| item.id == *id);
    if wanted.is_empty() || !wanted.iter().all(known) {
        let detail = "Name places of this payment.";
        return Err(Problem::field("/items", "invalid-value", detail));
    }
    Ok(payment.items.iter().filter(|item| wanted.contains(&item.id)).collect())
}

/// The sum, with its currency.
pub(crate) fn total(payment: &Payment, shares: &[Share]) -> Money {
    Money::new(refund::sum(shares), payment.currency)
}
