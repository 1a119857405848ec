use chrono::TimeDelta;
use insta::assert_snapshot;
use models::{QuestionId, Role, SealKind};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, now, rows};

use crate::{PATH, guest, register, status};

const SMALL: EventSpec = EventSpec { capacity: Some(1), waitlist_max: 1, ..EventSpec::PUBLISHED };

/// RG-7
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn seats_then_the_queue_then_a_refusal(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(SMALL).await;
    let first = register(&app, event, "a@example.org").await;
    assert_eq!((first.status, status(&first)), (201, "confirmed"));
    let second = register(&app, event, "b@example.org").await;
    assert_eq!(status(&second), "waitlisted");
    assert_eq!(second.body["registrations"][0]["waitlist_position"], 1);
    assert_snapshot!(register(&app, event, "c@example.org").await.problem(), @"409 waitlist-full");
    let mut impatient = guest(event, "d@example.org");
    impatient["accept_waitlist"] = false.into();
    assert_snapshot!(app.post(PATH, impatient).await.problem(), @"409 sold-out");
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
}

/// RG-2, RG-3
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_address_is_registered_once_in_any_case(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    register(&app, event, "ana@example.org").await;
    let again = register(&app, event, " Ana@EXAMPLE.org").await;
    assert_snapshot!(again.problem(), @"409 already-registered");
    assert!(!again.body.to_string().contains("/r/"), "a stranger learns no link");
    assert_eq!(register(&app, event, "a.na@example.org").await.status, 201);
}

/// R1: a refused registration leaves nothing behind.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refusal_leaves_no_trace(db: PgPool) {
    let app = crate::app(&db);
    let event = app
        .member(Role::Organizer)
        .await
        .event(EventSpec { capacity: Some(0), ..EventSpec::PUBLISHED })
        .await;
    assert_snapshot!(register(&app, event, "a@example.org").await.problem(), @"409 sold-out");
    let left = sqlx::query_scalar!(
        r#"select (select count(*) from bookings) + (select count(*) from registrations) + (select count(*) from registration_changes)
                + (select count(*) from messages) + (select count(*) from outbox) + (select count(*) from idempotency_keys) as "left!""#
    );
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
}

/// RG-1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn registration_opens_and_closes(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (spec, expected) in [
        (EventSpec::DRAFT, "404 not-found"),
        (EventSpec { status: "cancelled", ..EventSpec::PUBLISHED }, "409 registration-closed"),
        (EventSpec { status: "closed", ..EventSpec::PUBLISHED }, "409 registration-closed"),
        (
            EventSpec { starts_in: TimeDelta::minutes(-5), status: "live", ..EventSpec::PUBLISHED },
            "409 registration-closed",
        ),
    ] {
        let event = organizer.event(spec).await;
        assert_eq!(register(&app, event, "a@example.org").await.problem(), expected, "{spec:?}");
    }
    let event = organizer
        .event(EventSpec {
            starts_in: TimeDelta::minutes(-5),
            status: "live",
            ..EventSpec::PUBLISHED
        })
        .await;
    sqlx::query!(
        "update event_settings set registration_closes_at = $2 where event_id = $1",
        event as _,
        now() + TimeDelta::days(3)
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(
        register(&app, event, "a@example.org").await.status,
        201,
        "late registration is a setting"
    );
    app.advance(TimeDelta::hours(1));
    let over = register(&app, event, "b@example.org").await;
    assert_eq!(over.problem(), "409 registration-closed", "never later than the end");
}

/// EV-4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_private_event_opens_to_its_key_and_its_people(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { visibility: "private", ..EventSpec::PUBLISHED }).await;
    assert_snapshot!(register(&app, event, "a@example.org").await.problem(), @"404 not-found");
    let with = |key: String| {
        let mut body = guest(event, "a@example.org");
        body["access_key"] = key.into();
        body
    };
    let replaced = app.seal(SealKind::EventAccess, event, 7);
    assert_snapshot!(app.post(PATH, with(replaced)).await.problem(), @"404 not-found");
    let key = app.seal(SealKind::EventAccess, event, 1);
    assert_eq!(app.post(PATH, with(key)).await.status, 201);
    let member = organizer.post(PATH, json!({"event_id": event, "attendees": [{}]})).await;
    assert_eq!(member.status, 201, "{:?}", member.body);
}

/// RG-2: one press for a person with an account.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_person_with_an_account_registers_by_one_press(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let ada = app.person().await;
    let body = json!({"event_id": event, "attendees": [{}]});
    let answer = ada.post(PATH, body.clone()).await;
    assert_eq!(answer.body["registrations"][0]["email"], ada.email.as_str());
    assert_eq!(answer.body["registrations"][0]["full_name"], "Ada Park");
    let again = ada.post(PATH, body).await;
    assert_snapshot!(again.problem(), @"409 already-registered");
    assert_eq!(again.body["errors"][0]["detail"], answer.body["registrations"][0]["id"]);
    let friend = ada.post(PATH, guest(event, "friend@example.org")).await;
    assert_eq!(friend.status, 201, "another address makes an attendee, not a duplicate");
}

/// §6.5, R4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_cancelled_place_never_blocks_coming_back(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    for gone in ["cancelled", "cancelled"] {
        rows::registration(&db, event, "ana@example.org", gone).await;
    }
    assert_eq!(status(&register(&app, event, "ana@example.org").await), "confirmed");
    let kept = sqlx::query_scalar!(r#"select count(*) as "count!" from registrations"#);
    assert_eq!(kept.fetch_one(&db).await.unwrap(), 3);
}

/// RG-4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn answers_are_checked_with_their_place(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let question = QuestionId::new(now());
    sqlx::query!(
        r#"insert into questions (id, organization_id, event_id, kind, label, required, options, created_at, updated_at)
           values ($1, $2, $3, 'select', 'Diet', true, '[{"key":"vegan","label":"Vegan"},{"key":"any","label":"Anything"}]', $4, $4)"#,
        question as _,
        organizer.org() as _,
        event as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    let refused = register(&app, event, "a@example.org").await;
    assert_snapshot!(refused.problem(), @"422 answer-invalid");
    assert_eq!(refused.body["errors"][0]["pointer"], format!("/attendees/0/answers/{question}"));
    let mut answered = guest(event, "a@example.org");
    answered["attendees"][0]["answers"] = json!({question.to_string(): "vegan"});
    assert_eq!(app.post(PATH, answered).await.status, 201);
}

/// Five clicks on Register: the stored answer is replayed.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_same_key_gives_the_same_answer(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let ada = app.person().await;
    let body = json!({"event_id": event, "attendees": [{}]});
    let key = [("idempotency-key", "one")];
    let first = ada.send("POST", PATH, Some(body.clone()), &key).await;
    let second = ada.send("POST", PATH, Some(body), &key).await;
    assert_eq!((first.status, &first.body), (201, &second.body));
}

/// RG-1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn guests_may_be_asked_to_sign_in(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    sqlx::query!("update event_settings set guests_allowed = false").execute(&db).await.unwrap();
    assert_snapshot!(register(&app, event, "a@example.org").await.problem(), @"403 guests-not-allowed");
    let ada = app.person().await;
    assert_eq!(ada.post(PATH, json!({"event_id": event, "attendees": [{}]})).await.status, 201);
}

/// RG-24: confirming tells the person by exactly one mail, by whatever path.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn confirming_by_any_path_makes_exactly_one_mail(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(SMALL).await;
    let first = register(&app, event, "walks-in@example.org").await;
    register(&app, event, "waits@example.org").await;
    let seated = first.body["registrations"][0]["id"].as_str().unwrap().to_owned();
    organizer.post(&format!("{PATH}/{seated}/cancel"), json!({})).await;
    organizer.post(&format!("{PATH}/{seated}/cancel"), json!({})).await;
    let mails = sqlx::query!(
        r#"select address as "address!", message_key from messages where class <> 'notice' and address like '%@example.org'
              and address in ('walks-in@example.org', 'waits@example.org') order by 1, created_at, message_key"#
    );
    let mails = mails.fetch_all(&db).await.unwrap();
    let count = |address: &str, key: &str| {
        mails
            .iter()
            .filter(|mail| mail.address == address && mail.message_key.contains(key))
            .count()
    };
    assert_eq!(count("walks-in@example.org", "confirmed"), 1);
    assert_eq!(count("walks-in@example.org", "cancelled"), 1);
    assert_eq!(count("waits@example.org", "confirmed"), 1);
    let jobs = sqlx::query_scalar!(
        r#"select count(*) as "count!" from outbox where queue = 'send-email'"#
    );
    assert!(usize::try_from(jobs.fetch_one(&db).await.unwrap()).unwrap() >= mails.len());
}

/// §5: what a body may not say is refused with its place, and what it may leave out may be null.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_body_that_cannot_be_meant_is_refused_and_writes_nothing(db: PgPool) {
    let app = crate::app(&db);
    let (organizer, foreigner) =
        (app.member(Role::Organizer).await, app.member(Role::Organizer).await);
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let other = foreigner.event(EventSpec::PUBLISHED).await;
    let ticket = sqlx::query_scalar!("select id from ticket_types where event_id = $1", other as _);
    let ticket = ticket.fetch_one(&db).await.unwrap();
    let session = rows::session_of(&db, other).await;
    for (part, value, pointer) in [
        ("full_name", json!("A\u{0}na"), "/attendees/0/full_name"),
        ("full_name", json!("Ana\nKos"), "/attendees/0/full_name"),
        ("full_name", json!(" "), "/attendees/0/full_name"),
        ("full_name", json!("ż".repeat(201)), "/attendees/0/full_name"),
        ("full_name", json!(null), "/attendees/0/full_name"),
        ("email", json!("ana"), "/attendees/0/email"),
        ("email", json!("ana@example.org\r\nBcc: x@example.org"), "/attendees/0/email"),
        ("email", json!(null), "/attendees/0/email"),
        ("ticket_type_id", json!(ticket), "/attendees/0/ticket_type_id"),
        ("session_ids", json!([session]), "/attendees/0/session_ids"),
        ("mode", json!("in_person"), "/attendees/0/mode"),
        ("status", json!("confirmed"), "/attendees/0/status"),
        ("user_id", json!(organizer.user), "/attendees/0/user_id"),
    ] {
        let mut body = guest(event, "ana@example.org");
        body["attendees"][0][part] = value.clone();
        let refused = app.post(PATH, body).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{part} {value}: {}", refused.body);
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{}", refused.body);
    }
    for attendees in [json!([]), json!([{}, {}])] {
        let body = json!({"event_id": event, "attendees": attendees});
        assert_eq!(app.post(PATH, body).await.status, 422);
    }
    let left = sqlx::query_scalar!(r#"select count(*) as "count!" from registrations"#);
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
    let mut sparse = guest(event, "李@例え.jp");
    sparse["attendees"][0]["full_name"] = "محمد 王-Żółć".into();
    for part in ["ticket_type_id", "mode", "professional_title", "organization_name"] {
        sparse["attendees"][0][part] = json!(null);
    }
    for part in ["access_key", "locale", "time_zone"] {
        sparse[part] = json!(null);
    }
    let made = app.post(PATH, sparse).await;
    assert_eq!(made.status, 201, "{}", made.body);
}

/// A key is used for one wish: another body under it is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_key_that_was_used_for_another_wish_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let ada = app.person().await;
    let key = [("idempotency-key", "one")];
    let first = json!({"event_id": event, "attendees": [{}]});
    assert_eq!(ada.send("POST", PATH, Some(first), &key).await.status, 201);
    let other = ada.send("POST", PATH, Some(guest(event, "b@example.org")), &key).await;
    assert_snapshot!(other.problem(), @"422 idempotency-key-reused");
    let none = ada.send("POST", PATH, Some(guest(event, "b@example.org")), &[]).await;
    assert_snapshot!(none.problem(), @"422 idempotency-key-required");
}

/// RG-1, BI-6: a plan that ended long ago takes no registration; with patience left it does.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_whose_plan_has_ended_takes_no_registration(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    for (status, expected) in [("unpaid", 409), ("past_due", 201), ("trialing", 409)] {
        testkit::rows::plan(&db, organizer.org(), "organizer", status).await;
        let answer = register(&app, event, &format!("{status}@example.org")).await;
        assert_eq!(answer.status, expected, "{status}: {}", answer.body);
    }
}

/// §5: a seat is not kept for days by holding it again and again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_fifth_hold_of_one_address_in_a_day_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { starts_in: TimeDelta::days(9), ..EventSpec::PUBLISHED };
    let event = crate::sold(&db, &organizer, spec).await;
    for n in 0..4 {
        assert_eq!(status(&register(&app, event, "ana@example.org").await), "held");
        app.advance(TimeDelta::hours(1));
        // Whoever comes next ends what is past its time.
        register(&app, event, &format!("next{n}@example.org")).await;
    }
    let again = register(&app, event, "Ana@example.org").await;
    assert_eq!(again.problem(), "429 too-many-requests");
    assert!(again.headers.contains_key("retry-after"));
    let other = register(&app, event, "ben@example.org").await;
    assert_eq!(status(&other), "held", "{}", other.body);
    app.advance(TimeDelta::hours(23));
    assert_eq!(status(&register(&app, event, "ana@example.org").await), "held");
}

/// RG-3, PA-22: a guest who left before paying and comes again is sent the link to go on with, once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_left_before_paying_is_sent_the_way_back(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { starts_in: TimeDelta::days(9), ..EventSpec::PUBLISHED };
    let event = crate::sold(&db, &organizer, spec).await;
    let sent = async || {
        let sent = sqlx::query_scalar!(
            r#"select count(*) as "n!" from messages where address = 'ana@example.org'"#
        );
        sent.fetch_one(&db).await.unwrap()
    };
    assert_eq!(status(&register(&app, event, "ana@example.org").await), "held");
    assert_eq!(sent().await, 0, "she is on the way to pay");
    for _ in 0..2 {
        let again = register(&app, event, "ana@example.org").await;
        assert_eq!(again.problem(), "409 already-registered");
        assert_eq!(sent().await, 1);
    }
}
