//! The behaviour of certificates-api.

#![cfg(test)] // clippy then takes the helpers for tests too
