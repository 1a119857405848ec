//! The behaviour of sync-zoom-job.

#![cfg(test)] // clippy then takes the helpers for tests too
