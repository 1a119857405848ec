//! Rounding and sharing of money (PA-3). Exact: integers only, and shares always add up.

use models::Currency;

/// `amount × bp / 10,000`, half up, to the step of the currency. Zero or more goes in.
#[must_use]
pub fn portion(amount: i64, bp: i64, currency: Currency) -> i64 {
    ratio(amount, bp, 10_000, currency)
}

/// `amount × numerator / denominator`, half up, to the step of the currency. Zero or more goes in;
/// a denominator of nothing gives nothing.
#[must_use]
pub fn ratio(amount: i64, numerator: i64, denominator: i64, currency: Currency) -> i64 {
    if denominator <= 0 {
        return 0;
    }
    let step = i128::from(currency.step());
    let (dividend, divisor) =
        (i128::from(amount) * i128::from(numerator), i128::from(denominator) * step);
    let steps = (2 * dividend + divisor).div_euclid(2 * divisor);
    i64::try_from(steps * step).unwrap_or(i64::MAX)
}

/// Shares `total` over `weights` by largest remainder, in steps of the currency; ties go to the
/// earlier line. Where all weights are zero the first line takes all. What is not a whole step
/// goes to the line that would have got the next one.
#[must_use]
pub fn allocate(total: i64, weights: &[i64], currency: Currency) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let mut shares = vec![0; weights.len()];
    if shares.is_empty() {
        return shares;
    }
    if sum == 0 {
        shares[0] = total;
        return shares;
    }
    let step = currency.step();
    let steps = total / step;
    let mut remainders = Vec::with_capacity(weights.len());
    let mut given = 0;
    for (line, weight) in weights.iter().enumerate() {
        let exact = i128::from(steps) * i128::from(*weight);
        let whole = i64::try_from(exact / sum).unwrap_or_default();
        shares[line] = whole * step;
        given += whole;
        remainders.push((exact % sum, line));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let left = usize::try_from(steps - given).unwrap_or_default();
    for (_, line) in remainders.iter().take(left) {
        shares[*line] += step;
    }
    let odd = total - steps * step;
    shares[remainders[left % remainders.len()].1] += odd;
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// PA-3
    #[test]
    fn halves_go_up_and_steps_are_kept() {
        assert_eq!(portion(1999, 3300, Currency::USD), 660);
        assert_eq!(portion(1, 5000, Currency::USD), 1);
        assert_eq!(portion(5120, 3333, "KWD".parse().unwrap()), 1710);
        assert_eq!(ratio(100, 1, 0, Currency::USD), 0);
    }

    #[test]
    fn ties_go_to_the_earlier_line() {
        assert_eq!(allocate(100, &[1, 1, 1], Currency::USD), [34, 33, 33]);
        assert_eq!(allocate(5, &[0, 0], Currency::USD), [5, 0]);
        assert_eq!(allocate(100, &[1, 1, 1], "KWD".parse().unwrap()), [40, 30, 30]);
    }

    proptest! {
        /// PA-3: shares add up, none is more than one step from its exact value.
        #[test]
        fn shares_add_up(steps in 0..10_000_000_i64, weights in prop::collection::vec(0..1_000_000_i64, 1..50), three in any::<bool>()) {
            let currency: Currency = if three { "KWD" } else { "USD" }.parse().unwrap();
            let total = steps * currency.step();
            let shares = allocate(total, &weights, currency);
            prop_assert_eq!(shares.iter().sum::<i64>(), total);
            let sum: i64 = weights.iter().sum();
            for (share, weight) in shares.iter().zip(&weights) {
                prop_assert_eq!(share % currency.step(), 0);
                if sum > 0 {
                    let distance = i128::from(*share) * i128::from(sum) - i128::from(total) * i128::from(*weight);
                    prop_assert!(distance.abs() <= i128::from(sum) * i128::from(currency.step()));
                }
            }
        }
    }
}
