//! The behaviour of attendance-api.

#![cfg(test)] // clippy then takes the helpers for tests too
