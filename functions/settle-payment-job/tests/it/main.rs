//! What is done with the events of Stripe.

#![cfg(test)] // clippy then takes the helpers for tests too

mod interleavings;
mod settle;
mod world;
