//! Whole lists as files: read some rows at a time, amounts as accountants write them.

/// The amount alone, in the decimals of its currency: `19.99`, `1000`.
pub(crate) fn decimal(money: models::Money) -> String {
    let written = money.to_string();
    written.split(' ').next().unwrap_or_default().to_owned()
}

/// Rows that are read at a time.
pub(crate) const CHUNK: i64 = 1000;

/// Cuts the probe row off; whether there are more rows.
pub(crate) fn cut<R>(chunk: &mut Vec<R>) -> bool {
    let limit = usize::try_from(CHUNK).unwrap_or(usize::MAX);
    let more = chunk.len() > limit;
    chunk.truncate(limit);
    more
}
