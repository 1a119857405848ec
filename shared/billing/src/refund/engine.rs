//! How much goes back, and who bears it (RF-1 to RF-3). Pure.

use chrono::{DateTime, Utc};
use models::{Currency, PaymentItemId};

use super::Cause;
use crate::payment::{Item, Payment};
use crate::policy::Policy;
use crate::price::FeePayer;
use crate::settings::TaxBehavior;
use crate::share::{allocate, portion, ratio};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask<'a> {
    /// What is promised to somebody who cancels now: by the policy of the purchase, or by the one
    /// that holds today where that is better for the buyer (RF-1).
    Policy {
        /// What holds today.
        present: &'a Policy,
        /// When the event starts.
        starts_at: DateTime<Utc>,
        /// When the place is given up.
        now: DateTime<Utc>,
    },
    /// All that is left.
    Full,
    /// Exactly so much of all that is left, in minor units: what Stripe says went back already.
    Exact(i64),
    /// So much of the ticket prices, in minor units, over the items as they come, with or without
    /// the fees on it.
    Chosen {
        /// Of the ticket prices.
        amount: i64,
        /// Whether the fees on it go back too.
        include_fees: bool,
    },
}

/// What goes back of one item, in minor units; the amount is the sum of the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which.
    pub item: PaymentItemId,
    /// All of it.
    pub amount: i64,
    /// So much of it was the ticket's price.
    pub net: i64,
    /// What goes back of the service fee: to the buyer who bore it, or to the organizer who did.
    pub service: i64,
    /// What the organizer bears.
    pub organizer: i64,
    /// What the platform bears.
    pub platform: i64,
    /// Tax that the platform owed.
    pub tax: i64,
    /// All tax in it, whoever owed that.
    pub all_tax: i64,
}

/// A ticket and the fees on it, without tax that came on top.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    net: i64,
    service: i64,
    processing: i64,
}

impl Parts {
    /// What the buyer gets of it.
    fn amount(self, payer: FeePayer) -> i64 {
        match payer {
            FeePayer::Buyer => self.net + self.service + self.processing,
            FeePayer::Organizer => self.net,
        }
    }
}

/// Works out what goes back of these items of a payment; items of which nothing does are left out.
#[must_use]
pub fn work_out(payment: &Payment, items: &[&Item], cause: Cause, ask: Ask<'_>) -> Vec<Share> {
    let (payer, currency) = (payment.fee_payer, payment.currency);
    let mut parts: Vec<Parts> = items.iter().map(|item| left(item, payment)).collect();
    match ask {
        Ask::Full => {}
        Ask::Exact(amount) => return exact(items, &parts, amount, cause, payment),
        Ask::Policy { present, starts_at, now } => {
            for (item, left) in items.iter().zip(&mut parts) {
                let by = |policy| promised(policy, item, *left, (starts_at, now), currency);
                let (bought, today) = (by(&payment.policy), by(present));
                *left = if today.amount(payer) > bought.amount(payer) { today } else { bought };
            }
        }
        Ask::Chosen { mut amount, include_fees } => {
            for (item, left) in items.iter().zip(&mut parts) {
                let net = amount.min(left.net).max(0);
                amount -= net;
                let rest = net > 0 && net == left.net;
                *left = with_fees(item, *left, net, (include_fees, rest), currency);
            }
        }
    }
    let shares = items.iter().zip(parts).filter_map(|(item, parts)| {
        let tax = tax_with(item, parts.amount(payer), payment);
        borne(item, (parts, tax), cause, payment)
    });
    shares.collect()
}

/// What of an item has not gone back yet.
fn left(item: &Item, payment: &Payment) -> Parts {
    let (sums, payer) = (&item.amounts, payment.fee_payer);
    let total = before_tax(item, payment) - gone_before_tax(item, payment);
    let net = (sums.net - item.refunded_net).min(total).max(0);
    let service = (sums.service_fee - item.refunded_service).max(0);
    match payer {
        FeePayer::Buyer => {
            let service = service.min(total - net).max(0);
            let processing = sums.processing_fee.min(total - net - service).max(0);
            Parts { net, service, processing }
        }
        FeePayer::Organizer => Parts { net, service, processing: sums.processing_fee },
    }
}

/// Whether tax came on top of what an item costs.
fn is_on_top(payment: &Payment) -> bool {
    payment.tax == Some(TaxBehavior::Exclusive)
}

/// What an item cost without tax on top.
fn before_tax(item: &Item, payment: &Payment) -> i64 {
    item.amounts.total - if is_on_top(payment) { item.amounts.tax } else { 0 }
}

/// What of that went back.
fn gone_before_tax(item: &Item, payment: &Payment) -> i64 {
    item.refunded - if is_on_top(payment) { item.refunded_tax } else { 0 }
}

/// The tax that goes with so much before tax: in proportion to what has gone back altogether, so that
/// parts end in the whole.
fn tax_with(item: &Item, amount: i64, payment: &Payment) -> i64 {
    let (whole, gone) = (before_tax(item, payment), gone_before_tax(item, payment));
    part_of(item, (gone + amount, whole), payment.currency)
}

/// The tax in so much of all that an item cost.
fn tax_in(item: &Item, amount: i64, currency: Currency) -> i64 {
    part_of(item, (item.refunded + amount, item.amounts.total), currency)
}

/// Parts are whole steps of the currency, for Stripe pays nothing else back; the last one takes what
/// is left, whatever that is.
fn part_of(item: &Item, (gone, whole): (i64, i64), currency: Currency) -> i64 {
    let tax = item.amounts.tax;
    let of_all = if gone >= whole { tax } else { ratio(tax, gone, whole, currency).min(tax) };
    (of_all - item.refunded_tax).max(0)
}

/// Spreads so much, tax and all, over all that is left, in proportion.
fn exact(
    items: &[&Item],
    left: &[Parts],
    amount: i64,
    cause: Cause,
    payment: &Payment,
) -> Vec<Share> {
    let (payer, currency) = (payment.fee_payer, payment.currency);
    let rest = |item: &&Item, parts: &Parts| {
        let of_tax = if is_on_top(payment) { item.amounts.tax - item.refunded_tax } else { 0 };
        parts.amount(payer) + of_tax
    };
    let whole: Vec<i64> = items.iter().zip(left).map(|(item, left)| rest(item, left)).collect();
    let amount = amount.min(whole.iter().sum());
    let spread = allocate(amount, &whole, currency);
    let shares = items.iter().zip(left).zip(spread).filter_map(|((item, left), amount)| {
        let tax = tax_in(item, amount, currency).min(amount);
        let amount = amount - if is_on_top(payment) { tax } else { 0 };
        let mut spread = vec![amount];
        if payer == FeePayer::Buyer {
            spread = allocate(amount, &[left.net, left.service, left.processing], currency);
        }
        spread.resize(3, 0);
        let parts = Parts { net: spread[0], service: spread[1], processing: spread[2] };
        borne(item, (parts, tax), cause, payment)
    });
    shares.collect()
}

/// What a policy gives to who cancels by themselves: nothing, where it does not let them. What it
/// keeps may be off the currency's step, what is paid back is not.
fn promised(
    policy: &Policy,
    item: &Item,
    left: Parts,
    (starts_at, now): (DateTime<Utc>, DateTime<Utc>),
    currency: Currency,
) -> Parts {
    let rung = policy.rung(starts_at, now).filter(|_| policy.self_cancel);
    let Some(rung) = rung else { return Parts::default() };
    let net = item.amounts.net;
    let promise = portion(net, i64::from(rung.percent_bp), currency) - rung.keep_minor;
    let promise = (promise - promise.rem_euclid(currency.step())).max(0);
    let whole = promise > 0 && promise == net;
    with_fees(item, left, promise.min(left.net), (policy.fees_refundable, whole), currency)
}

/// So much of a ticket with the fees on it: a part of them, or with the rest of it all of them
/// that are left.
fn with_fees(
    item: &Item,
    left: Parts,
    net: i64,
    (include_fees, rest): (bool, bool),
    currency: Currency,
) -> Parts {
    let part = |fee: i64, left: i64| match (include_fees, rest) {
        (false, _) => 0,
        (true, true) => left,
        (true, false) => ratio(fee, net, item.amounts.net, currency).min(left),
    };
    let service = part(item.amounts.service_fee, left.service);
    let processing = part(item.amounts.processing_fee, left.processing);
    Parts { net, service, processing }
}

/// Who bears what of it, and of the tax that goes with it.
fn borne(
    item: &Item,
    (parts, all_tax): (Parts, i64),
    cause: Cause,
    payment: &Payment,
) -> Option<Share> {
    let Parts { net, service, processing } = parts;
    let amount = parts.amount(payment.fee_payer) + if is_on_top(payment) { all_tax } else { 0 };
    if amount <= 0 {
        return None;
    }
    let sums = &item.amounts;
    let tax = if sums.tax_withheld == sums.tax {
        all_tax.min(amount)
    } else {
        // The platform owed more than it could keep: it gives back what it has.
        ratio(all_tax, sums.tax_withheld, sums.tax, payment.currency).min(amount)
    };
    let most = amount - tax;
    let of_service = if cause.service_by_platform() { service.min(most) } else { 0 };
    let of_processing =
        if cause.processing_by_platform() { processing.min(most - of_service) } else { 0 };
    let platform = of_service + of_processing;
    let by_buyer = payment.fee_payer == FeePayer::Buyer;
    let service = if by_buyer { service } else { of_service };
    let organizer = most - platform;
    Some(Share { item: item.id, amount, net, service, organizer, platform, tax, all_tax })
}

/// The places that cost nothing and go with these shares: all that are open, where the shares are of
/// the payment as a `whole` and all that is left of it (RF-7).
pub fn free_with<'p>(
    payment: &'p Payment,
    shares: &[Share],
    whole: bool,
) -> impl Iterator<Item = &'p Item> {
    let last = whole && payment.refunded + sum(shares) == payment.amounts.total;
    payment.items.iter().filter(move |item| last && !item.closed && item.amounts.total == 0)
}

/// All together.
#[must_use]
pub fn sum(shares: &[Share]) -> i64 {
    shares.iter().map(|share| share.amount).sum()
}

#[cfg(test)]
mod tests;
