//! The behaviour of release-payouts-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod crash;
mod release;
mod world;
