//! The behaviour of notifications-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod contract;
mod notices;
mod preferences;
mod subscriptions;

use notifications_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
