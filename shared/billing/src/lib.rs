//! What an organization may use, and the money of tickets and courses: prices, payments, refunds,
//! promo codes, payouts, plans, and a ledger that sums to zero.
//!
//! The only crate that speaks to Stripe. Seats belong to `events`: a function that moves both does
//! so in one transaction of its own.

mod error;
pub mod fees;
pub mod ledger;
pub mod price;
pub mod settings;
pub mod share;
pub mod stripe;

pub use error::Error;

/// The limits of an organization's plan; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Events that may be published in a month.
    pub events_per_month: Option<u32>,
    /// People at one event.
    pub attendees_per_event: Option<i32>,
    /// Certificates that may be issued in a month.
    pub certificates_per_month: Option<u32>,
    /// Members with a billable role.
    pub seats: Option<u32>,
}

impl Limits {
    /// Everything is allowed.
    pub const UNLIMITED: Self = Self {
        events_per_month: None,
        attendees_per_event: None,
        certificates_per_month: None,
        seats: None,
    };
}
