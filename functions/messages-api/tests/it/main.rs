//! The behaviour of messages-api.

#![cfg(test)] // clippy then takes the helpers for tests too
