use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::{PATH, path, sheet};

/// EV-13: local clock times are kept over DST; people and status are not copied.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_copy_keeps_its_clock_times_and_nobodys_place(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let mut body = sheet();
    body["capacity"] = 7.into();
    body["sessions"] = json!([
        {"title": "Day 1", "local_start": "2026-12-01T10:00", "local_end": "2026-12-01T12:00", "track": "Main",
         "breaks": [{"local_start": "2026-12-01T11:00", "local_end": "2026-12-01T11:15"}]},
        {"title": "Day 2", "local_start": "2026-12-02T09:00", "local_end": "2026-12-02T10:00"}
    ]);
    let made = organizer.post(PATH, body).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    let source = made.body["id"].as_str().unwrap();
    let copy = organizer
        .post(&format!("{PATH}/{source}/duplicate"), json!({"local_start": "2027-03-27T10:00"}))
        .await;
    assert_eq!(copy.status, 201, "{:?}", copy.body);
    assert_eq!((&copy.body["status"], &copy.body["capacity"]), (&json!("draft"), &json!(7)));
    assert_ne!(copy.body["slug"], made.body["slug"]);
    let sessions =
        organizer.get(&format!("{PATH}/{}/sessions", copy.body["id"].as_str().unwrap())).await;
    assert_eq!(sessions.body["data"][0]["breaks"][0]["starts_local"], "2027-03-27T11:00:00+01:00");
    assert_eq!(sessions.body["data"][0]["track"], "Main");
    assert_eq!(
        sessions.body["data"][1]["starts_local"], "2027-03-28T09:00:00+02:00",
        "the clocks change in between"
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_what_was_ticked_is_copied(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { waitlist_max: 9, ..EventSpec::PUBLISHED }).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let body = json!({"local_start": "2027-01-12T10:00", "title": "Next time", "copy": []});
    let copy = organizer.post(&format!("{}/duplicate", path(event)), body).await;
    assert_eq!(copy.status, 201, "{:?}", copy.body);
    assert_eq!((&copy.body["title"], &copy.body["waitlist_max"]), (&json!("Next time"), &json!(0)));
    assert_eq!(
        (&copy.body["counts"]["confirmed"], &copy.body["session_count"]),
        (&json!(0), &json!(1))
    );
}

/// EV-13: the picture goes along, unless it was not ticked.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_copy_shows_the_same_picture(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    sqlx::query!(
        "insert into event_images (event_id, organization_id, alt, large_object, small_object, sha256, created_at)
         select id, organization_id, 'A ward', 'large.jpg', 'small.jpg', '\\x00', created_at from events where id = $1",
        event as _
    )
    .execute(&db)
    .await
    .unwrap();
    for (wish, alt) in [
        (json!({"local_start": "2027-01-12T10:00"}), json!("A ward")),
        (json!({"local_start": "2027-01-12T10:00", "copy": ["sessions"]}), json!(null)),
    ] {
        let copy = organizer.post(&format!("{}/duplicate", path(event)), wish).await;
        assert_eq!(copy.status, 201, "{}", copy.body);
        assert_eq!(copy.body["image"]["alt"], alt, "{}", copy.body);
    }
}
