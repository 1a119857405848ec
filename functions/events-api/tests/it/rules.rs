use insta::assert_snapshot;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::path;

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_rule_of_presence_changes_knowingly_once_it_was_used(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let policy = format!("{}/policy", path(event));
    let mut rule = organizer.get(&policy).await.body;
    rule.as_object_mut().unwrap().remove("version");
    rule["min_percent"] = 90.into();
    let saved = organizer.put(&policy, 1, rule.clone()).await;
    assert_eq!(
        (&saved.body["min_percent"], &saved.body["version"]),
        (&json!(90), &json!(2)),
        "{:?}",
        saved.body
    );
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    sqlx::query!(
        "insert into presence_results (registration_id, session_id, organization_id, event_id, counted_seconds, window_seconds, mode, status, inputs_hash)
         values ($1, $2, $3, $4, 60, 3600, 'online', 'not_met', '')",
        ana as _,
        rows::session_of(&db, event).await as _,
        organizer.org() as _,
        event as _
    )
    .execute(&db)
    .await
    .unwrap();
    rule["min_percent"] = 70.into();
    assert_snapshot!(organizer.put(&policy, 2, rule.clone()).await.problem(), @"409 presence-exists");
    rule["recompute"] = true.into();
    assert_eq!(organizer.put(&policy, 2, rule.clone()).await.status, 200);
    rule["criterion"] = "min_sessions".into();
    assert_snapshot!(organizer.put(&policy, 3, rule).await.problem(), @"422 validation-failed");
}

/// EV-24, RG-13: a setting without effect is warned of; one with effect has it at once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn settings_are_replaced_as_a_whole(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let path_of = format!("{}/settings", path(event));
    let mut settings = organizer.get(&path_of).await.body;
    settings.as_object_mut().unwrap().remove("version");
    settings["waitlist_max"] = 5.into();
    assert_eq!(organizer.put(&path_of, 1, settings.clone()).await.status, 200);
    let shown = organizer.get(&path(event)).await;
    assert_eq!(shown.body["warnings"][0]["code"], "waitlist-without-capacity");
    assert_snapshot!(organizer.put(&path_of, 1, settings.clone()).await.problem(), @"412 precondition-failed");
    settings["waitlist_offer_minutes"] = 5.into();
    settings["reminders"] = json!([1, 2, 3, 4, 5, 6]);
    let refused = organizer.put(&path_of, 2, settings).await;
    assert_snapshot!(refused.problem(), @"422 validation-failed");
}
