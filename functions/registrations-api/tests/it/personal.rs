use insta::assert_snapshot;
use models::{Role, SealKind};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::PATH;

/// UX-48, RG-25
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_link_opens_everything_about_one_registration(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let mine = app.send_as_holder(id, "GET", &format!("{PATH}/personal"), None).await;
    assert_eq!(mine.status, 200, "{:?}", mine.body);
    assert_eq!(mine.body["registration"]["email"], "ana@example.org");
    assert_eq!(mine.body["event"]["title"], "Wound care");
    assert_eq!(mine.body["event"]["starts_local"], "2026-10-02T09:00:00+01:00");
    assert_eq!(mine.body["join"]["kind"], "link");
    assert!(
        !mine.body.to_string().contains("meet.example.org"),
        "the address itself is never shown"
    );
    sqlx::query!("update registrations set link_generation = 2").execute(&db).await.unwrap();
    let ended = app.send_as_holder(id, "GET", &format!("{PATH}/personal"), None).await;
    assert_snapshot!(ended.problem(), @"404 link-invalid");
}

/// RG-25: each seal opens its own purpose only.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_calendar_opens_by_its_own_links(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let at = |kind| format!("{PATH}/calendar/{}.ics", app.seal(kind, id, 1));
    assert_eq!(app.send("GET", &at(SealKind::Calendar), None).await.status, 200);
    for other in [SealKind::NotMe, SealKind::Manage, SealKind::Join] {
        assert_eq!(app.send("GET", &at(other), None).await.status, 404);
    }
    assert_eq!(app.send("GET", &format!("{PATH}/calendar/{id}.ics"), None).await.status, 404);
}

/// Names are corrected by whoever saw the present ones.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_lost_update_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let path = format!("{PATH}/{id}");
    let body = || Some(json!({"full_name": "Ana Maria Kos", "professional_title": null}));
    assert_eq!(organizer.send("PATCH", &path, body(), &[]).await.status, 428);
    let tag = organizer.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
    let saved = organizer.send("PATCH", &path, body(), &[("if-match", &tag)]).await;
    assert_eq!(saved.body["full_name"], "Ana Maria Kos");
    let late = organizer.send("PATCH", &path, body(), &[("if-match", &tag)]).await;
    assert_snapshot!(late.problem(), @"412 precondition-failed");
}

/// RG-23, §6.5: guest rows join the account; a second live row is listed, not lost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guest_registrations_join_the_account_and_conflicts_are_named(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let (one, two) =
        (organizer.event(EventSpec::PUBLISHED).await, organizer.event(EventSpec::PUBLISHED).await);
    let ada = app.person().await;
    rows::registration(&db, one, &ada.email, "confirmed").await;
    let apart = rows::registration(&db, two, &ada.email, "confirmed").await;
    let own = rows::registration(&db, two, "other@example.org", "confirmed").await;
    sqlx::query!("update registrations set user_id = $2 where id = $1", own as _, ada.user as _)
        .execute(&db)
        .await
        .unwrap();
    let linked = ada.send("POST", &format!("{PATH}/link-mine"), None, &[]).await;
    assert_eq!(linked.body["linked"], 1);
    assert_eq!(linked.body["conflicts"][0]["event_id"], two.to_string());
    let kept = sqlx::query_scalar!(
        r#"select user_id is null as "guest!" from registrations where id = $1"#,
        apart as _
    );
    assert!(kept.fetch_one(&db).await.unwrap());
    let mine = ada.get(&format!("{PATH}/mine")).await;
    assert_eq!(mine.body["data"].as_array().unwrap().len(), 2);
}
