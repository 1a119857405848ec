//! The behaviour of close-events-job.

#![cfg(test)] // clippy then takes the helpers for tests too
