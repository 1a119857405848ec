//! The behaviour of registrations-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod approval;
mod bulk;
mod cancel;
mod contended;
mod contract;
mod guesses;
mod lists;
mod moved;
mod names;
mod oversell;
mod paid_adds;
mod personal;
mod register;
mod switch;
mod transfer;
mod waitlist;

use models::{EventId, RegistrationId};
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

/// What was mailed to whom, in order of the addresses.
async fn mails(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar!(
        r#"select message_key || ' ' || address as "mail!" from messages where address not like '%@team.example' and class <> 'notice'
            order by address, message_key, id"#
    )
    .fetch_all(db)
    .await
    .unwrap()
}

/// The registrations of an answered booking.
fn ids(booked: &Answer) -> Vec<RegistrationId> {
    let list = booked.body["registrations"].as_array().unwrap().iter();
    list.map(|place| place["id"].as_str().unwrap().parse().unwrap()).collect()
}

/// An event of this organizer whose tickets cost so much, for whoever can take money.
async fn sold(db: &PgPool, by: &testkit::Member<'_>, spec: testkit::EventSpec) -> EventId {
    let event = by.event(spec).await;
    testkit::sales::payout_account(db, by.org(), "acct_seats", "US").await;
    testkit::sales::legal_identity(db, by.org()).await;
    testkit::sales::price(db, event, 5000, "USD").await;
    event
}

/// The live payment of a place: method, status, total.
async fn paying(db: &PgPool, place: RegistrationId) -> Option<(String, String, i64)> {
    let row = sqlx::query!(
        "select p.method, p.status, p.total_minor from payment_items i join payments p on p.id = i.payment_id
          where i.registration_id = $1 and i.closed_at is null",
        place as _
    );
    let row = row.fetch_optional(db).await.unwrap()?;
    Some((row.method, row.status, row.total_minor))
}

async fn lock_names(db: &PgPool, event: EventId, at: chrono::DateTime<chrono::Utc>) {
    sqlx::query!(
        "update event_settings set names_locked_at = $2 where event_id = $1",
        event as _,
        at
    )
    .execute(db)
    .await
    .unwrap();
}
