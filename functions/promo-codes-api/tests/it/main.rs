//! The behaviour of promo-codes-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod batches;
mod check;
mod contract;
mod manage;
mod numbers;
mod rows;
mod uses;

use promo_codes_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

const PATH: &str = "/api/v1/promo-codes";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
