//! Step 11: an award over the lines of its designation.

use super::{Line, Parameters, Share};
use models::Credits;

/// By share, in steps of the category, the largest remainder first and ties in the order of the
/// lines. What is smaller than a step stays with the first line, so that the sum is exact.
pub(super) fn lines(credits: Credits, shares: &[Share], rules: &Parameters) -> Vec<Line> {
    if shares.is_empty() {
        return Vec::new();
    }
    let step =
        rules.category_increment.map_or(rules.step(), |step| i64::from(step.thousandths())).max(1);
    let steps = i64::from(credits.thousandths()) / step;
    let mut parts: Vec<i64> = shares.iter().map(|s| steps * i64::from(s.share) / 1000).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(steps * i64::from(shares[i].share) % 1000));
    let missing = usize::try_from(steps - parts.iter().sum::<i64>()).unwrap_or_default();
    for &i in order.iter().cycle().take(missing) {
        parts[i] += 1;
    }
    let rest = i64::from(credits.thousandths()) - steps * step;
    let amounts = parts.iter().enumerate().map(|(i, n)| n * step + if i == 0 { rest } else { 0 });
    shares
        .iter()
        .zip(amounts)
        .map(|(share, amount)| Line {
            category: share.category.clone(),
            topic: share.topic.clone(),
            credits: Credits::of_thousandths(i32::try_from(amount).unwrap_or(i32::MAX)),
        })
        .collect()
}
