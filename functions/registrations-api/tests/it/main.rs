//! The behaviour of registrations-api.

#![cfg(test)] // clippy then takes the helpers for tests too
