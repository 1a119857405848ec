//! The behaviour of members-api.

#![cfg(test)] // clippy then takes the helpers for tests too
