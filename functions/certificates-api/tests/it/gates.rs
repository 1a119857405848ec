use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::rows;

use crate::{PATH, app, attended, certified, evaluate, over};

/// CR-14, CR-4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn organizers_see_what_each_person_has_and_lacks(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let ready = attended(&db, event, "ready@example.org", 104).await;
    attended(&db, event, "absent@example.org", 0).await;
    evaluate(&db, owner.org(), event).await;
    let path = format!("{PATH}/gates/event-{event}");
    let people = owner.get(&format!("{path}?state=ready")).await.body;
    let person = &people["data"][0];
    assert_eq!(person["registration_id"], ready.to_string());
    assert_eq!(
        (&person["all_met"], &person["credits"][0]["credits_text"]),
        (&json!(true), &json!("1.5"))
    );
    let text = person["credits"][0]["derivation"].as_str().unwrap();
    assert!(text.starts_with("104 of 120 min (86.6 %)"), "{text}");
    let missing = owner.get(&format!("{path}?state=missing")).await.body;
    assert_eq!(missing["data"].as_array().unwrap().len(), 1);
    assert_eq!(missing["data"][0]["gates"][0]["state"], "open");
    certified(&db, owner.org(), event, ready).await;
    let summary = owner.get(&format!("{path}/summary")).await.body;
    assert_eq!(
        summary,
        json!({"registered": 2, "ready": 0, "missing": 1, "issued": 1, "differs": 0, "rendering": 1})
    );
}

/// Holder "mine"
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_guest_sees_what_is_missing_by_the_personal_link(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let path = format!("{PATH}/gates/event-{event}/mine");
    let mine = app.send_as_holder(id, "GET", &path, None).await;
    assert_eq!((mine.status, &mine.body["gates"][0]["state"]), (200, &json!("pending")));
    rows::presence(&db, id, 120, "met").await;
    let mine = app.send_as_holder(id, "GET", &path, None).await;
    assert_eq!(mine.body["all_met"], true);
    assert_eq!(app.person().await.get(&path).await.status, 404);
}

/// CR-14
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_gate_is_waived_with_a_reason_or_not_at_all(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let id = attended(&db, event, "ana@example.org", 60).await;
    rows::presence(&db, id, 60, "not_met").await;
    evaluate(&db, owner.org(), event).await;
    let learner =
        sqlx::query_scalar!("select learner_id from gate_states").fetch_one(&db).await.unwrap();
    let path = format!("{PATH}/gates/event-{event}");
    let waive =
        |gate: &str| json!({"learner_ids": [learner], "gate": gate, "reason": "Our line broke"});
    let refused = owner.post(&format!("{path}/waive"), waive("designation")).await;
    assert_eq!(refused.problem(), "409 gate-not-waivable");
    let waived = owner.post(&format!("{path}/waive"), waive("presence")).await;
    assert_eq!(waived.body, json!({"waived": 1}));
    let person = &owner.get(&path).await.body["data"][0];
    assert_eq!(
        (&person["gates"][0]["state"], &person["all_met"]),
        (&json!("waived"), &json!(true))
    );
    evaluate(&db, owner.org(), event).await;
    let sent = sqlx::query_scalar!(
        r#"select count(*) as "n!" from outbox where queue = 'issue-credentials'"#
    );
    assert_eq!(sent.fetch_one(&db).await.unwrap(), 1);
}

/// Settings without a row are the defaults; an edit of what somebody else changed is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn settings_are_kept_and_guarded_against_lost_updates(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let path = format!("{PATH}/settings/event-{event}");
    let first = owner.get(&path).await;
    assert_eq!((&first.body["auto_issue"], first.version()), (&json!(true), 0));
    let templates = owner.get(&format!("{PATH}/templates")).await.body;
    let portrait =
        templates["data"].as_array().unwrap().iter().find(|t| t["code"] == "portrait").unwrap();
    let wanted = json!({"enabled": true, "template_id": portrait["id"], "auto_issue": false, "hold_for_review": true, "validity_months": 12});
    let stored = owner.put(&path, 0, wanted.clone()).await;
    assert_eq!(
        (stored.status, &stored.body["template_id"]),
        (200, &portrait["id"]),
        "{}",
        stored.text()
    );
    assert_eq!(owner.put(&path, 0, wanted).await.status, 412);
    assert_eq!(owner.get(&path).await.body["validity_months"], 12);
}
