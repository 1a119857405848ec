//! The behaviour of logins-api.

#![cfg(test)] // clippy then takes the helpers for tests too
