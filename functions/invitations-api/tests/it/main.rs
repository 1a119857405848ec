//! The behaviour of invitations-api.

#![cfg(test)] // clippy then takes the helpers for tests too
