//! The behaviour of reconcile-presence-job.

#![cfg(test)] // clippy then takes the helpers for tests too
