//! The behaviour of send-email-job.

#![cfg(test)] // clippy then takes the helpers for tests too
