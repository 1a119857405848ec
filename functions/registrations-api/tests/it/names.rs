use chrono::TimeDelta;
use models::{EventId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp, now, rows};

use crate::{PATH, ids, lock_names, mails, paying};

fn party(event: EventId, others: usize) -> Value {
    let mut attendees = vec![json!({"email": "ana@example.org", "full_name": "Ana Kos"})];
    attendees.extend((0..others).map(|_| json!({})));
    json!({"event_id": event, "attendees": attendees})
}

async fn name(
    app: &TestApp,
    by: models::RegistrationId,
    seat: models::RegistrationId,
    email: &str,
) -> Answer {
    let person = json!({"email": email, "full_name": "Ben Ito"});
    app.send_as_holder(by, "POST", &format!("{PATH}/{seat}/name"), Some(person)).await
}

/// RG-19: whoever booked names the others; each gets their own mail once, and the seat is theirs alone.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn all_but_the_booker_may_be_named_later(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let booked = app.post(PATH, party(event, 2)).await;
    assert_eq!(booked.status, 201, "{}", booked.body);
    assert_eq!(booked.body["registrations"][1]["email"], Value::Null);
    assert_eq!(crate::seats(&db, event).await, (3, 3, 3), "seats without names are seats");
    assert_eq!(mails(&db).await, ["registration-confirmed ana@example.org"]);
    let [ana, first, second] = ids(&booked)[..] else { panic!("three seats") };

    let page = app.send_as_holder(ana, "GET", &format!("{PATH}/personal"), None).await;
    let seats = page.body["party"].as_array().unwrap();
    assert!(seats.len() == 2 && seats.iter().all(|seat| seat["can_name"] == true), "{seats:?}");

    let named = name(&app, ana, first, "ben@example.org").await;
    assert_eq!((named.status, &named.body["unnamed"]), (200, &Value::Bool(false)));
    let own = format!("{PATH}/personal");
    assert_eq!(app.send_as_holder(first, "GET", &own, None).await.status, 404, "an old link");
    assert_eq!(name(&app, ana, first, "eve@example.org").await.problem(), "404 not-found");
    assert_eq!(
        name(&app, second, second, "BEN@example.org").await.problem(),
        "409 already-registered"
    );
    assert_eq!(
        name(&app, second, second, "cy@example.org").await.status,
        200,
        "the seat's own link"
    );
    assert_eq!(
        mails(&db).await,
        [
            "registration-confirmed ana@example.org",
            "registration-confirmed ben@example.org",
            "registration-confirmed cy@example.org"
        ]
    );
    assert_eq!(crate::seats(&db, event).await, (3, 3, 3));
}

/// RG-25: another's link, another party's booker and a stranger name nobody; the organizer does.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_who_booked_a_seat_or_the_organizer_names_it(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let [_, seat] = ids(&app.post(PATH, party(event, 1)).await)[..] else { panic!("two seats") };
    let other = rows::registration(&db, event, "eve@example.org", "confirmed").await;
    assert_eq!(name(&app, other, seat, "x@example.org").await.problem(), "404 not-found");
    let path = format!("{PATH}/{seat}/name");
    let person = json!({"email": "ben@example.org", "full_name": "Ben Ito"});
    let stranger = app.person().await;
    assert_eq!(stranger.post(&path, person.clone()).await.problem(), "404 not-found");
    let elsewhere = app.member(Role::Organizer).await;
    assert_eq!(elsewhere.post(&path, person.clone()).await.problem(), "404 not-found");
    lock_names(&db, event, now()).await;
    assert_eq!(
        organizer.post(&path, person.clone()).await.status,
        200,
        "the lock is the organizer's"
    );
    assert_eq!(organizer.post(&path, person).await.problem(), "409 seat-named");
    let list = organizer.get(&format!("{PATH}?event_id={event}")).await;
    let unnamed = list.body["data"].as_array().unwrap().iter().filter(|row| row["unnamed"] == true);
    assert_eq!(unnamed.count(), 0);
}

/// RG-19, RG-4: the lock holds for who booked, and questions are asked of whoever is named.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn naming_asks_what_registering_asks_and_ends_with_the_lock(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let [ana, seat] = ids(&app.post(PATH, party(event, 1)).await)[..] else { panic!("two seats") };
    sqlx::query!(
        "insert into questions (id, organization_id, event_id, kind, label, required, created_at, updated_at)
         select $2, organization_id, id, 'text', 'Ward', true, $3, $3 from events where id = $1",
        event as _,
        models::QuestionId::new(now()) as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(name(&app, ana, seat, "ben@example.org").await.problem(), "422 answer-invalid");
    lock_names(&db, event, now() + TimeDelta::hours(1)).await;
    app.advance(TimeDelta::hours(1));
    assert_eq!(name(&app, ana, seat, "ben@example.org").await.problem(), "409 names-locked");
    let late = app.post(PATH, party(event, 1)).await;
    assert_eq!(late.problem(), "409 names-locked", "nobody could be named any more");
    assert_eq!(mails(&db).await, ["registration-confirmed ana@example.org"], "R1");
}

/// RG-19: a party that pays has one payment over all seats, whoever comes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn seats_without_names_are_paid_for_with_the_others(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    let booked = app.post(PATH, party(event, 2)).await;
    let all = ids(&booked);
    let total = booked.body["payment"]["total"]["amount"].as_i64().unwrap();
    for seat in &all {
        let expected = ("stripe".to_owned(), "draft".to_owned(), total);
        assert_eq!(paying(&db, *seat).await, Some(expected));
    }
    assert_eq!(name(&app, all[0], all[1], "ben@example.org").await.body["status"], "held");
    assert!(mails(&db).await.is_empty(), "the mail comes with the payment");
}

/// RG-19, RG-21: a seat without a name that is approved, or comes free, is paid for through its own
/// link by whoever booked it; the link of one seat does not open the payment of a party.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seat_without_a_name_that_comes_later_can_be_paid_for(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    let opens = async |seat: models::RegistrationId| {
        let page = app.send_as_holder(seat, "GET", &format!("{PATH}/personal"), None).await;
        page.body["registration"]["payment"]["token"].is_string()
    };
    let at_once = ids(&app.post(PATH, party(event, 1)).await);
    assert_eq!((opens(at_once[0]).await, opens(at_once[1]).await), (true, false));
    sqlx::query!("update event_settings set approval_required = true").execute(&db).await.unwrap();
    let mut asked = party(event, 1);
    asked["attendees"][0]["email"] = "boss@example.org".into();
    let later = ids(&app.post(PATH, asked).await);
    for seat in &later {
        let approved = organizer.post(&format!("{PATH}/{seat}/approve"), json!(null)).await;
        assert_eq!(approved.body["status"], "held", "{}", approved.body);
        assert!(opens(*seat).await, "{seat}");
    }
}
