//! The behaviour of relay-outbox-job.

#![cfg(test)] // clippy then takes the helpers for tests too
