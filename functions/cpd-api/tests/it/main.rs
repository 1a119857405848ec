//! The behaviour of cpd-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod contract;
mod designations;
mod entries;
mod rules;

use chrono::TimeDelta;
use credentials::catalogue;
use models::EventId;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, TestApp, now};

const PATH: &str = "/api/v1/cpd";
/// Two hours.
const TWO_HOURS: EventSpec = EventSpec { lasts: TimeDelta::hours(2), ..EventSpec::PUBLISHED };

async fn app(db: &PgPool) -> TestApp {
    let mut conn = db.acquire().await.unwrap();
    catalogue::seed(&mut conn, now()).await.unwrap();
    TestApp::new(db, |env, db, clock| cpd_api::State::new(env, db, clock).map(cpd_api::router))
}

/// One RCP external credit, in one press.
async fn designate(owner: &Member<'_>, event: EventId, more: Value) -> Answer {
    let mut body = json!({
        "offering": format!("event-{event}"),
        "credit_type_id": catalogue::credit_type_id(catalogue::RCP_EXTERNAL),
        "max_credits": 1000,
        "status": "approved",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    owner.post(&format!("{PATH}/designations"), body).await
}

/// A body of one's own.
async fn body(owner: &Member<'_>) -> String {
    let made = owner
        .post(&format!("{PATH}/bodies"), json!({"name": "Own Society", "short_name": "OS"}))
        .await;
    made.body["id"].as_str().unwrap().to_owned()
}

/// Changes what was designated, as it was last seen.
async fn patch(owner: &Member<'_>, made: &Answer, change: Value) -> Answer {
    let path = format!("{PATH}/designations/{}", made.body["id"].as_str().unwrap());
    let seen = made.body["version"].as_i64().and_then(|version| version.try_into().ok());
    owner.patch(&path, seen.unwrap_or(1), change).await
}
