//! The behaviour of render-certificate-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod file;
mod job;
