//! The behaviour of refund-run-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod crash;
mod disputes;
mod pace;
mod refunds;
mod runs;
mod world;
