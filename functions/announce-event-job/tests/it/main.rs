//! The behaviour of announce-event-job.

#![cfg(test)] // clippy then takes the helpers for tests too
