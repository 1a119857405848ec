use chrono::TimeDelta;
use insta::assert_snapshot;
use models::{Role, SealKind};
use sqlx::PgPool;
use testkit::{EventSpec, count_queries, rows};

use crate::{EVENTS, get};

/// EV-18
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_page_tells_all_that_strangers_need(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec { format: "hybrid", capacity: Some(40), ..EventSpec::PUBLISHED })
        .await;
    sqlx::query!(
        "update events set description = $1",
        "# Hello\n<script>alert(1)</script>\n\n[site](https://a.example) [bad](javascript:alert(1)) ![x](http://a.example/x.png)"
    )
    .execute(&db)
    .await
    .unwrap();
    let (page, queries) = count_queries(get(&app, &format!("{EVENTS}/{event}"))).await;
    assert_eq!(page.body["starts_local"], "2026-10-02T09:00:00+01:00", "{:?}", page.body);
    assert_eq!(
        (page.body["availability"].as_str(), page.body["joins_by"].as_str()),
        (Some("open"), Some("link"))
    );
    assert_eq!(
        page.body["seats_left"],
        serde_json::Value::Null,
        "not unless the organizer shows it"
    );
    assert_eq!(page.body["registration"]["open"], true);
    assert_eq!(page.body["registration"]["approval_required"], false);
    assert_eq!(page.body["registration"]["party_max"], 10);
    assert_eq!(page.body["registration"]["ticket_types"][0]["name"], "Registration");
    assert_eq!(page.body["venue_name"], "Great Hall");
    let html = page.body["description_html"].as_str().unwrap();
    assert_snapshot!(html, @r#"
    <h1>Hello</h1>
    &lt;script&gt;alert(1)&lt;/script&gt;
    <p><a href="https://a.example" rel="nofollow noopener ugc">site</a> <a rel="nofollow noopener ugc">bad</a> <img alt="x"></p>
    "#);
    assert!(queries <= 4, "{queries}");
}

/// EV-18
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn availability_is_a_word(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (capacity, waitlist_max, taken, expected) in [
        (Some(10), 0, 4, "open"),
        (Some(10), 0, 5, "few_left"),
        (Some(2), 5, 2, "waitlist"),
        (Some(2), 0, 2, "sold_out"),
        (None, 0, 3, "open"),
    ] {
        let event =
            organizer.event(EventSpec { capacity, waitlist_max, ..EventSpec::PUBLISHED }).await;
        for n in 0..taken {
            rows::registration(&db, event, &format!("p{n}@example.org"), "confirmed").await;
        }
        assert_eq!(get(&app, &format!("{EVENTS}/{event}")).await.body["availability"], expected);
    }
    let late = organizer
        .event(EventSpec {
            starts_in: TimeDelta::minutes(-5),
            status: "live",
            ..EventSpec::PUBLISHED
        })
        .await;
    let page = get(&app, &format!("{EVENTS}/{late}")).await;
    assert_eq!(
        (page.body["availability"].as_str(), page.body["registration"]["reason"].as_str()),
        (Some("closed"), Some("closed"))
    );
    let off = organizer.event(EventSpec { status: "cancelled", ..EventSpec::PUBLISHED }).await;
    sqlx::query!("update events set cancel_reason = 'ill' where id = $1", off as _)
        .execute(&db)
        .await
        .unwrap();
    let page = get(&app, &format!("{EVENTS}/{off}")).await;
    assert_eq!(
        (page.status, page.body["cancel_reason"].as_str()),
        (200, Some("ill")),
        "its page stays and says so"
    );
}

/// EV-1, §6.14
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_former_address_leads_to_the_present_one(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    sqlx::query!("update event_slugs set current = false where event_id = $1", event as _)
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!("insert into event_slugs (slug, event_id) values ('研修会', $1)", event as _)
        .execute(&db)
        .await
        .unwrap();
    for rest in ["", "/calendar.ics", "/schema.json"] {
        let moved = get(&app, &format!("{EVENTS}/{event}{rest}")).await;
        let present = format!("{EVENTS}/%E7%A0%94%E4%BF%AE%E4%BC%9A{rest}");
        assert_eq!(
            (moved.status, moved.headers["location"].to_str().unwrap()),
            (308, present.as_str())
        );
        assert_eq!(get(&app, &present).await.status, 200);
    }
}

/// EV-4, EV-19
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_private_page_opens_to_its_key_and_its_people(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { visibility: "private", ..EventSpec::PUBLISHED }).await;
    let path = format!("{EVENTS}/{event}");
    assert_snapshot!(get(&app, &path).await.problem(), @"404 not-found");
    assert_snapshot!(app.member(Role::Owner).await.get(&path).await.problem(), @"404 not-found");
    let key = |kind, generation| format!("{path}?key={}", app.seal(kind, event, generation));
    for wrong in [key(SealKind::EventAccess, 2), key(SealKind::Manage, 1), format!("{path}?key=x")]
    {
        assert_eq!(get(&app, &wrong).await.status, 404);
    }
    let opened = get(&app, &key(SealKind::EventAccess, 1)).await;
    assert_eq!(
        (opened.status, opened.headers["cache-control"].to_str().unwrap()),
        (200, "private, no-store")
    );
    assert_eq!(opened.body["noindex"], true);
    assert_eq!(organizer.get(&path).await.status, 200);
    let ada = app.person().await;
    let id = rows::registration(&db, event, &ada.email, "confirmed").await;
    assert_eq!(ada.get(&path).await.status, 404);
    sqlx::query!("update registrations set user_id = $2 where id = $1", id as _, ada.user as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(ada.get(&path).await.status, 200);
    let draft = organizer.event(EventSpec::DRAFT).await;
    assert_eq!(get(&app, &format!("{EVENTS}/{draft}")).await.status, 404);
}

/// EV-20, EV-21
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn machines_read_it_too(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    sqlx::query!("update events set sequence = 2").execute(&db).await.unwrap();
    let schema = get(&app, &format!("{EVENTS}/{event}/schema.json")).await;
    assert_eq!(schema.headers["content-type"], "application/ld+json");
    assert_eq!(schema.body["eventStatus"], "https://schema.org/EventRescheduled");
    assert_eq!(schema.body["eventAttendanceMode"], "https://schema.org/OnlineEventAttendanceMode");
    let calendar = get(&app, &format!("{EVENTS}/{event}/calendar.ics")).await;
    let text = calendar.text().replace("\r\n ", "");
    for line in [
        format!("UID:{event}@accredit.test"),
        "SEQUENCE:2".into(),
        "BEGIN:VTIMEZONE".into(),
        "DTSTART;TZID=Europe/London:20261002T090000".into(),
    ] {
        assert!(text.contains(&line), "{line} in {text}");
    }
}

/// CR-8: what ends at midnight is judged by the day before, as its credit is.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn credit_of_an_event_that_ends_at_midnight_holds_on_its_own_day(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    // 09:00 in London, for fifteen hours.
    let event =
        organizer.event(EventSpec { lasts: TimeDelta::hours(15), ..EventSpec::PUBLISHED }).await;
    let mut conn = db.acquire().await.unwrap();
    credentials::catalogue::seed(&mut conn, testkit::now()).await.unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 2);
    let wanted = credentials::designation::Wanted {
        event,
        session: None,
        credit_type: credentials::catalogue::credit_type_id(credentials::catalogue::RCP_EXTERNAL),
        rule_set: None,
        max_credits: None,
        status: credentials::designation::Status::Approved,
        approval_number: None,
        valid_from: day,
        valid_to: day,
        wording: None,
        shares: Vec::new(),
    };
    credentials::designation::designate(&mut conn, organizer.org(), wanted, testkit::now())
        .await
        .unwrap();
    let page = get(&app, &format!("{EVENTS}/{event}")).await.body;
    assert_eq!(page["credits"].as_array().map(Vec::len), Some(1), "{page}");
}
