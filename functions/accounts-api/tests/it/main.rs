//! The behaviour of accounts-api.

#![cfg(test)] // clippy then takes the helpers for tests too
