//! The behaviour of pages-api.

#![cfg(test)] // clippy then takes the helpers for tests too
