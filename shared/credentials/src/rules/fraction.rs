//! Exact fractions. Wide enough that no time of any event overflows.

use serde::{Deserialize, Serialize};

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Fraction {
    numerator: i64,
    denominator: i64,
}

impl Fraction {
    /// # Panics
    /// When the denominator is not positive: parameters are validated before.
    pub(super) fn new(numerator: i64, denominator: i64) -> Self {
        assert!(denominator > 0, "a positive denominator");
        let shared = common_divisor(numerator.abs(), denominator).max(1);
        Self { numerator: numerator / shared, denominator: denominator / shared }
    }

    pub(super) fn floor(self) -> i64 {
        self.numerator.div_euclid(self.denominator)
    }

    pub(super) fn ceil(self) -> i64 {
        -Self { numerator: -self.numerator, ..self }.floor()
    }

    /// How often `step` goes in, as an exact fraction.
    pub(super) fn per(self, step: i64) -> Self {
        Self::new(self.numerator, self.denominator * step)
    }

    /// The nearest whole number; a tie goes up or down.
    pub(super) fn nearest(self, tie_up: bool) -> i64 {
        let doubled = Self::new(self.numerator * 2, self.denominator);
        if tie_up {
            Self::new(doubled.numerator + doubled.denominator, doubled.denominator * 2).floor()
        } else {
            Self::new(doubled.numerator - doubled.denominator, doubled.denominator * 2).ceil()
        }
    }
}

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::Fraction;

    #[test]
    fn a_tie_goes_where_it_is_told() {
        let half = Fraction::new(5, 2);
        assert_eq!((half.nearest(true), half.nearest(false)), (3, 2));
        let third = Fraction::new(7, 3);
        assert_eq!((third.nearest(true), third.nearest(false)), (2, 2));
        assert_eq!((third.floor(), third.ceil()), (2, 3));
    }
}
