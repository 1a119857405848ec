//! What money becomes at an account that keeps another currency: rates that are plain and never
//! move, so that a test can say what arrives.

use super::field::Field as _;
use super::money;
use super::world::World;

/// What a dollar buys, in thousandths.
const RATES: [(&str, i64); 44] = [
    ("aed", 3_670),
    ("ars", 1_000_000),
    ("aud", 1_500),
    ("bhd", 375),
    ("brl", 5_500),
    ("cad", 1_400),
    ("chf", 900),
    ("clp", 950_000),
    ("cop", 4_000_000),
    ("czk", 23_000),
    ("dkk", 7_000),
    ("egp", 50_000),
    ("eur", 900),
    ("gbp", 800),
    ("hkd", 7_800),
    ("huf", 360_000),
    ("idr", 16_000_000),
    ("inr", 85_000),
    ("isk", 140_000),
    ("jod", 710),
    ("jpy", 150_000),
    ("kes", 130_000),
    ("krw", 1_400_000),
    ("kwd", 300),
    ("mxn", 20_000),
    ("myr", 4_500),
    ("ngn", 1_500_000),
    ("nok", 11_000),
    ("nzd", 1_700),
    ("omr", 385),
    ("pen", 3_750),
    ("php", 58_000),
    ("pln", 4_000),
    ("ron", 4_500),
    ("sek", 10_500),
    ("sgd", 1_350),
    ("thb", 35_000),
    ("tnd", 3_100),
    ("twd", 32_000),
    ("ugx", 3_700_000),
    ("usd", 1_000),
    ("vnd", 25_000_000),
    ("xof", 600_000),
    ("zar", 18_000),
];

fn rate(currency: &str) -> Option<i64> {
    RATES.iter().find(|(code, _)| *code == currency).map(|(_, rate)| *rate)
}

/// The currency in which an account keeps what comes in this one: the same where it has a bank
/// account or its own currency in it, or where no rate is known.
pub(super) fn kept_in(world: &World, account: &str, currency: &str) -> String {
    let Some(account) = world.find(account) else { return currency.to_owned() };
    let own = account.text("default_currency");
    let banks = account["external_accounts"].each("data");
    let same = banks.iter().any(|bank| bank.text("currency") == currency);
    let known = rate(currency).is_some() && rate(own).is_some();
    if same || !known { currency.to_owned() } else { own.to_owned() }
}

/// What an amount of one currency is in another, both in Stripe's units; the same without a rate.
pub(super) fn convert(amount: i64, from: &str, to: &str) -> i64 {
    let (Some(sold), Some(bought)) = (rate(from), rate(to)) else { return amount };
    let unit = |currency| 10_i64.pow(money::decimals(currency));
    let whole = |rate: i64, unit: i64| i128::from(rate) * i128::from(unit);
    let (numerator, denominator) = (whole(bought, unit(to)), whole(sold, unit(from)));
    let exact = i128::from(amount) * numerator;
    let rounded = (exact + denominator / 2 * exact.signum()) / denominator;
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PA-1, PA-13
    #[test]
    fn money_is_exchanged_at_plain_rates_and_in_the_decimals_of_each_side() {
        assert_eq!(convert(5_300, "usd", "eur"), 4_770);
        assert_eq!(convert(-5_300, "usd", "eur"), -4_770, "what goes back is what came");
        assert_eq!(convert(1_000, "usd", "jpy"), 1_500);
        assert_eq!(convert(1_500, "jpy", "usd"), 1_000);
        assert_eq!(convert(10_000, "usd", "kwd"), 30_000);
        assert_eq!(convert(333, "usd", "usd"), 333);
        assert!(RATES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
