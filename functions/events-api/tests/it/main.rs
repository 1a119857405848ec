//! The behaviour of events-api.

#![cfg(test)] // clippy then takes the helpers for tests too
