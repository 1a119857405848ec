//! The behaviour of discovery-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod contract;
mod page;
mod prices;
mod search;
mod unlock;

use axum::http::Request;
use sqlx::PgPool;
use testkit::{Answer, TestApp};

const EVENTS: &str = "/api/v1/discovery/events";
const ORGANIZERS: &str = "/api/v1/discovery/organizers";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        discovery_api::State::new(env, db, clock).map(discovery_api::router)
    })
}

async fn get(app: &TestApp, path: &str) -> Answer {
    app.send("GET", path, None).await
}

async fn get_again(app: &TestApp, path: &str, tag: &str) -> Answer {
    let request = Request::get(path).header("if-none-match", tag);
    app.answer(request.body(axum::body::Body::empty()).unwrap()).await
}
