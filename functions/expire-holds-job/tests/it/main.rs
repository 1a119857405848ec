//! The behaviour of expire-holds-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use chrono::TimeDelta;
use models::{EventId, Role};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        expire_holds_job::State::new(env, db, clock).map(expire_holds_job::router)
    })
}

async fn statuses(db: &PgPool, event: EventId) -> Vec<String> {
    sqlx::query_scalar!(
        "select status from registrations where event_id = $1 order by email",
        event as _
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn offered(db: &PgPool, event: EventId, email: &str) {
    let id = rows::registration(db, event, email, "confirmed").await;
    sqlx::query!(
        "update registrations set status = 'offered', offer_expires_at = $2 where id = $1",
        id as _,
        testkit::now() + TimeDelta::hours(1)
    )
    .execute(db)
    .await
    .unwrap();
}

/// RG-11, R4: a lapsed offer frees its seat for the next, and both hear of it, once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_lapsed_offer_goes_to_the_next(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec { capacity: Some(1), waitlist_max: 5, ..EventSpec::PUBLISHED })
        .await;
    offered(&db, event, "a@example.org").await;
    rows::registration(&db, event, "b@example.org", "waitlisted").await;
    app.send("POST", "/", None).await;
    assert_eq!(statuses(&db, event).await, ["offered", "waitlisted"], "not yet");
    app.advance(TimeDelta::hours(1));
    for _ in 0..2 {
        assert_eq!(app.send("POST", "/", None).await.status, 200);
        assert_eq!(statuses(&db, event).await, ["expired", "confirmed"]);
    }
    let told = sqlx::query_scalar!(
        "select message_key from messages where class <> 'notice' order by message_key"
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    let pool = sqlx::query_scalar!("select taken from seat_pools").fetch_one(&db).await.unwrap();
    assert_eq!(pool, 1);
}

/// RG-15: at the later of the start and the closing of registration nobody waits any more.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn waiting_ends_when_the_event_begins(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    let full = EventSpec {
        capacity: Some(0),
        waitlist_max: 5,
        starts_in: TimeDelta::hours(1),
        ..EventSpec::PUBLISHED
    };
    let (plain, late) = (organizer.event(full).await, organizer.event(full).await);
    sqlx::query!(
        "update event_settings set registration_closes_at = $2 where event_id = $1",
        late as _,
        testkit::now() + TimeDelta::minutes(90)
    )
    .execute(&db)
    .await
    .unwrap();
    for event in [plain, late] {
        rows::registration(&db, event, "a@example.org", "waitlisted").await;
    }
    app.advance(TimeDelta::hours(1));
    app.send("POST", "/", None).await;
    assert_eq!(
        (statuses(&db, plain).await, statuses(&db, late).await),
        (vec!["expired".into()], vec!["waitlisted".into()])
    );
    app.advance(TimeDelta::minutes(30));
    app.send("POST", "/", None).await;
    assert_eq!(statuses(&db, late).await, ["expired"]);
}

/// RG-21: whoever asked and had no answer hears so at the start, once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_request_without_an_answer_ends_when_the_event_begins(db: PgPool) {
    let app = app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "a@example.org", "waitlisted").await;
    sqlx::query!(
        "update registrations set status = 'requested', waitlisted_at = null where id = $1",
        id as _
    )
    .execute(&db)
    .await
    .unwrap();
    app.advance(TimeDelta::hours(23));
    app.send("POST", "/", None).await;
    assert_eq!(statuses(&db, event).await, ["requested"]);
    app.advance(TimeDelta::hours(1));
    for _ in 0..2 {
        assert_eq!(app.send("POST", "/", None).await.status, 200);
    }
    assert_eq!(statuses(&db, event).await, ["expired"]);
    let told = sqlx::query_scalar!(
        r#"select variables->'facts'->>'lapsed' as "why!" from messages where message_key = 'registration-expired'"#
    );
    assert_eq!(told.fetch_all(&db).await.unwrap(), ["request"]);
}
