//! The behaviour of announce-event-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use chrono::TimeDelta;
use models::{EventId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, rows};

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        announce_event_job::State::new(env, db, clock).map(announce_event_job::router)
    })
}

async fn chunks(db: &PgPool) -> Vec<Value> {
    sqlx::query_scalar!("delete from outbox where queue = 'announce-event' returning payload")
        .fetch_all(db)
        .await
        .unwrap()
}

async fn mails(db: &PgPool) -> i64 {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from messages where class <> 'notice'"#);
    count.fetch_one(db).await.unwrap()
}

fn moved(event: EventId, starts_at: &str) -> Value {
    let before = json!({"starts_at": starts_at, "ends_at": "2026-10-02T09:00:00Z", "time_zone": "Europe/London", "format": "online",
        "venue": "Great Hall", "online_url": "https://meet.example.org/wound-care", "zoom_planned": false});
    json!({"event": event, "news": {"kind": "changed", "before": before}})
}

/// EV-6, §6.13: 200 people to a task, and each is told once, however often a task is delivered.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn everybody_is_told_once(db: PgPool) {
    let app = app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    for n in 0..205 {
        let status = if n < 3 {
            "cancelled"
        } else if n < 6 {
            "waitlisted"
        } else {
            "confirmed"
        };
        rows::registration(&db, event, &format!("p{n}@example.org"), status).await;
    }
    assert_eq!(app.send("POST", "/", Some(moved(event, "2026-10-02T07:00:00Z"))).await.status, 200);
    let tasks = chunks(&db).await;
    assert_eq!(tasks.len(), 2);
    for task in tasks.iter().chain(&tasks) {
        assert_eq!(app.send("POST", "/", Some(task.clone())).await.status, 200);
    }
    assert_eq!(mails(&db).await, 202);
}

/// A change that was taken back before it was told is nothing to tell.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_as_it_was_is_not_told(db: PgPool) {
    let app = app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    app.send("POST", "/", Some(moved(event, "2026-10-02T08:00:00Z"))).await;
    for task in chunks(&db).await {
        app.send("POST", "/", Some(task)).await;
    }
    assert_eq!(mails(&db).await, 0);
}

/// EV-11: those whose place ended with the event are told, those who left before are not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_cancelled_event_tells_those_who_still_had_a_place(db: PgPool) {
    let app = app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let left = rows::registration(&db, event, "left@example.org", "cancelled").await;
    let there = rows::registration(&db, event, "there@example.org", "cancelled").await;
    let at = now() + TimeDelta::hours(1);
    sqlx::query!(
        "update events set status = 'cancelled', cancelled_at = $1, cancel_reason = 'ill'",
        at
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query!("update registrations set cancelled_at = $2 where id = $1", there as _, at)
        .execute(&db)
        .await
        .unwrap();
    let people = [left.min(there), left.max(there)];
    let task = json!({"event": event, "news": {"kind": "cancelled", "message": "See you next year."}, "people": people});
    for _ in 0..8 {
        assert_eq!(app.send("POST", "/", Some(task.clone())).await.status, 200);
    }
    let told = sqlx::query_scalar!(
        r#"select address as "address!" from messages where class <> 'notice'"#
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(told, ["there@example.org"]);
}

/// EV-12: the organizer's words and the way out stand in the mail of those who hold a seat.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_move_says_until_when_people_get_their_money_back(db: PgPool) {
    let app = app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "a@example.org", "confirmed").await;
    rows::registration(&db, event, "b@example.org", "waitlisted").await;
    let mut job = moved(event, "2026-10-02T07:00:00Z");
    job["news"]["message"] = "The hall was flooded.".into();
    job["news"]["refund_offered"] = true.into();
    app.send("POST", "/", Some(job)).await;
    for task in chunks(&db).await {
        assert_eq!(app.send("POST", "/", Some(task)).await.status, 200);
    }
    let told = sqlx::query!(
        r#"select variables->'facts'->>'message' as message, variables->'facts'->>'refund_until' as until
             from messages where message_key = 'event-updated' order by address"#
    );
    let told = told.fetch_all(&db).await.unwrap();
    let until: Vec<_> = told.iter().map(|row| row.until.as_deref()).collect();
    assert_eq!(until, [Some("2026-10-02T08:00:00Z"), None]);
    assert!(told.iter().all(|row| row.message.as_deref() == Some("The hall was flooded.")));
}
