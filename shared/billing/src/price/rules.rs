//! What the prices of a ticket have to be. Pure.

use models::Field;

use super::{Priced, Terms};
use crate::error::field;
use crate::{Error, fees};

/// Steps of one ticket; an early bird has two.
const MOST: usize = 10;

/// Each can be asked, all are of one currency, and one follows the other without a gap: a ticket
/// that costs something never comes free for a while, and nobody finds two prices (PA-2, PA-6).
pub(super) fn check(prices: &[Priced], terms: Terms, pointer: &str) -> Result<(), Error> {
    for (n, Priced { price, .. }) in prices.iter().enumerate() {
        let pointer = format!("{pointer}/{n}/price/amount");
        fees::askable(*price, terms.schedule, terms.payer, &pointer)?;
    }
    let faults = faults(prices, pointer);
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn faults(prices: &[Priced], pointer: &str) -> Vec<Field> {
    let mut faults = Vec::new();
    if prices.len() > MOST {
        faults.push(field(pointer, "out-of-range", "A ticket has at most 10 prices."));
    }
    for (n, Priced { price, valid_from, valid_to }) in prices.iter().enumerate() {
        let mut fault = |part: &str, code, detail| {
            faults.push(field(&format!("{pointer}/{n}/{part}"), code, detail));
        };
        if price.amount == 0 {
            let detail = "A ticket without a price is free: leave the prices out.";
            fault("price/amount", "amount-not-chargeable", detail);
        }
        if price.currency != prices[0].price.currency {
            let detail = "All prices of a ticket are in one currency.";
            fault("price/currency", "currency-mixed", detail);
        }
        if valid_from.zip(*valid_to).is_some_and(|(from, to)| to <= from) {
            fault("valid_to", "out-of-range", "It ends before it begins.");
        }
    }
    faults.extend(sequence(prices, pointer));
    faults
}

/// The first has always held, each next one begins where the former ends, the last one stays.
fn sequence(prices: &[Priced], pointer: &str) -> Option<Field> {
    let mut ordered: Vec<&Priced> = prices.iter().collect();
    ordered.sort_by_key(|priced| priced.valid_from);
    let (first, last) = (ordered.first()?, ordered.last()?);
    let overlap = |pair: &&[&Priced]| {
        let (end, start) = (pair[0].valid_to, pair[1].valid_from);
        end.is_none() || start.is_none() || end > start
    };
    if ordered.windows(2).any(|pair| overlap(&pair)) {
        let detail = "Two prices must not hold at the same time.";
        return Some(field(pointer, "price-overlap", detail));
    }
    let joined = ordered.windows(2).all(|pair| pair[0].valid_to == pair[1].valid_from);
    let gap = first.valid_from.is_some() || last.valid_to.is_some() || !joined;
    gap.then(|| field(pointer, "price-gap", "There has to be a price at every moment."))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use models::Money;
    use uuid::Uuid;

    use super::*;
    use crate::fees::Schedule;
    use crate::price::FeePayer;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    fn priced(amount: i64, code: &str, from: Option<i64>, to: Option<i64>) -> Priced {
        let price = Money::new(amount, code.parse().unwrap());
        Priced { price, valid_from: from.map(at), valid_to: to.map(at) }
    }

    fn codes(prices: &[Priced], payer: FeePayer) -> String {
        let schedule = Schedule {
            service_bp: 370,
            service_fixed_minor: 179,
            service_cap_minor: None,
            processing_bp: 290,
            processing_fixed_minor: 30,
        };
        let terms = Terms { fee_schedule_id: Uuid::nil(), schedule, payer, tax: None };
        match check(prices, terms, "/prices") {
            Ok(()) => String::new(),
            Err(Error::Invalid(fields)) => fields
                .iter()
                .map(|f| format!("{} {}", f.pointer, f.code))
                .collect::<Vec<_>>()
                .join(", "),
            Err(other) => models::Fault::code(&other).to_owned(),
        }
    }

    #[test]
    fn an_early_bird_and_what_follows_it_are_fine_in_any_order() {
        let (early, late) =
            (priced(1000, "USD", None, Some(5)), priced(1500, "USD", Some(5), None));
        assert_eq!(codes(&[early, late], FeePayer::Buyer), "");
        assert_eq!(codes(&[late, early], FeePayer::Buyer), "");
        assert_eq!(codes(&[], FeePayer::Buyer), "");
        assert!(early.holds_at(at(4)) && !early.holds_at(at(5)) && late.holds_at(at(5)));
    }

    #[test]
    fn prices_that_overlap_or_leave_a_gap_are_refused() {
        let early = priced(1000, "USD", None, Some(5));
        for (next, found) in [
            (priced(1500, "USD", Some(4), None), "/prices price-overlap"),
            (priced(1500, "USD", None, None), "/prices price-overlap"),
            (priced(1500, "USD", Some(6), None), "/prices price-gap"),
            (priced(1500, "USD", Some(5), Some(9)), "/prices price-gap"),
            (priced(1500, "EUR", Some(5), None), "/prices/1/price/currency currency-mixed"),
            (priced(0, "USD", Some(5), None), "/prices/1/price/amount amount-not-chargeable"),
        ] {
            assert_eq!(codes(&[early, next], FeePayer::Buyer), found, "{next:?}");
        }
        assert_eq!(codes(&[early], FeePayer::Buyer), "/prices price-gap");
        assert_eq!(
            codes(&[priced(900, "USD", Some(5), Some(5))], FeePayer::Buyer),
            "/prices/0/valid_to out-of-range, /prices price-gap"
        );
    }

    /// PA-2, PA-6, PA-9
    #[test]
    fn what_cannot_be_charged_or_does_not_bear_its_fees_is_refused() {
        let single = |amount, code: &str, payer| codes(&[priced(amount, code, None, None)], payer);
        for (amount, code) in [
            (-1, "USD"),
            (49, "USD"),
            (5124, "KWD"),
            (100_000_000, "USD"),
            (i64::MAX, "JPY"),
            (i64::MIN, "JPY"),
        ] {
            assert_eq!(
                single(amount, code, FeePayer::Buyer),
                "amount-not-chargeable",
                "{amount} {code}"
            );
        }
        assert_eq!(single(200, "USD", FeePayer::Organizer), "price-below-fees");
        assert_eq!(single(200, "USD", FeePayer::Buyer), "");
    }
}
