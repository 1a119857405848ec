//! Sets of moments: half-open intervals in whole seconds since 1970, sorted and apart.

use serde::Serialize;

/// From its first second up to, and without, its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The first second.
    pub from: i64,
    /// The first second that does not belong to it.
    pub to: i64,
}

impl Span {
    /// The span between two moments.
    #[must_use]
    pub const fn new(from: i64, to: i64) -> Self {
        Self { from, to }
    }

    /// Whether it holds no second at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// Whether both hold one second.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The part that lies in the other.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}

/// A set of seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Spans(Vec<Span>);

impl FromIterator<Span> for Spans {
    /// Unites: overlapping and touching spans become one, empty ones vanish.
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        sorted.sort_unstable();
        let mut united: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match united.last_mut() {
                Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
                _ => united.push(span),
            }
        }
        Self(united)
    }
}

impl Spans {
    /// The spans, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// How many seconds it holds.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.0.iter().map(|span| span.to - span.from).sum()
    }

    /// Whether it holds no second.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The span that holds this second.
    #[must_use]
    pub fn holding(&self, second: i64) -> Option<Span> {
        self.0.iter().copied().find(|span| span.from <= second && second < span.to)
    }

    /// Seconds of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// Seconds of both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|a| other.0.iter().map(move |b| (a, b)));
        pairs.map(|(a, b)| Span::new(a.from.max(b.from), a.to.min(b.to))).collect()
    }

    /// Seconds of this one that the other does not hold.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut left = self.0.clone();
        for cut in &other.0 {
            left = left
                .into_iter()
                .flat_map(|span| {
                    [
                        Span::new(span.from, span.to.min(cut.from)),
                        Span::new(span.from.max(cut.to), span.to),
                    ]
                })
                .filter(|span| !span.is_empty())
                .collect();
        }
        Self(left)
    }

    /// Closes gaps of at most `grace` seconds between two of its spans.
    #[must_use]
    pub fn bridged(&self, grace: i64) -> Self {
        let mut joined: Vec<Span> = Vec::with_capacity(self.0.len());
        for span in &self.0 {
            match joined.last_mut() {
                Some(last) if span.from - last.to <= grace => last.to = span.to,
                _ => joined.push(*span),
            }
        }
        Self(joined)
    }

    /// Pulls the first and the last span to the window's edge, where they are within `grace` of it.
    #[must_use]
    pub fn widened(mut self, window: Span, grace: i64) -> Self {
        if let Some(first) = self.0.first_mut()
            && first.from - window.from <= grace
        {
            first.from = first.from.min(window.from);
        }
        if let Some(last) = self.0.last_mut()
            && window.to - last.to <= grace
        {
            last.to = last.to.max(window.to);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(pairs: &[(i64, i64)]) -> Spans {
        pairs.iter().map(|&(from, to)| Span::new(from, to)).collect()
    }

    #[test]
    fn two_devices_are_one_presence() {
        assert_eq!(set(&[(0, 1200), (600, 1800)]).seconds(), 1800);
        assert_eq!(set(&[(0, 10), (10, 20)]), set(&[(0, 20)]));
        assert_eq!(set(&[(5, 5), (9, 3)]), set(&[]));
    }

    #[test]
    fn a_gap_is_bridged_up_to_the_grace_and_not_beyond() {
        assert_eq!(set(&[(0, 10), (70, 80)]).bridged(60), set(&[(0, 80)]));
        assert_eq!(set(&[(0, 10), (71, 80)]).bridged(60).seconds(), 19);
    }

    #[test]
    fn edges_are_widened_only_within_the_grace() {
        let window = Span::new(0, 100);
        assert_eq!(set(&[(5, 90)]).widened(window, 10), set(&[(0, 100)]));
        assert_eq!(set(&[(11, 89)]).widened(window, 10), set(&[(11, 89)]));
        assert_eq!(set(&[]).widened(window, 600), set(&[]));
    }

    fn any_spans() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0_i64..200, 0_i64..60), 0..12)
            .prop_map(|v| v.into_iter().map(|(from, long)| Span::new(from, from + long)).collect())
    }

    proptest! {
        #[test]
        fn sets_obey_arithmetic(a in any_spans(), b in any_spans()) {
            let (a, b): (Spans, Spans) = (a.into_iter().collect(), b.into_iter().collect());
            let (both, either) = (a.intersection(&b), a.union(&b));
            prop_assert_eq!(both.seconds() + either.seconds(), a.seconds() + b.seconds());
            prop_assert_eq!(a.minus(&b).seconds(), a.seconds() - both.seconds());
            prop_assert!(a.minus(&b).intersection(&b).is_empty());
        }
    }
}
