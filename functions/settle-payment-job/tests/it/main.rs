//! What is done with the events of Stripe.

#![cfg(test)] // clippy then takes the helpers for tests too

mod crash;
mod dashboard;
mod interleavings;
mod mails;
mod numbers;
mod settle;
mod taxed;
mod world;
