//! The behaviour of issue-credentials-job.

#![cfg(test)] // clippy then takes the helpers for tests too
