//! Currencies: steps, minimums, Stripe's own fee (Stripe's page "Supported currencies").

use super::refusal::Refusal;

const ZERO_DECIMAL: [&str; 15] = [
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf",
    "xof", "xpf",
];
const THREE_DECIMAL: [&str; 5] = ["bhd", "jod", "kwd", "omr", "tnd"];
/// Whole units, told in hundredths.
const WHOLE: [&str; 2] = ["isk", "ugx"];
/// Eight digits are taken.
const LARGEST: i64 = 99_999_999;
const MINIMUMS: [(&str, i64); 30] = [
    ("usd", 50),
    ("aed", 200),
    ("aud", 50),
    ("bgn", 100),
    ("brl", 50),
    ("cad", 50),
    ("chf", 50),
    ("czk", 1500),
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17500),
    ("inr", 50),
    ("jpy", 50),
    ("mxn", 1000),
    ("myr", 200),
    ("nok", 300),
    ("nzd", 50),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("sgd", 50),
    ("thb", 1000),
    ("krw", 100),
    ("bhd", 200),
    ("jod", 360),
    ("kwd", 160),
    ("omr", 200),
    ("tnd", 1560),
];

/// A currency that is spoken of, in lower case as Stripe writes them.
pub(super) fn currency(said: &str, param: &str) -> Result<String, Refusal> {
    let code = said.to_ascii_lowercase();
    if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Ok(code);
    }
    Err(Refusal::invalid(format!("Invalid currency: {said}.")).at(param))
}

fn step(currency: &str) -> i64 {
    if THREE_DECIMAL.contains(&currency) {
        10
    } else if WHOLE.contains(&currency) {
        100
    } else {
        1
    }
}

/// What can be charged of a sum, half up: whole steps of the currency.
pub(super) fn to_step(amount: i64, currency: &str) -> i64 {
    let step = step(currency);
    round(amount, step) * step
}

/// Refuses what cannot be charged: off the step, negative, too large.
pub(super) fn on_step(amount: i64, currency: &str, param: &str) -> Result<(), Refusal> {
    let step = step(currency);
    if amount < 0 {
        return Err(Refusal::invalid("Invalid non-negative integer").at(param))
            .map_err(|refusal| refusal.code("parameter_invalid_integer"));
    }
    if amount % step != 0 {
        let said = format!("Amounts in {currency} must be divisible by {step}.");
        return Err(Refusal::invalid(said).code("invalid_amount").at(param));
    }
    if amount > LARGEST {
        return Err(Refusal::invalid("Amount must be no more than 99999999")
            .code("amount_too_large")
            .at(param));
    }
    Ok(())
}

/// The least that can be charged.
pub(super) fn minimum(currency: &str) -> i64 {
    MINIMUMS.iter().find(|(code, _)| *code == currency).map_or(50, |(_, least)| *least)
}

/// Refuses a total below the minimum.
pub(super) fn enough(amount: i64, currency: &str, what: &str) -> Result<(), Refusal> {
    let least = minimum(currency);
    if amount >= least {
        return Ok(());
    }
    let said = format!("{what} must be at least {}.", written(least, currency));
    Err(Refusal::invalid(said).code("amount_too_small"))
}

/// What Stripe keeps of a card payment.
pub(super) fn stripe_fee(amount: i64, currency: &str) -> i64 {
    if ZERO_DECIMAL.contains(&currency) {
        return round(amount * 36, 1000);
    }
    let fixed = if THREE_DECIMAL.contains(&currency) { 300 } else { 30 };
    round(amount * 29, 1000) + fixed
}

/// What Stripe keeps for a dispute.
pub(super) fn dispute_fee(currency: &str) -> i64 {
    if THREE_DECIMAL.contains(&currency) { 15_000 } else { 1500 }
}

/// Payouts of these are whole units.
pub(super) fn is_paid_out_whole(currency: &str) -> bool {
    ["huf", "twd"].contains(&currency)
}

/// How many digits an amount has behind its point.
pub(super) fn decimals(currency: &str) -> u32 {
    match currency {
        zero if ZERO_DECIMAL.contains(&zero) => 0,
        three if THREE_DECIMAL.contains(&three) => 3,
        _ => 2,
    }
}

/// A fraction, rounded half away from zero.
pub(super) fn round(numerator: i64, denominator: i64) -> i64 {
    let half = denominator / 2 * numerator.signum();
    (numerator + half) / denominator
}

/// An amount as people read it.
pub(super) fn written(amount: i64, currency: &str) -> String {
    let code = currency.to_uppercase();
    let (sign, amount) = (if amount < 0 { "-" } else { "" }, amount.abs());
    if ZERO_DECIMAL.contains(&currency) {
        return format!("{sign}{amount} {code}");
    }
    if THREE_DECIMAL.contains(&currency) {
        return format!("{sign}{}.{:03} {code}", amount / 1000, amount % 1000);
    }
    format!("{sign}{}.{:02} {code}", amount / 100, amount % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PA-1, PA-9
    #[test]
    fn amounts_off_the_step_cannot_be_charged() {
        assert!(on_step(5124, "kwd", "amount").is_err());
        assert!(on_step(5120, "kwd", "amount").is_ok());
        assert!(on_step(150, "isk", "amount").is_err());
        assert!(on_step(-1, "usd", "amount").is_err());
        assert!(enough(49, "usd", "The amount").is_err());
    }

    #[test]
    fn amounts_are_read_with_the_digits_of_their_currency() {
        assert_eq!(written(1999, "usd"), "19.99 USD");
        assert_eq!(written(1231, "jpy"), "1231 JPY");
        assert_eq!(written(-5120, "kwd"), "-5.120 KWD");
        assert_eq!(round(-15, 10), -2);
    }
}
