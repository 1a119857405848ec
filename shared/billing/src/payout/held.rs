//! What Stripe holds for a connected account.

use models::{Currency, Money};
use serde::Deserialize;

use crate::Error;
use crate::stripe::{Refusal, Stripe};

#[derive(Deserialize)]
struct Balance {
    available: Vec<Sum>,
    pending: Vec<Sum>,
}

#[derive(Deserialize)]
struct Sum {
    amount: i64,
    currency: String,
}

impl Sum {
    /// A currency that is not sold here holds nothing of ours.
    fn money(&self) -> Option<Money> {
        let currency: Currency = self.currency.to_uppercase().parse().ok()?;
        Some(Money::new(self.amount / currency.wire_factor(), currency))
    }
}

/// A balance at Stripe.
#[derive(Clone, Debug, Default)]
pub struct Held {
    available: Vec<Money>,
    pending: Vec<Money>,
}

impl Held {
    /// Reads it. No transaction may be open (PA-43).
    pub async fn of(stripe: &Stripe, account: &str) -> Result<Self, Error> {
        let balance: Balance = match stripe.get_of(account, "/v1/balance").await {
            Ok(balance) => balance,
            // Its owner has shut us out at Stripe.
            Err(Refusal::Said { status: 401 | 403 | 404, .. }) => {
                return Err(Error::AccountUnreachable);
            }
            Err(refusal) => return Err(Error::Stripe(refusal)),
        };
        let known = |sums: Vec<Sum>| sums.iter().filter_map(Sum::money).collect();
        Ok(Self { available: known(balance.available), pending: known(balance.pending) })
    }

    /// What can leave at once, in minor units.
    #[must_use]
    pub fn available(&self, currency: Currency) -> i64 {
        let sums = self.available.iter().filter(|sum| sum.currency == currency);
        sums.map(|sum| sum.amount).sum()
    }

    /// Whether there is neither money nor debt, now or on its way.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.available.iter().chain(&self.pending).all(|sum| sum.amount == 0)
    }
}
