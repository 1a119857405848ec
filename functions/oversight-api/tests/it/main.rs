//! The behaviour of oversight-api.

#![cfg(test)] // clippy then takes the helpers for tests too
