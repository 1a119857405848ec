//! Messages of Stripe, as they arrive.

#![cfg(test)] // clippy then takes the helpers for tests too

mod receive;
