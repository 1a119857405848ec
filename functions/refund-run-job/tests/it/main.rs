//! The behaviour of refund-run-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod disputes;
mod refunds;
mod runs;
mod world;
