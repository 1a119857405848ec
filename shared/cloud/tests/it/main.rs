//! Both kinds of tasks and of files; Google is a small server on the loopback.

#![cfg(test)] // clippy then takes the helpers for tests too

mod disk;
mod google;
mod storage;
mod tasks;
