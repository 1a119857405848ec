//! The behaviour of cpd-api.

#![cfg(test)] // clippy then takes the helpers for tests too
