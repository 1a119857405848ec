//! The behaviour of payments-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod contract;
mod settings;

use payments_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

const PATH: &str = "/api/v1/payments";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
