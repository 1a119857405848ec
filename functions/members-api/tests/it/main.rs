//! The behaviour of members-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod contract;
mod members;
mod own_seat;
mod ownership;

use members_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
