use models::{Currency, EventId, Money, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, TestApp, rows};

use crate::{jobs, path};

async fn reschedule(
    app: &TestApp,
    by: &Member<'_>,
    event: EventId,
    (version, preview): (i32, bool),
    wish: Value,
) -> Answer {
    let path = format!("{}/reschedule?preview={preview}", path(event));
    let mut request = testkit::request_of("POST", &path, Some(wish));
    request.headers_mut().insert("authorization", format!("Bearer {}", by.token).parse().unwrap());
    request.headers_mut().insert("if-match", format!("\"{version}\"").parse().unwrap());
    app.answer(request).await
}

async fn offered(db: &PgPool, event: EventId) -> bool {
    let at = sqlx::query_scalar!("select refund_offered_at from events where id = $1", event as _);
    at.fetch_one(db).await.unwrap().is_some()
}

/// EV-12: registrations stay, people hear of it at once, and the preview says what it would mean.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_move_is_previewed_then_told_at_once_with_the_offer_of_a_refund(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    rows::registration(&db, event, "free@example.org", "confirmed").await;
    testkit::sales::sold(&db, ana, "acct_1", Money::new(5000, Currency::USD)).await;
    let wish = json!({"local_start": "2026-10-09T11:00", "offer_refund": true, "message": "The hall was flooded."});
    let seen = reschedule(&app, &organizer, event, (1, true), wish.clone()).await;
    let counts = |answer: &Answer| {
        (
            answer.body["people_to_tell"].clone(),
            answer.body["people_who_paid"].clone(),
            answer.body["refund_until"].clone(),
        )
    };
    let until = json!("2026-10-09T10:00:00Z");
    assert_eq!(counts(&seen), (json!(2), json!(1), until.clone()), "{}", seen.body);
    assert!(!offered(&db, event).await && jobs(&db, "announce-event").await.is_empty());

    let done = reschedule(&app, &organizer, event, (1, false), wish.clone()).await;
    assert_eq!(counts(&done), (json!(2), json!(1), until));
    assert!(offered(&db, event).await);
    let told = jobs(&db, "announce-event").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["news"]["message"], "The hall was flooded.");
    assert_eq!(told[0]["news"]["refund_offered"], true);
    let stale = reschedule(&app, &organizer, event, (1, false), wish).await;
    assert_eq!(stale.problem(), "412 precondition-failed");
    let status = sqlx::query_scalar!("select status from registrations where id = $1", ana as _);
    assert_eq!(status.fetch_one(&db).await.unwrap(), "confirmed");
}

/// EV-12: the offer holds until the new start, so that has to lie ahead; without it nothing is offered.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_is_moved_ahead_only_and_offers_nothing_by_itself(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let back = json!({"local_start": "2026-09-01T11:00", "offer_refund": true});
    let refused = reschedule(&app, &organizer, event, (1, false), back).await;
    assert_eq!(refused.problem(), "422 validation-failed");
    let plain = json!({"local_start": "2026-10-09T11:00"});
    let done = reschedule(&app, &organizer, event, (1, false), plain).await;
    assert_eq!((done.status, &done.body["refund_until"]), (200, &Value::Null), "{}", done.body);
    assert!(!offered(&db, event).await);
    let viewer = app.member_of(organizer.org(), Role::Viewer).await;
    let again = json!({"local_start": "2026-10-10T11:00"});
    let forbidden = reschedule(&app, &viewer, event, (2, false), again).await;
    assert_eq!(forbidden.problem(), "403 forbidden");
}

/// EV-12: only what people are told is offered to them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_move_that_tells_nobody_offers_no_refund(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let (draft, published) =
        (organizer.event(EventSpec::DRAFT).await, organizer.event(EventSpec::PUBLISHED).await);
    let wish = |start: &str| json!({"local_start": start, "offer_refund": true});
    for (event, start) in [(draft, "2026-10-09T11:00"), (published, "2026-10-02T09:00")] {
        let done = reschedule(&app, &organizer, event, (1, false), wish(start)).await;
        assert_eq!((done.status, &done.body["refund_until"]), (200, &Value::Null), "{}", done.body);
        assert!(!offered(&db, event).await);
    }
}
