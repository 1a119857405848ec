use chrono::TimeDelta;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, now, rows};

use crate::{app, run};

const NOWHERE: &str = "http://127.0.0.1:1";

/// PR-12: without Zoom presence is settled at completion, also of those who never came.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn without_zoom_presence_settles_at_completion(db: PgPool) {
    let app = app(&db, NOWHERE);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { starts_in: TimeDelta::hours(-2), ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    let absent = rows::registration(&db, event, "absent@example.org", "confirmed").await;
    rows::registration(&db, event, "gone@example.org", "cancelled").await;
    let status = || async {
        let row = sqlx::query!(
            "select status, settled_at from presence_summaries where registration_id = $1",
            absent as _
        );
        let row = row.fetch_one(&db).await.unwrap();
        (row.status, row.settled_at)
    };
    let job = json!({"kind": "event", "event": event});
    assert_eq!(run(&app, job.clone()).await, 200);
    assert_eq!(status().await, ("pending".to_owned(), None));
    sqlx::query!("update events set status = 'completed' where id = $1", event as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(run(&app, job.clone()).await, 200);
    assert_eq!(status().await, ("not_met".to_owned(), Some(now())));
    let summaries = sqlx::query_scalar!(r#"select count(*) as "count!" from presence_summaries"#);
    assert_eq!(summaries.fetch_one(&db).await.unwrap(), 1, "only confirmed people have presence");

    sqlx::query!("delete from outbox").execute(&db).await.unwrap();
    app.advance(TimeDelta::minutes(5));
    assert_eq!(run(&app, job).await, 200);
    assert_eq!(status().await.1, Some(now()), "what has not changed is not settled again");
    let queued = sqlx::query_scalar!(r#"select count(*) as "count!" from outbox"#);
    assert_eq!(queued.fetch_one(&db).await.unwrap(), 0, "and nobody is told");
}

/// PR-12: after 26 hours a source that has not spoken is not waited for any longer.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn silence_ends_after_26_hours(db: PgPool) {
    let app = app(&db, NOWHERE);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { starts_in: TimeDelta::hours(-1), ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let settled = || async {
        sqlx::query_scalar!(r#"select settled_at is not null as "is!" from presence_summaries"#)
            .fetch_one(&db)
            .await
            .unwrap()
    };
    let job = json!({"kind": "event", "event": event});
    assert_eq!(run(&app, job.clone()).await, 200);
    assert!(!settled().await);
    let next =
        sqlx::query_scalar!("select available_at from outbox where queue = 'reconcile-presence'");
    assert_eq!(next.fetch_one(&db).await.unwrap(), now() + TimeDelta::hours(26));
    app.advance(TimeDelta::hours(26));
    assert_eq!(run(&app, job).await, 200);
    assert!(settled().await);
}
