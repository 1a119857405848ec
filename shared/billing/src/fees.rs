//! What a buyer pays and what arrives (PA-4 to PA-9). Pure.

use models::{Currency, Money, NotChargeable};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Error;
use crate::error::field;
use crate::price::FeePayer;
use crate::share::{allocate, portion};

/// The platform's fees for a currency, from `fee_schedules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Schedule {
    /// Basis points of the net price.
    pub service_bp: i32,
    /// Minor units an item.
    pub service_fixed_minor: i64,
    /// The most that an item costs.
    pub service_cap_minor: Option<i64>,
    /// Basis points of what is charged.
    pub processing_bp: i32,
    /// Minor units a payment.
    pub processing_fixed_minor: i64,
}

/// One thing that is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its price, in minor units.
    pub list: i64,
    /// What a code takes off; at most the price.
    pub discount: i64,
}

/// A build-up, in minor units of one currency: of a payment, or of one item of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Amounts {
    /// Before any code.
    pub list: i64,
    /// What codes take off.
    pub discount: i64,
    /// List minus discount.
    pub net: i64,
    /// The platform's fee.
    pub service_fee: i64,
    /// What moving the money costs.
    pub processing_fee: i64,
    /// Tax, on top or inside.
    pub tax: i64,
    /// What the buyer pays.
    pub total: i64,
    /// What the platform keeps.
    pub application_fee: i64,
    /// Tax that the platform owes.
    pub tax_withheld: i64,
    /// What the organizer receives.
    pub organizer: i64,
}

/// What a payment comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildUp {
    /// All together.
    pub total: Amounts,
    /// Each item's shares; they add up to the total.
    pub items: Vec<Amounts>,
}

/// Puts the build-up together, without tax. Where the buyer bears the fees they come on top; where
/// the organizer does, they never take more than there is.
#[must_use]
pub fn build_up(
    lines: &[Line],
    schedule: Schedule,
    payer: FeePayer,
    currency: Currency,
) -> BuildUp {
    let mut items: Vec<Amounts> =
        lines.iter().map(|line| of_line(*line, schedule, payer, currency)).collect();
    let sum = |items: &[Amounts], part: fn(&Amounts) -> i64| items.iter().map(part).sum::<i64>();
    let (net, service) = (sum(&items, |i| i.net), sum(&items, |i| i.service_fee));
    let mut processing =
        if net > 0 { processing_fee(net + service, schedule, currency) } else { 0 };
    if payer == FeePayer::Organizer {
        processing = processing.min(net - service);
    }
    let weights: Vec<i64> = items
        .iter()
        .map(|item| {
            if payer == FeePayer::Organizer {
                item.net - item.service_fee
            } else {
                item.net + item.service_fee
            }
        })
        .collect();
    for (item, share) in items.iter_mut().zip(allocate(processing, &weights, currency)) {
        item.processing_fee = share;
        let fees = item.service_fee + share;
        item.total = item.net + if payer == FeePayer::Buyer { fees } else { 0 };
        item.application_fee = fees;
        item.organizer = item.total - fees;
    }
    let total = items.iter().fold(Amounts::default(), plus);
    if (1..currency.minimum()).contains(&total.total) {
        // Less than can be charged: the rest is waived (PA-4).
        let free: Vec<Line> =
            lines.iter().map(|line| Line { list: line.list, discount: line.list }).collect();
        return build_up(&free, schedule, payer, currency);
    }
    BuildUp { total, items }
}

fn of_line(line: Line, schedule: Schedule, payer: FeePayer, currency: Currency) -> Amounts {
    let net = line.list - line.discount;
    let mut service_fee = 0;
    if net > 0 {
        service_fee =
            portion(net, i64::from(schedule.service_bp), currency) + schedule.service_fixed_minor;
        service_fee = schedule.service_cap_minor.map_or(service_fee, |cap| service_fee.min(cap));
        if payer == FeePayer::Organizer {
            service_fee = service_fee.min(net);
        }
    }
    Amounts { list: line.list, discount: line.discount, net, service_fee, ..Amounts::default() }
}

/// Grossed up, so that the fee covers the cost of itself, and rounded up to the step (PA-5).
fn processing_fee(charged: i64, schedule: Schedule, currency: Currency) -> i64 {
    let bp = i128::from(schedule.processing_bp);
    let dividend = bp * i128::from(charged) + i128::from(schedule.processing_fixed_minor) * 10_000;
    let divisor = (10_000 - bp) * i128::from(currency.step());
    let steps = (dividend + divisor - 1).div_euclid(divisor);
    i64::try_from(steps).unwrap_or(i64::MAX / 10).saturating_mul(currency.step())
}

pub(crate) fn plus(sum: Amounts, item: &Amounts) -> Amounts {
    Amounts {
        list: sum.list + item.list,
        discount: sum.discount + item.discount,
        net: sum.net + item.net,
        service_fee: sum.service_fee + item.service_fee,
        processing_fee: sum.processing_fee + item.processing_fee,
        tax: sum.tax + item.tax,
        total: sum.total + item.total,
        application_fee: sum.application_fee + item.application_fee,
        tax_withheld: sum.tax_withheld + item.tax_withheld,
        organizer: sum.organizer + item.organizer,
    }
}

/// Whether a price can be asked: it can be charged, and where the organizer bears the fees they
/// fit into it (PA-2, PA-6).
pub fn askable(
    price: Money,
    schedule: Schedule,
    payer: FeePayer,
    pointer: &str,
) -> Result<(), Error> {
    price.chargeable().map_err(|why| Error::NotChargeable { pointer: pointer.to_owned(), why })?;
    let net = price.amount;
    let service =
        portion(net, i64::from(schedule.service_bp), price.currency) + schedule.service_fixed_minor;
    let service = schedule.service_cap_minor.map_or(service, |cap| service.min(cap));
    let fees = service + processing_fee(net + service, schedule, price.currency);
    if payer == FeePayer::Organizer && net > 0 && fees > net {
        let detail = "The fees are more than this price.";
        return Err(Error::PriceBelowFees(vec![field(pointer, "price-below-fees", detail)]));
    }
    if payer == FeePayer::Buyer && net + fees > price.currency.maximum() {
        let (pointer, why) = (pointer.to_owned(), NotChargeable::TooLarge);
        return Err(Error::NotChargeable { pointer, why });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DOLLARS: Schedule = Schedule {
        service_bp: 370,
        service_fixed_minor: 179,
        service_cap_minor: None,
        processing_bp: 290,
        processing_fixed_minor: 30,
    };
    const YEN: Schedule = Schedule {
        service_bp: 360,
        service_fixed_minor: 150,
        service_cap_minor: None,
        processing_bp: 360,
        processing_fixed_minor: 0,
    };

    fn one(list: i64, discount: i64, schedule: Schedule, code: &str) -> Amounts {
        build_up(&[Line { list, discount }], schedule, FeePayer::Buyer, code.parse().unwrap()).total
    }

    /// PA-9
    #[test]
    fn the_golden_values_hold() {
        let discount = portion(1999, 3300, Currency::USD);
        let dollars = one(1999, discount, DOLLARS, "USD");
        assert_eq!(
            (discount, dollars.net, dollars.service_fee, dollars.processing_fee, dollars.total),
            (660, 1339, 229, 78, 1646)
        );
        assert_eq!(dollars.organizer, 1339);
        let yen = one(1000, 0, YEN, "JPY");
        assert_eq!((yen.service_fee, yen.processing_fee, yen.total), (186, 45, 1231));
    }

    /// PA-4
    #[test]
    fn a_code_of_100_percent_costs_nothing_at_all() {
        let free = one(1999, 1999, DOLLARS, "USD");
        assert_eq!(free, Amounts { list: 1999, discount: 1999, ..Amounts::default() });
    }

    /// PA-4: 0.10 dollars after the code, the organizer bearing the fees, is under the minimum.
    #[test]
    fn what_is_too_little_to_charge_is_waived() {
        let lines = [Line { list: 1000, discount: 990 }];
        let waived = build_up(&lines, DOLLARS, FeePayer::Organizer, Currency::USD).total;
        assert_eq!(waived, Amounts { list: 1000, discount: 1000, ..Amounts::default() });
    }

    /// PA-6
    #[test]
    fn an_organizer_who_bears_the_fees_gets_the_rest() {
        let sum = build_up(
            &[Line { list: 5000, discount: 0 }],
            DOLLARS,
            FeePayer::Organizer,
            Currency::USD,
        )
        .total;
        assert_eq!((sum.total, sum.application_fee, sum.organizer), (5000, 364 + 192, 5000 - 556));
        let price = Money::new(200, Currency::USD);
        assert!(matches!(
            askable(price, DOLLARS, FeePayer::Organizer, ""),
            Err(Error::PriceBelowFees(_))
        ));
        assert!(askable(price, DOLLARS, FeePayer::Buyer, "").is_ok());
    }

    /// An oracle in rational arithmetic, written apart from the code: cents as fractions of
    /// big integers, compared after the one rounding that each rule asks for.
    fn oracle(net: i64, schedule: Schedule, step: i64) -> (i64, i64) {
        let (net, step) = (i128::from(net), i128::from(step));
        let exact = net * i128::from(schedule.service_bp); // in ten-thousandths
        let mut service = exact / (10_000 * step) * step;
        if (exact - service * 10_000) * 2 >= 10_000 * step {
            service += step;
        }
        service += i128::from(schedule.service_fixed_minor);
        // The fee f satisfies f ≥ bp × (net + service + f) + fixed; the least step that does.
        let enough = |f: i128| {
            f * 10_000
                >= i128::from(schedule.processing_bp) * (net + service + f)
                    + i128::from(schedule.processing_fixed_minor) * 10_000
        };
        let (mut low, mut high) = (0, (net + service + 1_000_000) / step);
        while low < high {
            let middle = i128::midpoint(low, high);
            if enough(middle * step) { high = middle } else { low = middle + 1 }
        }
        (i64::try_from(service).unwrap(), i64::try_from(low * step).unwrap())
    }

    proptest! {
        /// PA-5, PA-8: the fees are those of an independent oracle, and every sum adds up.
        #[test]
        fn fees_are_exact_and_add_up(steps in 100..400_000_i64, which in 0..4_usize, codes in prop::collection::vec(0..10_000_i64, 1..8), buyer in any::<bool>()) {
            let currency: Currency = ["USD", "JPY", "KWD", "ISK"][which].parse().unwrap();
            let schedule = if currency.code() == "JPY" { YEN } else { Schedule { service_fixed_minor: 180, ..DOLLARS } };
            let list = steps * currency.step();
            let payer = if buyer { FeePayer::Buyer } else { FeePayer::Organizer };
            let single = build_up(&[Line { list, discount: 0 }], schedule, FeePayer::Buyer, currency).total;
            prop_assert_eq!((single.service_fee, single.processing_fee), oracle(list, schedule, currency.step()));

            let lines: Vec<Line> = codes.iter().map(|bp| Line { list, discount: portion(list, *bp, currency) }).collect();
            let BuildUp { total, items } = build_up(&lines, schedule, payer, currency);
            prop_assert_eq!(items.iter().fold(Amounts::default(), plus), total);
            for sum in items.iter().chain([&total]) {
                prop_assert_eq!(sum.net, sum.list - sum.discount);
                prop_assert_eq!(sum.total, sum.organizer + sum.application_fee + sum.tax_withheld);
                prop_assert_eq!(sum.total, sum.net + if buyer { sum.service_fee + sum.processing_fee } else { 0 });
                prop_assert!(sum.organizer >= 0 && sum.application_fee <= sum.total.max(0));
                prop_assert_eq!(sum.total % currency.step(), 0);
            }
            prop_assert!(total.total == 0 || total.total >= currency.minimum());
        }
    }
}
