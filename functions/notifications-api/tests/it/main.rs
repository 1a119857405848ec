//! The behaviour of notifications-api.

#![cfg(test)] // clippy then takes the helpers for tests too
