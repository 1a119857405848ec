use models::{EventId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, TestApp, rows};

use crate::{app, command, path};

/// An owner of an organization with the small plan.
async fn owner<'a>(app: &'a TestApp, status: &str) -> Member<'a> {
    let owner = app.member(Role::Owner).await;
    rows::plan(&app.db, owner.org(), "organizer", status).await;
    owner
}

async fn capacity(db: &PgPool, event: EventId) -> Option<i32> {
    sqlx::query_scalar!(
        "select capacity from seat_pools where event_id = $1 and mode is null and ticket_type_id is null and session_id is null",
        event as _
    )
    .fetch_one(db)
    .await
    .unwrap()
}

/// EV-10, BI-8: the first publishing counts, once; at the limit the draft stays a draft.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_first_publishing_counts_and_the_limit_refuses(db: PgPool) {
    let app = app(&db);
    let owner = owner(&app, "active").await;
    let event = owner.event(EventSpec::DRAFT).await;
    for step in ["publish", "unpublish", "publish"] {
        let answer = command(&owner, event, step).await;
        assert_eq!(answer.status, 200, "{step}: {}", answer.body);
    }
    let used = sqlx::query_scalar!("select used from usage_counters").fetch_all(&db).await.unwrap();
    assert_eq!(used, [1], "publishing again counts nothing");
    sqlx::query!("update usage_counters set used = 30").execute(&db).await.unwrap();
    let more = owner.event(EventSpec::DRAFT).await;
    let refused = command(&owner, more, "publish").await;
    assert_eq!(refused.problem(), "403 plan-limit-reached");
    let facts: Vec<_> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| (fact["code"].as_str().unwrap(), fact["detail"].as_str().unwrap()))
        .collect();
    let expected = [
        ("metric", "events"),
        ("limit", "30"),
        ("used", "30"),
        ("resets_at", "2026-11-01T00:00:00+00:00"),
    ];
    assert_eq!(facts, expected);
    assert_eq!(owner.get(&path(more)).await.body["status"], "draft");
}

/// BI-2: 0 is none.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_free_plan_publishes_nothing(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    rows::plan(&db, owner.org(), "attendee", "free").await;
    let event = owner.event(EventSpec::DRAFT).await;
    assert_eq!(command(&owner, event, "publish").await.problem(), "403 plan-limit-reached");
}

/// BI-6: a plan that has ended publishes nothing, and what is open goes on.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_that_has_ended_publishes_nothing(db: PgPool) {
    let app = app(&db);
    let owner = owner(&app, "unpaid").await;
    let draft = owner.event(EventSpec::DRAFT).await;
    assert_eq!(command(&owner, draft, "publish").await.problem(), "409 organization-read-only");
    let open = owner.event(EventSpec::PUBLISHED).await;
    assert_eq!(command(&owner, open, "unpublish").await.status, 200);
}

/// EV-10: the plan's people an event cap the seats; without a wish the cap is the number.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn seats_are_held_to_the_people_of_the_plan(db: PgPool) {
    let app = app(&db);
    let owner = owner(&app, "active").await;
    for (wished, given) in [(None, 500), (Some(2000), 500), (Some(40), 40)] {
        let event = owner.event(EventSpec { capacity: wished, ..EventSpec::DRAFT }).await;
        assert_eq!(command(&owner, event, "publish").await.status, 200);
        assert_eq!(capacity(&db, event).await, Some(given), "{wished:?}");
    }
    let event = owner.event(EventSpec { capacity: Some(40), ..EventSpec::PUBLISHED }).await;
    let more = |seats: Value| json!({"capacity": seats});
    let refused = owner.patch(&path(event), 1, more(json!(501))).await;
    assert_eq!(refused.problem(), "403 plan-limit-reached");
    let open = owner.patch(&path(event), 1, more(Value::Null)).await;
    assert_eq!(open.status, 200, "{}", open.body);
    assert_eq!(capacity(&db, event).await, Some(500), "no limit of one's own is the plan's");
}

/// EV-10, EV-7: taking one's own limit away seats as many as the plan allows, and nobody more.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_waits_is_seated_up_to_the_people_of_the_plan(db: PgPool) {
    let app = app(&db);
    let owner = owner(&app, "active").await;
    sqlx::query!("update plans set attendees_per_event = 3 where code = 'organizer'")
        .execute(&db)
        .await
        .unwrap();
    let event = owner.event(EventSpec { capacity: Some(1), ..EventSpec::PUBLISHED }).await;
    rows::registration(&db, event, "first@example.org", "confirmed").await;
    for n in 0..5 {
        rows::registration(&db, event, &format!("w{n}@example.org"), "waitlisted").await;
    }
    let open = owner.patch(&path(event), 1, json!({"capacity": null})).await;
    assert_eq!((open.status, &open.body["promoted"]), (200, &json!(2)), "{}", open.body);
    assert_eq!(capacity(&db, event).await, Some(3));
}
