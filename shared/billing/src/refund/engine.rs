//! How much goes back, and who bears it (RF-1 to RF-3). Pure.

use chrono::{DateTime, Utc};
use models::{Currency, PaymentItemId};

use super::Cause;
use crate::payment::{Item, Payment};
use crate::price::FeePayer;
use crate::share::{portion, ratio};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What the policy of the purchase gives to somebody who cancels now.
    Policy {
        /// When the event starts.
        starts_at: DateTime<Utc>,
        /// When the place is given up.
        now: DateTime<Utc>,
    },
    /// All that is left.
    Full,
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
    /// What the organizer bears.
    pub organizer: i64,
    /// What the platform bears.
    pub platform: i64,
    /// Tax that the platform owed.
    pub tax: i64,
}

/// Works out what goes back of these items of a payment; items of which nothing does are left out.
#[must_use]
pub fn work_out(payment: &Payment, items: &[&Item], cause: Cause, ask: Ask) -> Vec<Share> {
    let mut chosen_left = match ask {
        Ask::Chosen { amount, .. } => amount,
        Ask::Policy { .. } | Ask::Full => 0,
    };
    let mut shares = Vec::new();
    for item in items {
        let net = item.amounts.net;
        let (ticket, fees) = match ask {
            Ask::Full => (net, true),
            Ask::Policy { starts_at, now } => {
                let rung = payment.policy.rung(starts_at, now);
                let back = rung.map_or(0, |rung| {
                    portion(net, i64::from(rung.percent_bp), payment.currency) - rung.keep_minor
                });
                (back.max(0), payment.policy.fees_refundable)
            }
            Ask::Chosen { include_fees, .. } => {
                let part = chosen_left.min(net).min(item.amounts.total - item.refunded).max(0);
                chosen_left -= part;
                (part, include_fees)
            }
        };
        let share = of_item(item, (ticket, fees), cause, payment.fee_payer, payment.currency);
        shares.extend(share.filter(|share| share.amount > 0));
    }
    shares
}

fn of_item(
    item: &Item,
    (ticket, fees): (i64, bool),
    cause: Cause,
    payer: FeePayer,
    currency: Currency,
) -> Option<Share> {
    let sums = &item.amounts;
    let left = sums.total - item.refunded;
    if left <= 0 || sums.net <= 0 {
        return None;
    }
    let part = |fee: i64| if fees { ratio(fee, ticket, sums.net, currency) } else { 0 };
    let (service, processing) = (part(sums.service_fee), part(sums.processing_fee));
    let wanted = ticket + if payer == FeePayer::Buyer { service + processing } else { 0 };
    let mut platform = if cause.service_by_platform() { service } else { 0 };
    if cause.processing_by_platform() {
        platform += processing;
    }
    let amount = wanted.min(left);
    // Part of it went back before, and the platform's share with it.
    if amount < wanted {
        platform = ratio(platform, amount, wanted, currency);
    }
    let tax = ratio(sums.tax_withheld, amount, sums.total, currency).min(amount);
    let platform = platform.min(amount - tax);
    Some(Share { item: item.id, amount, organizer: amount - platform - tax, platform, tax })
}

/// All together.
#[must_use]
pub fn sum(shares: &[Share]) -> i64 {
    shares.iter().map(|share| share.amount).sum()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use models::{OrgId, PaymentId};
    use proptest::prelude::*;

    use super::*;
    use crate::fees::{Line, Schedule, build_up};
    use crate::payment::{Method, Status};
    use crate::policy::Policy;

    const EPOCH: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn payment(prices: &[i64], payer: FeePayer, policy: Policy) -> Payment {
        let schedule = Schedule {
            service_bp: 370,
            service_fixed_minor: 179,
            service_cap_minor: None,
            processing_bp: 290,
            processing_fixed_minor: 30,
        };
        let lines: Vec<Line> =
            prices.iter().map(|list| Line { list: *list, discount: 0 }).collect();
        let sums = build_up(&lines, schedule, payer, Currency::USD);
        let item = |amounts: &crate::fees::Amounts| Item {
            id: PaymentItemId::new(EPOCH),
            registration: None,
            label: "Ticket".to_owned(),
            amounts: *amounts,
            refunded: 0,
            promo_code: None,
            closed: false,
        };
        Payment {
            id: PaymentId::new(EPOCH),
            organization: OrgId::new(EPOCH),
            method: Method::Stripe,
            status: Status::Paid,
            currency: Currency::USD,
            amounts: sums.total,
            refunded: 0,
            disputed: 0,
            fee_payer: payer,
            policy,
            destination: None,
            attempt: 1,
            session: None,
            charge: None,
            transfer: None,
            fee: None,
            opening_at: None,
            expires_at: None,
            flagged: false,
            items: sums.items.iter().map(item).collect(),
        }
    }

    fn shares(payment: &Payment, cause: Cause, ask: Ask) -> (i64, i64, i64) {
        let items: Vec<&Item> = payment.items.iter().collect();
        let shares = work_out(payment, &items, cause, ask);
        let of = |part: fn(&Share) -> i64| shares.iter().map(part).sum();
        (of(|s| s.amount), of(|s| s.organizer), of(|s| s.platform))
    }

    /// RF-2: 13.39 net, 2.29 service, 0.78 processing.
    #[test]
    fn who_bears_the_fees_depends_on_the_cause() {
        let paid = payment(&[1339], FeePayer::Buyer, Policy::default());
        assert_eq!(paid.amounts.total, 1646);
        assert_eq!(shares(&paid, Cause::EventCancelled, Ask::Full), (1646, 1417, 229));
        assert_eq!(shares(&paid, Cause::NoSeat, Ask::Full), (1646, 1339, 307));
        let all = Ask::Chosen { amount: 1339, include_fees: true };
        assert_eq!(shares(&paid, Cause::Organizer, all), (1646, 1646, 0));
        let some = Ask::Chosen { amount: 500, include_fees: false };
        assert_eq!(shares(&paid, Cause::Organizer, some), (500, 500, 0));
    }

    /// RF-2, where the organizer bears the fees: the buyer paid the price alone.
    #[test]
    fn the_buyer_gets_the_price_and_the_organizer_the_platforms_fee() {
        let paid = payment(&[5000], FeePayer::Organizer, Policy::default());
        assert_eq!(shares(&paid, Cause::EventCancelled, Ask::Full), (5000, 5000 - 364, 364));
        assert_eq!(shares(&paid, Cause::Orphan, Ask::Full), (5000, 5000 - 556, 556));
    }

    /// RF-3, acceptance 9.
    #[test]
    fn notice_decides_what_a_place_that_is_given_up_brings() {
        let paid = payment(&[2000], FeePayer::Buyer, Policy::default());
        let starts_at = EPOCH + TimeDelta::days(30);
        let back = |notice| {
            let ask = Ask::Policy { starts_at, now: starts_at - notice };
            shares(&paid, Cause::AttendeeCancel, ask).0
        };
        let (hours, minute) = (TimeDelta::hours, TimeDelta::minutes(1));
        let given = [hours(168), hours(168) - minute, hours(24), hours(24) - minute];
        assert_eq!(given.map(back), [2000, 1000, 1000, 0]);
    }

    proptest! {
        /// Acceptance 6: shares add up, and however it is split nothing goes back twice.
        #[test]
        fn no_more_goes_back_than_came(
            prices in prop::collection::vec(50..500_000_i64, 1..6),
            parts in prop::collection::vec((0..400_000_i64, any::<bool>()), 0..6),
            buyer in any::<bool>(),
            cause in prop::sample::select(vec![Cause::EventCancelled, Cause::NoSeat, Cause::Organizer]),
        ) {
            let payer = if buyer { FeePayer::Buyer } else { FeePayer::Organizer };
            let mut paid = payment(&prices, payer, Policy::default());
            let mut refunded = 0;
            let asks = parts.iter().map(|(amount, fees)| (Cause::Organizer, Ask::Chosen { amount: *amount, include_fees: *fees }));
            for (cause, ask) in asks.chain([(cause, Ask::Full), (cause, Ask::Full)]) {
                let items: Vec<&Item> = paid.items.iter().collect();
                for share in work_out(&paid, &items, cause, ask) {
                    prop_assert_eq!(share.amount, share.organizer + share.platform + share.tax);
                    prop_assert!(share.amount > 0 && share.organizer >= 0 && share.platform >= 0);
                    let item = paid.items.iter_mut().find(|item| item.id == share.item).unwrap();
                    item.refunded += share.amount;
                    prop_assert!(item.refunded <= item.amounts.total);
                    refunded += share.amount;
                }
            }
            prop_assert_eq!(refunded, paid.amounts.total, "the last one gives back all that is left");
        }
    }
}
