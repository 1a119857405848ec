//! The behaviour of zoom-webhook.

#![cfg(test)] // clippy then takes the helpers for tests too

mod presence;
mod room;
mod signature;

use sqlx::PgPool;
use testkit::TestApp;
use zoom_webhook::{State, router};

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}
