//! The behaviour of zoom-api.

#![cfg(test)] // clippy then takes the helpers for tests too
