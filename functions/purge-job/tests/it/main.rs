//! The behaviour of purge-job.

#![cfg(test)] // clippy then takes the helpers for tests too
