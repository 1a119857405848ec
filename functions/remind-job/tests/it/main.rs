//! The behaviour of remind-job.

#![cfg(test)] // clippy then takes the helpers for tests too
