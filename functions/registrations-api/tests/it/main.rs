//! The behaviour of registrations-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod bulk;
mod cancel;
mod contract;
mod lists;
mod oversell;
mod personal;
mod register;
mod waitlist;

use models::EventId;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, TestApp};

const PATH: &str = "/api/v1/registrations";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        registrations_api::State::new(env, db, clock).map(registrations_api::router)
    })
}

fn guest(event: EventId, email: &str) -> Value {
    json!({"event_id": event, "attendees": [{"email": email, "full_name": "Ana Kos"}]})
}

async fn register(app: &TestApp, event: EventId, email: &str) -> Answer {
    app.post(PATH, guest(event, email)).await
}

fn status(answer: &Answer) -> &str {
    answer.body["registrations"][0]["status"].as_str().unwrap_or("-")
}

/// Whoever owns a seat, by the rows: (taken, claims, seated registrations).
async fn seats(db: &PgPool, event: EventId) -> (i64, i64, i64) {
    let row = sqlx::query!(
        r#"select (select taken::bigint from seat_pools where event_id = $1) as "taken!",
                  (select count(*) from seat_claims c join seat_pools p on p.id = c.pool_id where p.event_id = $1) as "claims!",
                  (select count(*) from registrations where event_id = $1 and status in ('held', 'offered', 'confirmed')) as "seated!""#,
        event as _
    );
    let row = row.fetch_one(db).await.unwrap();
    (row.taken, row.claims, row.seated)
}

async fn set(db: &PgPool, event: EventId, auto_confirm: bool, cancel_until_minutes: i32) {
    sqlx::query!(
        "update event_settings set waitlist_auto_confirm = $2, cancel_until_minutes = $3 where event_id = $1",
        event as _,
        auto_confirm,
        cancel_until_minutes
    )
    .execute(db)
    .await
    .unwrap();
}
