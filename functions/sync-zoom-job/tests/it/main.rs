//! The behaviour of sync-zoom-job, against the sandbox's Zoom.

#![cfg(test)] // clippy then takes the helpers for tests too

mod meetings;
mod place;
mod registrants;
mod tokens;
