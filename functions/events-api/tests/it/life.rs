use chrono::TimeDelta;
use insta::assert_snapshot;
use models::Role;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::{codes, command, path};

/// §1.2
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_lives_from_draft_to_closed(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event =
        organizer.event(EventSpec { starts_in: TimeDelta::minutes(30), ..EventSpec::DRAFT }).await;
    for (name, status) in [
        ("publish", "published"),
        ("unpublish", "draft"),
        ("publish", "published"),
        ("start", "live"),
        ("complete", "completed"),
        ("resume", "live"),
        ("complete", "completed"),
        ("close", "closed"),
    ] {
        app.advance(TimeDelta::seconds(1));
        let done = command(&organizer, event, name).await;
        assert_eq!(done.body["status"], status, "{name}: {:?}", done.body);
    }
    app.advance(TimeDelta::seconds(1));
    let reopened = organizer
        .post(&format!("{}/reopen", path(event)), serde_json::json!({"reason": "late report"}))
        .await;
    assert_eq!(reopened.body["status"], "completed");
    let history = organizer.get(&format!("{}/history", path(event))).await;
    assert_eq!(history.body["data"].as_array().unwrap().len(), 9);
    assert_eq!(history.body["data"][0]["reason"], "late report");
}

/// R1: a refused command writes nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn refused_commands_leave_no_trace(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let published = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, published, "ana@example.org", "cancelled").await;
    assert_snapshot!(command(&organizer, published, "publish").await.problem(), @"409 illegal-transition");
    assert_snapshot!(command(&organizer, published, "unpublish").await.problem(), @"409 event-has-registrations");
    assert_snapshot!(command(&organizer, published, "start").await.problem(), @"409 too-early");
    assert_snapshot!(command(&organizer, published, "complete").await.problem(), @"409 not-over");
    assert_snapshot!(command(&organizer, published, "close").await.problem(), @"409 illegal-transition");
    let left = sqlx::query_scalar!(
        r#"select (select count(*) from event_status_changes) + (select count(*) from outbox) + (select count(*) from events where version > 1) as "left!""#
    );
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
}

/// EV-9
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_draft_that_is_not_ready_says_what_is_missing(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec { format: "hybrid", starts_in: TimeDelta::days(-2), ..EventSpec::DRAFT })
        .await;
    sqlx::query!("update events set venue_name = null, online_url = null")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!("update ticket_types set sales_close_at = '2026-01-01T00:00:00Z'")
        .execute(&db)
        .await
        .unwrap();
    let refused = command(&organizer, event, "publish").await;
    assert_snapshot!(refused.problem(), @"409 event-not-ready");
    assert_eq!(
        codes(&refused),
        ["starts-in-past", "no-ticket-on-sale", "no-place", "no-way-to-join"]
    );
    let shown = organizer.get(&path(event)).await;
    assert_eq!(shown.body["missing"].as_array().unwrap().len(), 4);
}

/// §1.2: a closed event has settled presence for everybody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_with_open_presence_is_not_closed(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec {
            status: "completed",
            starts_in: TimeDelta::days(-1),
            ..EventSpec::DRAFT
        })
        .await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    assert_snapshot!(command(&organizer, event, "close").await.problem(), @"409 presence-unsettled");
    let funnel = organizer.get(&format!("{}/closing", path(event))).await;
    assert_eq!(funnel.body["can_close"], false);
}

/// "A draft without registrations may be deleted; nothing else ever is."
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_a_draft_is_deleted(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let draft = organizer.event(EventSpec::DRAFT).await;
    let published = organizer.event(EventSpec::PUBLISHED).await;
    assert_snapshot!(organizer.delete(&path(published), 1).await.problem(), @"409 event-locked");
    assert_snapshot!(organizer.delete(&path(draft), 7).await.problem(), @"412 precondition-failed");
    assert_eq!(organizer.delete(&path(draft), 1).await.status, 204);
    assert_eq!(organizer.get(&path(draft)).await.status, 404);
}
