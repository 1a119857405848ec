//! The behaviour of organizations-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod closing;
mod contract;
mod organizations;

use organizations_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
