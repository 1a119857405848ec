use chrono::TimeDelta;
use insta::assert_snapshot;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::{PATH, set};

/// RG-16
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn people_cancel_in_time_and_organizers_until_the_event_is_closed(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    set(&db, event, true, 120).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let (preview, cancel) = (format!("{PATH}/{id}/cancel-preview"), format!("{PATH}/{id}/cancel"));
    let before = app.send_as_holder(id, "GET", &preview, None).await;
    assert_eq!(before.body["can_cancel"], true);
    app.advance(TimeDelta::hours(22));
    assert_eq!(app.send_as_holder(id, "GET", &preview, None).await.body["can_cancel"], false);
    let late = app.send_as_holder(id, "POST", &cancel, Some(json!({}))).await;
    assert_snapshot!(late.problem(), @"409 cancellation-closed");
    // The token of the test lives ten minutes.
    let organizer = app.member_of(organizer.org(), Role::Organizer).await;
    let done = organizer.post(&cancel, json!({"reason": "Asked by phone"})).await;
    assert_eq!(
        (&done.body["status"], &done.body["cancel_reason"]),
        (&json!("cancelled"), &json!("Asked by phone"))
    );
    assert_eq!(done.body["changes"][0]["to_status"], "cancelled");
    let twice = organizer.post(&cancel, json!({})).await;
    assert_snapshot!(twice.problem(), @"409 illegal-transition");
    assert_eq!(crate::seats(&db, event).await, (0, 0, 0));
}

/// RG-25: an id alone opens nothing, and a link opens its own registration only.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_cancels_for_somebody_else(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let ben = rows::registration(&db, event, "ben@example.org", "confirmed").await;
    let cancel = format!("{PATH}/{ana}/cancel");
    assert_eq!(app.send("POST", &cancel, Some(json!({}))).await.status, 401);
    assert_eq!(app.send_as_holder(ben, "POST", &cancel, Some(json!({}))).await.status, 404);
    assert_eq!(app.person().await.post(&cancel, json!({})).await.status, 404);
    assert_eq!(app.member(Role::Admin).await.post(&cancel, json!({})).await.status, 404);
    let org = sqlx::query_scalar!(r#"select organization_id as "id: models::OrgId" from events"#)
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(app.member_of(org, Role::Viewer).await.post(&cancel, json!({})).await.status, 403);
}
