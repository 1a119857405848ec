//! The behaviour of close-events-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use chrono::TimeDelta;
use models::Role;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp};

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        close_events_job::State::new(env, db, clock).map(close_events_job::router)
    })
}

async fn status(db: &PgPool) -> String {
    sqlx::query_scalar!("select status from events").fetch_one(db).await.unwrap()
}

/// §1.2: live at the start, completed half an hour after the end, each step once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_clock_begins_and_ends_events(db: PgPool) {
    let app = app(&db);
    app.member(Role::Organizer)
        .await
        .event(EventSpec { starts_in: TimeDelta::hours(1), ..EventSpec::PUBLISHED })
        .await;
    for (minutes, expected) in [
        (0, "published"),
        (60, "live"),
        (60, "live"),
        (29, "live"),
        (1, "completed"),
        (600, "completed"),
    ] {
        app.advance(TimeDelta::minutes(minutes));
        for _ in 0..2 {
            assert_eq!(app.send("POST", "/", None).await.status, 200);
        }
        assert_eq!(status(&db).await, expected, "{minutes} minutes later");
    }
    let steps = sqlx::query!("select to_status, actor from event_status_changes order by at")
        .fetch_all(&db)
        .await
        .unwrap();
    assert_eq!(
        steps.iter().map(|step| step.to_status.as_str()).collect::<Vec<_>>(),
        ["live", "completed"]
    );
    assert!(steps.iter().all(|step| step.actor.is_none()));
}

/// Drafts, cancelled and closed events have no clock.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_clock_touches_nothing_else(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Organizer).await;
    for status in ["draft", "cancelled", "closed", "completed"] {
        organizer
            .event(EventSpec { status, starts_in: TimeDelta::days(-3), ..EventSpec::DRAFT })
            .await;
    }
    app.send("POST", "/", None).await;
    let steps = sqlx::query_scalar!(r#"select count(*) as "count!" from event_status_changes"#)
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(steps, 0);
}
