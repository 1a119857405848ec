//! The behaviour of auth-api.

#![cfg(test)] // clippy then takes the helpers for tests too
