//! Prices of tickets: rows of this domain, set by the functions that own the thing (PA-2).

mod rows;
mod rules;
mod terms;

use chrono::{DateTime, Utc};
use models::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use rows::{copy_to_tickets, set_for_ticket};
use terms::schedule;
pub use terms::{Tariff, Terms, of_tickets};

/// Who bears the fees (PA-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum FeePayer {
    /// On top of the price, as a booking fee.
    Buyer,
    /// Out of the price.
    Organizer,
}

/// A price for a while; several make an early bird.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Priced {
    /// More than nothing.
    pub price: Money,
    /// From then on; always, if absent.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until just before then; for good, if absent.
    pub valid_to: Option<DateTime<Utc>>,
}

impl Priced {
    /// Whether it is the price at this moment.
    #[must_use]
    pub fn holds_at(&self, now: DateTime<Utc>) -> bool {
        self.valid_from.is_none_or(|from| from <= now) && self.valid_to.is_none_or(|to| now < to)
    }
}
