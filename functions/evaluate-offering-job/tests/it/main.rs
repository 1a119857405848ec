//! The behaviour of evaluate-offering-job.

#![cfg(test)] // clippy then takes the helpers for tests too
