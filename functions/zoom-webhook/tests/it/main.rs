//! The behaviour of zoom-webhook.

#![cfg(test)] // clippy then takes the helpers for tests too
