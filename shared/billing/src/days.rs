//! Steps that are told on certain days: of several that have come the last one counts.

/// The last of the steps that has come; each is so many days before the end.
pub(crate) fn last_before(left: i64, steps: &[i64]) -> Option<i64> {
    steps.iter().copied().filter(|days| left <= *days).min()
}

/// The last of the steps that has come; each is so many days after the beginning.
pub(crate) fn last_after(passed: i64, steps: &[i64]) -> Option<i64> {
    steps.iter().copied().filter(|days| passed >= *days).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// BI-21, RF-11
    #[test]
    fn of_several_steps_the_last_is_told() {
        let before = |left| last_before(left, &[1, 3, 7]);
        assert_eq!(
            [9, 7, 5, 3, 2, 1].map(before),
            [None, Some(7), Some(7), Some(3), Some(3), Some(1)]
        );
        let after = |passed| last_after(passed, &[0, 3, 7, 12]);
        assert_eq!(
            [-1, 0, 2, 3, 11, 12, 40].map(after),
            [None, Some(0), Some(0), Some(3), Some(7), Some(12), Some(12)]
        );
    }
}
