use insta::assert_snapshot;
use models::Role;
use serde_json::json;
use sqlx::PgPool;

use crate::{PATH, codes, sheet};

/// UX-52: the sheet, with everything that it does not ask set.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_sheet_makes_a_draft_with_all_that_it_needs(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let made = organizer.post(PATH, sheet()).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    assert_eq!(made.body["status"], "draft");
    assert_eq!(made.body["starts_at"], "2026-12-01T09:00:00Z");
    assert_eq!(made.body["ends_local"], "2026-12-01T11:00:00+01:00");
    assert_eq!(made.body["public_path"], "/events/wound-care");
    assert_eq!(made.body["missing"], json!([]));
    assert_eq!(made.body["session_count"], 1);
    let path = format!("{PATH}/{}", made.body["id"].as_str().unwrap());
    let tickets = organizer.get(&format!("{path}/tickets")).await;
    assert_eq!(tickets.body["data"][0]["name"], "Registration");
    let history = organizer.get(&format!("{path}/history")).await;
    assert_eq!(history.body["data"][0]["actor"]["name"], "Ada Park");
    let mut home = sheet();
    home.as_object_mut().unwrap().remove("time_zone");
    assert_eq!(organizer.post(PATH, home).await.body["time_zone"], "Europe/London");
}

/// EV-1, §6.14
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_title_makes_a_page_of_its_own(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let mut slugs = std::collections::BTreeSet::new();
    for title in ["研修会", "Żółć", "🎉", "🎊", "Żółć"] {
        let mut body = sheet();
        body["title"] = title.into();
        let made = organizer.post(PATH, body).await;
        assert_eq!(made.status, 201, "{:?}", made.body);
        assert!(slugs.insert(made.body["slug"].as_str().unwrap().to_owned()));
    }
    assert!(slugs.contains("研修会") && slugs.contains("zolc") && slugs.contains("event"));
}

/// EV-2
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn times_that_do_not_exist_are_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let mut body = sheet();
    body["local_start"] = "2027-03-28T02:30".into();
    assert_snapshot!(organizer.post(PATH, body).await.problem(), @"422 time-does-not-exist");
    let mut body = sheet();
    body["time_zone"] = "Europe/Atlantis".into();
    assert_snapshot!(organizer.post(PATH, body).await.problem(), @"422 unknown-time-zone");
}

/// §5: what a body may not say.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_sheet_cannot_say_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (part, value) in [
        ("status", json!("published")),
        ("organization_id", json!("x")),
        ("title", json!("")),
        ("title", json!("x".repeat(201))),
        ("capacity", json!(-1)),
        ("capacity", json!(100_001)),
        ("waitlist_max", json!(10_001)),
        ("local_end", json!("2026-12-01T10:02")),
        ("local_end", json!("2026-12-01T09:00")),
        ("join", json!({"kind": "link", "online_url": "http://meet.example.org"})),
        ("join", json!({"kind": "link", "online_url": "javascript:alert(1)"})),
    ] {
        let mut body = sheet();
        body[part] = value.clone();
        let refused = organizer.post(PATH, body).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{part} {value}");
        assert_eq!(codes(&refused).len(), 1, "{part} {value}");
    }
}

/// The stored answer is replayed.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_clicks_make_one_draft(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let key = [("idempotency-key", "one")];
    let first = organizer.send("POST", PATH, Some(sheet()), &key).await;
    let second = organizer.send("POST", PATH, Some(sheet()), &key).await;
    assert_eq!((first.status, &first.body), (201, &second.body));
}

/// EV-2: the night when an hour comes twice, and years that no calendar holds.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn odd_times_are_meant_as_the_rule_says_or_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let times = |start: &str, end: Option<&str>, offset: Option<&str>| {
        let mut body = sheet();
        (body["local_start"], body["local_end"]) = (json!(start), json!(end));
        (body["utc_offset"], body["time_zone"]) = (json!(offset), json!("Europe/Warsaw"));
        body
    };
    let twice = |offset| times("2027-10-31T02:30", Some("2027-10-31T04:00"), offset);
    for (offset, instant) in
        [(None, "2027-10-31T00:30:00Z"), (Some("+01:00"), "2027-10-31T01:30:00Z")]
    {
        let made = organizer.post(PATH, twice(offset)).await;
        assert_eq!(made.body["starts_at"], instant, "{}", made.body);
    }
    for odd in ["+262142-12-31T23:59", "9999-12-31T23:59", "-0001-01-01T00:00", "0000-01-01T00:00"]
    {
        let refused = organizer.post(PATH, times(odd, None, None)).await;
        assert_eq!(refused.status, 422, "{odd}: {}", refused.body);
    }
    assert_eq!(
        organizer
            .post(PATH, times("2027-10-30T09:00", Some("2028-12-30T09:00"), None))
            .await
            .status,
        422
    );
}
