//! The behaviour of organizations-api.

#![cfg(test)] // clippy then takes the helpers for tests too
