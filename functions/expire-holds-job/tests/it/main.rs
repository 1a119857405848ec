//! The behaviour of expire-holds-job.

#![cfg(test)] // clippy then takes the helpers for tests too
