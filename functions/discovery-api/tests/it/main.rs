//! The behaviour of discovery-api.

#![cfg(test)] // clippy then takes the helpers for tests too
