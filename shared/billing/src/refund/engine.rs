//! How much goes back, and who bears it (RF-1 to RF-3). Pure.

use chrono::{DateTime, Utc};
use models::{Currency, PaymentItemId};

use super::Cause;
use crate::payment::{Item, Payment};
use crate::policy::Policy;
use crate::price::FeePayer;
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
}

/// A ticket and the fees on it.
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
    let mut parts: Vec<Parts> = items.iter().map(|item| left(item, payer)).collect();
    match ask {
        Ask::Full => {}
        Ask::Exact(amount) => exact(&mut parts, amount, payment),
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
    items.iter().zip(parts).filter_map(|(item, parts)| borne(item, parts, cause, payment)).collect()
}

/// What of an item has not gone back yet.
fn left(item: &Item, payer: FeePayer) -> Parts {
    let sums = &item.amounts;
    let total = sums.total - item.refunded;
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

/// Spreads so much over all that is left, in proportion.
fn exact(parts: &mut [Parts], amount: i64, payment: &Payment) {
    let (payer, currency) = (payment.fee_payer, payment.currency);
    let whole: Vec<i64> = parts.iter().map(|left| left.amount(payer)).collect();
    let amount = amount.min(whole.iter().sum());
    for (left, amount) in parts.iter_mut().zip(allocate(amount, &whole, currency)) {
        let mut spread = vec![amount];
        if payer == FeePayer::Buyer {
            let weights = [left.net, left.service, left.processing];
            spread = allocate(amount, &weights, currency);
        }
        spread.resize(3, 0);
        *left = Parts { net: spread[0], service: spread[1], processing: spread[2] };
    }
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

/// Who bears what of it.
fn borne(item: &Item, parts: Parts, cause: Cause, payment: &Payment) -> Option<Share> {
    let Parts { net, service, processing } = parts;
    let amount = parts.amount(payment.fee_payer);
    if amount <= 0 {
        return None;
    }
    let tax_of = |amount: i64| {
        let sums = &item.amounts;
        ratio(sums.tax_withheld, amount, sums.total, payment.currency)
    };
    // By what has gone back altogether, so that parts end in the whole.
    let tax = (tax_of(item.refunded + amount) - tax_of(item.refunded)).clamp(0, amount);
    let most = amount - tax;
    let of_service = if cause.service_by_platform() { service.min(most) } else { 0 };
    let of_processing =
        if cause.processing_by_platform() { processing.min(most - of_service) } else { 0 };
    let platform = of_service + of_processing;
    let by_buyer = payment.fee_payer == FeePayer::Buyer;
    let service = if by_buyer { service } else { of_service };
    let organizer = most - platform;
    Some(Share { item: item.id, amount, net, service, organizer, platform, tax })
}

/// All together.
#[must_use]
pub fn sum(shares: &[Share]) -> i64 {
    shares.iter().map(|share| share.amount).sum()
}

#[cfg(test)]
mod tests;
