//! Amounts of money: integer minor units and a currency, never a float.

use serde::{Deserialize, Serialize};

use crate::Currency;

/// An amount in minor units of its currency: `1999` in `USD` is 19.99 dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units of ISO 4217.
    #[schema(example = 1999)]
    pub amount: i64,
    /// ISO 4217.
    pub currency: Currency,
}

/// Why an amount cannot be charged (PA-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotChargeable {
    /// Below zero.
    #[error("An amount cannot be negative.")]
    Negative,
    /// Between two steps of the currency.
    #[error("In this currency the last digit has to be 0.")]
    OffStep,
    /// Under what the card networks take.
    #[error("This is less than can be charged by card.")]
    TooSmall,
    /// Over what the card networks take.
    #[error("This is more than can be charged by card.")]
    TooLarge,
}

impl Money {
    /// So much of that.
    #[must_use]
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Whether it can be a price: nothing, or something that can be charged (PA-2).
    pub fn chargeable(self) -> Result<Self, NotChargeable> {
        let Self { amount, currency } = self;
        match amount {
            0 => Ok(self),
            ..0 => Err(NotChargeable::Negative),
            _ if amount % currency.step() != 0 => Err(NotChargeable::OffStep),
            _ if amount < currency.minimum() => Err(NotChargeable::TooSmall),
            _ if amount > currency.maximum() => Err(NotChargeable::TooLarge),
            _ => Ok(self),
        }
    }

    /// What Stripe calls it.
    #[must_use]
    pub fn on_the_wire(self) -> i64 {
        self.amount * self.currency.wire_factor()
    }
}

/// The digits that people read, with the code: `19.99 USD`, `1000 JPY`.
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (exponent, sign) = (self.currency.exponent(), if self.amount < 0 { "-" } else { "" });
        let scale = 10_u64.pow(exponent);
        let (whole, rest) =
            (self.amount.unsigned_abs() / scale, self.amount.unsigned_abs() % scale);
        match exponent {
            0 => write!(f, "{sign}{whole} {}", self.currency),
            digits => {
                let digits = usize::try_from(digits).unwrap_or_default();
                write!(f, "{sign}{whole}.{rest:0digits$} {}", self.currency)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: i64, code: &str) -> Money {
        Money::new(amount, code.parse().unwrap())
    }

    /// PA-1, PA-2, PA-9
    #[test]
    fn a_price_off_the_step_or_the_bounds_is_refused() {
        assert_eq!(money(5124, "KWD").chargeable(), Err(NotChargeable::OffStep));
        assert_eq!(money(-1, "USD").chargeable(), Err(NotChargeable::Negative));
        assert_eq!(money(49, "USD").chargeable(), Err(NotChargeable::TooSmall));
        assert_eq!(money(100_000_000, "USD").chargeable(), Err(NotChargeable::TooLarge));
        assert_eq!(money(1_000_000, "ISK").chargeable(), Err(NotChargeable::TooLarge));
        for fine in [money(0, "USD"), money(50, "USD"), money(5120, "KWD"), money(1000, "JPY")] {
            assert_eq!(fine.chargeable(), Ok(fine));
        }
    }

    #[test]
    fn amounts_are_written_with_the_decimals_of_their_currency() {
        let written =
            [(1999, "USD"), (5, "EUR"), (1000, "JPY"), (5120, "KWD"), (-1250, "GBP"), (700, "ISK")]
                .map(|(amount, code)| money(amount, code).to_string());
        assert_eq!(
            written,
            ["19.99 USD", "0.05 EUR", "1000 JPY", "5.120 KWD", "-12.50 GBP", "700 ISK"]
        );
        assert_eq!(money(700, "ISK").on_the_wire(), 70_000);
    }
}
