//! The behaviour of pages-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod pages;

/// The contract is kept as it was read last.
#[test]
fn the_contract_is_the_kept_one() {
    testkit::contract::openapi_matches(&pages_api::openapi(), env!("CARGO_MANIFEST_DIR"));
}
