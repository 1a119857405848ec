//! The behaviour of send-email-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod calendar;
mod faults;
mod mails;
mod moot;
mod post_office;
