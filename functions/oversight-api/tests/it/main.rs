//! The behaviour of oversight-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod audit;
mod contract;

use oversight_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
