use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{now, rows};

use crate::PATH;
use crate::triage::{TODAY, participant};

/// PR-17: a claim is a hint in triage, never a match.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn that_was_me_is_a_hint_and_no_match(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    let (ana, ben) = (
        rows::registration(&db, event, "ana@example.org", "confirmed").await,
        rows::registration(&db, event, "ben@example.org", "confirmed").await,
    );
    participant(&db, event, "iPad 3", &[(0, 600)]).await;
    let claim = |who, name: &str| json!({"registration_id": who, "display_name": name, "about_when": now()});
    let path = format!("{PATH}/claims");
    let found = app.send_as_holder(ana, "POST", &path, Some(claim(ana, "ipad 3"))).await;
    assert_eq!((found.status, &found.body["found"]), (202, &json!(true)), "{}", found.body);
    let unknown = app.send_as_holder(ben, "POST", &path, Some(claim(ben, "Galaxy"))).await;
    assert_eq!(unknown.body["found"], false);
    let others = app.send_as_holder(ben, "POST", &path, Some(claim(ana, "iPad 3"))).await;
    assert_eq!(others.status, 404, "nobody claims for another");

    let triage = organizer.get(&format!("{PATH}/participants?event_id={event}")).await;
    let items = triage.body["data"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let item = items.iter().find(|item| item["display_name"] == "iPad 3").unwrap();
    assert_eq!(item["claim"]["registration_id"], json!(ana));
    assert_eq!(item["suggestions"][0]["reasons"][0], "claimed");
    assert_eq!(item["registration_id"], json!(null));
    let counted = organizer.get(&format!("{PATH}/registrations/{ana}")).await;
    assert_eq!(counted.body["person"]["counted_seconds"], 0);
}
