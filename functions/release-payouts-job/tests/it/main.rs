//! The behaviour of release-payouts-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod claims;
mod crash;
mod debts;
mod release;
mod settlement;
mod world;
