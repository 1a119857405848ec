use models::{EventId, RegistrationId, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::EventSpec;

use crate::{PATH, ids, mails, paying, register, status};

async fn ask_first(db: &PgPool, event: EventId) {
    sqlx::query!(
        "update event_settings set approval_required = true where event_id = $1",
        event as _
    )
    .execute(db)
    .await
    .unwrap();
}

fn path(place: RegistrationId, what: &str) -> String {
    format!("{PATH}/{place}/{what}")
}

/// RG-21: nothing is held before the organizer's word; then the seats hold for everybody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_request_holds_nothing_until_it_is_approved(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { capacity: Some(1), waitlist_max: 1, ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    ask_first(&db, event).await;
    let mut people = Vec::new();
    for who in ["a", "b", "c", "d"] {
        let asked = register(&app, event, &format!("{who}@example.org")).await;
        assert_eq!(
            (status(&asked), &asked.body["registrations"][0]["next"]),
            ("requested", &json!("approval"))
        );
        people.push(ids(&asked)[0]);
    }
    assert_eq!(crate::seats(&db, event).await, (0, 0, 0));
    let holder = app.send_as_holder(people[0], "POST", &path(people[0], "approve"), None).await;
    assert_eq!(holder.problem(), "403 forbidden");
    let mut answers = Vec::new();
    for place in &people[..3] {
        let done = organizer.post(&path(*place, "approve"), json!(null)).await;
        answers.push(match done.status {
            200 => done.body["status"].as_str().unwrap().to_owned(),
            _ => done.problem(),
        });
    }
    assert_eq!(answers, ["confirmed", "waitlisted", "409 waitlist-full"]);
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
    let no =
        organizer.post(&path(people[3], "decline"), json!({"reason": "For members only."})).await;
    assert_eq!(
        (&no.body["status"], &no.body["cancel_reason"]),
        (&json!("declined"), &json!("For members only."))
    );
    let again = organizer.post(&path(people[3], "approve"), json!(null)).await;
    assert_eq!(again.problem(), "409 not-requested");
    assert_eq!(
        mails(&db).await,
        [
            "registration-confirmed a@example.org",
            "registration-request a@example.org",
            "registration-request b@example.org",
            "registration-waitlisted b@example.org",
            "registration-request c@example.org",
            "registration-request d@example.org",
            "registration-request d@example.org"
        ]
    );
    assert_eq!(register(&app, event, "d@example.org").await.status, 201, "R4");
}

/// RG-21: approved, a ticket with a price is held to be paid, with the code that came with the
/// request (PC-8); the person is told where.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_approved_ticket_with_a_price_is_held_and_drafted_with_the_kept_code(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    ask_first(&db, event).await;
    sqlx::query!(
        "insert into promo_codes (id, organization_id, code, kind, percent_bp, scope, created_at, updated_at)
         select gen_random_uuid(), organization_id, 'HALF', 'percent', 5000, 'all', created_at, created_at from events where id = $1",
        event as _
    )
    .execute(&db)
    .await
    .unwrap();
    let mut wish = crate::guest(event, "ana@example.org");
    wish["promo_code"] = "NONE".into();
    assert_eq!(app.post(PATH, wish.clone()).await.problem(), "422 promo-code-invalid");
    wish["promo_code"] = "half".into();
    let ana = ids(&app.post(PATH, wish).await)[0];
    assert_eq!(paying(&db, ana).await, None, "nothing is charged before");
    app.advance(chrono::TimeDelta::hours(1));
    let organizer = app.member_of(organizer.org(), Role::Organizer).await;
    let done = organizer.post(&path(ana, "approve"), json!(null)).await;
    assert_eq!(done.body["status"], "held", "{}", done.body);
    let left = sqlx::query!(
        "select p.net_minor, extract(epoch from r.hold_expires_at - r.held_at)::bigint / 60 as \"minutes!\"
           from payment_items i join payments p on p.id = i.payment_id join registrations r on r.id = i.registration_id where r.id = $1",
        ana as _
    );
    let left = left.fetch_one(&db).await.unwrap();
    assert_eq!((left.net_minor, left.minutes), (2500, 23 * 60 / 4), "half; a quarter of the time");
    assert_eq!(mails(&db).await, ["registration-request ana@example.org"; 2]);
}

/// RG-21: many at once, each for itself; a stranger's request is not there.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn requests_are_answered_in_bulk_and_each_stands_alone(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { capacity: Some(1), ..EventSpec::PUBLISHED }).await;
    ask_first(&db, event).await;
    let elsewhere = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    ask_first(&db, elsewhere).await;
    let foreign = ids(&register(&app, elsewhere, "x@example.org").await)[0];
    let a = ids(&register(&app, event, "a@example.org").await)[0];
    let b = ids(&register(&app, event, "b@example.org").await)[0];
    let order = |decision: &str, who: &[RegistrationId]| json!({"event_id": event, "decision": decision, "registration_ids": who});
    let done =
        organizer.post(&format!("{PATH}/decide"), order("approve", &[foreign, a, b, a])).await;
    let rows = done.body["rows"].as_array().unwrap_or_else(|| panic!("{}", done.body));
    let outcomes: Vec<&str> =
        rows.iter().filter_map(|row| row["code"].as_str().or(row["status"].as_str())).collect();
    assert_eq!(outcomes, ["not-found", "confirmed", "sold-out", "not-requested"]);
    let no = organizer.post(&format!("{PATH}/decide"), order("decline", &[b])).await;
    assert_eq!(no.body["rows"][0]["status"], "declined");
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
    assert_eq!(crate::seats(&db, elsewhere).await, (0, 0, 0));
}
