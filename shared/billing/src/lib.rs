//! What an organization may use, and the money of tickets and courses: prices, payments, refunds,
//! promo codes, payouts, plans, and a ledger that sums to zero.
//!
//! The only crate that speaks to Stripe. Seats belong to `events`: a function that moves both does
//! so in one transaction of its own.

pub mod access;
pub mod account;
pub mod closing;
mod days;
pub mod dispute;
pub mod document;
mod error;
pub mod fees;
pub mod finding;
pub mod ledger;
pub mod payment;
pub mod payout;
pub mod plan;
pub mod policy;
pub mod price;
pub mod promo;
pub mod reconcile;
pub mod refund;
pub mod settings;
pub mod share;
pub mod stripe;
pub mod subscription;
pub mod tax;
pub mod usage;

pub use error::Error;
