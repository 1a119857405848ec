use insta::assert_snapshot;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::{PATH, jobs, path};

/// EV-6: what people knew is told against what is true, once for all saves that belong together.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_moved_event_tells_its_people_once(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    rows::registration(&db, event, "gone@example.org", "cancelled").await;
    let preview = organizer
        .patch(
            &format!("{}?preview=true", path(event)),
            1,
            json!({"local_start": "2026-10-02T11:00"}),
        )
        .await;
    assert_eq!(
        (&preview.body["people_to_tell"], &preview.body["changes"][0]["field"]),
        (&json!(1), &json!("starts_at")),
        "{:?}",
        preview.body
    );
    assert_eq!(organizer.get(&path(event)).await.body["version"], 1, "a preview saves nothing");
    for (version, start) in [(1, "2026-10-02T11:00"), (2, "2026-10-02T12:00")] {
        let saved = organizer.patch(&path(event), version, json!({"local_start": start})).await;
        assert_eq!(saved.status, 200, "{:?}", saved.body);
    }
    let shown = organizer.get(&path(event)).await;
    assert_eq!(
        (&shown.body["sequence"], &shown.body["ends_local"]),
        (&json!(2), &json!("2026-10-02T13:00:00+01:00"))
    );
    let told = jobs(&db, "announce-event").await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0]["news"]["before"]["starts_at"], "2026-10-02T08:00:00Z",
        "what people knew first"
    );
    organizer.patch(&path(event), 3, json!({"title": "Wound care II"})).await;
    assert_eq!(
        organizer.get(&path(event)).await.body["sequence"],
        2,
        "a new title is nothing to be told"
    );
}

/// EV-1: renaming keeps the old address.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_renamed_event_keeps_its_former_address(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let made = organizer.post(PATH, crate::sheet()).await;
    let event = format!("{PATH}/{}", made.body["id"].as_str().unwrap());
    organizer.patch(&event, 1, json!({"title": "Burns"})).await;
    let back = organizer.patch(&event, 2, json!({"title": "Wound care"})).await;
    assert_eq!(back.body["event"]["slug"], "wound-care", "its own former address is not taken");
    let slugs = sqlx::query!("select slug, current from event_slugs order by slug")
        .fetch_all(&db)
        .await
        .unwrap();
    let slugs: Vec<_> = slugs.iter().map(|row| (row.slug.as_str(), row.current)).collect();
    assert_eq!(slugs, [("burns", false), ("wound-care", true)]);
}

/// EV-7, §6.3: +m seats promote m people, in order; fewer than taken is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn ten_more_seats_promote_exactly_ten_in_order(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec { capacity: Some(2), waitlist_max: 50, ..EventSpec::PUBLISHED })
        .await;
    for n in 0..2 {
        rows::registration(&db, event, &format!("seat{n}@example.org"), "confirmed").await;
    }
    for n in 0..15 {
        let id =
            rows::registration(&db, event, &format!("wait{n:02}@example.org"), "waitlisted").await;
        sqlx::query!("update registrations set waitlisted_at = waitlisted_at + make_interval(secs => $2) where id = $1", id as _, f64::from(n))
            .execute(&db)
            .await
            .unwrap();
    }
    let fewer = organizer.patch(&path(event), 1, json!({"capacity": 1})).await;
    assert_snapshot!(fewer.problem(), @"409 capacity-below-taken");
    let more = organizer.patch(&path(event), 1, json!({"capacity": 12})).await;
    assert_eq!(more.body["promoted"], 10, "{:?}", more.body);
    let confirmed = sqlx::query_scalar!(
        r#"select email as "email!" from registrations where status = 'confirmed' and email like 'wait%' order by email"#
    );
    let expected: Vec<String> = (0..10).map(|n| format!("wait{n:02}@example.org")).collect();
    assert_eq!(confirmed.fetch_all(&db).await.unwrap(), expected);
    let pool = sqlx::query!(
        r#"select taken, (select count(*) from seat_claims) as "claims!" from seat_pools"#
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!((pool.taken, pool.claims), (12, 12));
}

/// EV-5
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_fixed_says_so(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let live = organizer
        .event(EventSpec { status: "live", capacity: Some(5), ..EventSpec::PUBLISHED })
        .await;
    for body in [
        json!({"local_start": "2026-10-03T09:00"}),
        json!({"format": "in_person"}),
        json!({"capacity": 4}),
    ] {
        assert_eq!(organizer.patch(&path(live), 1, body).await.problem(), "409 event-locked");
    }
    assert_eq!(organizer.patch(&path(live), 1, json!({"capacity": 6})).await.status, 200);
    let closed = organizer.event(EventSpec { status: "closed", ..EventSpec::PUBLISHED }).await;
    assert_snapshot!(organizer.patch(&path(closed), 1, json!({"title": "x"})).await.problem(), @"409 event-locked");
    assert_eq!(organizer.send("PATCH", &path(live), Some(json!({})), &[]).await.status, 428);
}

/// A person keeps the seat; only the way of taking part follows the event.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_format_takes_its_people_along(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let moved = organizer.patch(&path(event), 1, json!({"format": "in_person"})).await;
    assert_eq!(moved.status, 200, "{:?}", moved.body);
    let mode = sqlx::query_scalar!("select mode from registrations").fetch_one(&db).await.unwrap();
    assert_eq!(mode, "in_person");
    let nowhere = organizer.patch(&path(event), 2, json!({"venue_name": null})).await;
    assert_snapshot!(nowhere.problem(), @"422 validation-failed");
}

/// PATCH tells absent, null and a value apart: null clears what may be empty, and is refused for
/// what may not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn null_clears_what_may_be_empty_and_nothing_else(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    let nowhere = organizer.patch(&path(event), 1, json!({"country": "ZZ"})).await;
    assert_eq!(nowhere.body["errors"][0]["pointer"], "/country", "{}", nowhere.body);
    let set = json!({"summary": "S", "description": "D", "level": "L", "venue_name": "V", "country": "PL",
                     "latitude": 50.0, "longitude": 20.0, "capacity": 5});
    assert_eq!(organizer.patch(&path(event), 1, set.clone()).await.status, 200);
    for part in [
        "title",
        "type",
        "format",
        "visibility",
        "time_zone",
        "local_start",
        "zoom_planned",
        "objectives",
        "languages",
    ] {
        let refused = organizer.patch(&path(event), 2, json!({part: null})).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{part}: {}", refused.body);
    }
    let fields = set.as_object().unwrap();
    let nothing: serde_json::Map<_, _> =
        fields.keys().map(|key| (key.clone(), json!(null))).collect();
    let cleared = organizer.patch(&path(event), 2, nothing.into()).await;
    assert_eq!(cleared.status, 200, "{}", cleared.body);
    for part in fields.keys() {
        assert_eq!(cleared.body["event"][part], json!(null), "{part}");
    }
    let same = organizer.patch(&path(event), 3, json!({})).await;
    assert_eq!(same.body["event"]["title"], "Wound care");
    let unsigned =
        organizer.send("PATCH", &path(event), Some(json!({})), &[("if-match", "\"x\"")]).await;
    assert_eq!(unsigned.problem(), "412 precondition-failed");
}

/// RG-13, RG-6: who waits for a seat that a new format does away with is seated at once; whoever saw
/// the place as it was sees it anew first.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_format_seats_who_waited_for_the_former(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { format: "hybrid", ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    let waits = rows::registration(&db, event, "waits@example.org", "waitlisted").await;
    let there = rows::registration(&db, event, "there@example.org", "confirmed").await;
    sqlx::query!("update registrations set mode = 'in_person' where id = $1", waits as _)
        .execute(&db)
        .await
        .unwrap();
    let full = organizer.patch(&path(event), 1, json!({"in_person_capacity": 0})).await;
    assert_eq!(full.status, 200, "{}", full.body);
    let moved = organizer.patch(&path(event), 2, json!({"format": "online"})).await;
    assert_eq!((moved.status, &moved.body["promoted"]), (200, &json!(1)), "{}", moved.body);
    let version = async |id: models::RegistrationId| {
        sqlx::query_scalar!("select version from registrations where id = $1", id as _)
            .fetch_one(&db)
            .await
            .unwrap()
    };
    assert_eq!(version(there).await, 1, "nothing is different");
    assert!(version(waits).await > 1);
}
