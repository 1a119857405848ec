//! The behaviour of events-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod cancel;
mod close;
mod contract;
mod create;
mod duplicate;
mod edit;
mod life;
mod lists;
mod page;
mod plan;
mod prices;
mod programme;
mod reschedule;
mod rules;
mod tickets;
mod times;

use models::EventId;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, Member, TestApp};

const PATH: &str = "/api/v1/events";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        events_api::State::new(env, db, clock).map(events_api::router)
    })
}

fn sheet() -> Value {
    json!({"title": "Wound care", "local_start": "2026-12-01T10:00", "time_zone": "Europe/Warsaw", "join": {"kind": "zoom"}})
}

/// The address of an event. Made by SQL, its version is 1.
fn path(event: EventId) -> String {
    format!("{PATH}/{event}")
}

fn codes(answer: &Answer) -> Vec<&str> {
    let fields = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    fields.iter().filter_map(|field| field["code"].as_str()).collect()
}

async fn command(by: &Member<'_>, event: EventId, name: &str) -> Answer {
    by.send("POST", &format!("{PATH}/{event}/{name}"), None, &[]).await
}

/// Jobs in the outbox of one queue.
async fn jobs(db: &PgPool, queue: &str) -> Vec<Value> {
    sqlx::query_scalar!(
        "select payload from outbox where queue = $1 order by created_at, id",
        queue
    )
    .fetch_all(db)
    .await
    .unwrap()
}
