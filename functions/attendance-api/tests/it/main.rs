//! The behaviour of attendance-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod adjustments;
mod claims;
mod contract;
mod imports;
mod join;
mod triage;
mod webinar;

use attendance_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

const PATH: &str = "/api/v1/attendance";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
