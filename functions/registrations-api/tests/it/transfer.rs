use chrono::TimeDelta;
use models::{Currency, Money, RegistrationId, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp, now, rows};

use crate::{PATH, lock_names, mails, paying};

async fn pass_on(app: &TestApp, place: RegistrationId, email: &str) -> Answer {
    let person = json!({"email": email, "full_name": "Ben Ito"});
    app.send_as_holder(place, "POST", &format!("{PATH}/{place}/transfer"), Some(person)).await
}

fn new(answer: &Answer) -> RegistrationId {
    answer.body["registration_id"]
        .as_str()
        .unwrap_or_else(|| panic!("{}", answer.body))
        .parse()
        .unwrap()
}

/// RG-18: the seat and what was paid for it go along; everything that opened it is dead.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_passes_on_with_seat_and_payment_and_with_new_links(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    testkit::sales::sold(&db, ana, "acct_1", Money::new(5000, Currency::USD)).await;
    app.advance(TimeDelta::minutes(1));
    let ben = new(&pass_on(&app, ana, "ben@example.org").await);
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
    assert_eq!(paying(&db, ana).await, None);
    assert_eq!(paying(&db, ben).await.unwrap().1, "paid");
    let personal = format!("{PATH}/personal");
    assert_eq!(app.send_as_holder(ana, "GET", &personal, None).await.status, 404);
    assert_eq!(
        app.send_as_holder(ben, "GET", &personal, None).await.body["registration"]["status"],
        "confirmed"
    );
    let rows = sqlx::query!(
        "select status, ticket_revision, ticket_code, transferred_from = $2 as \"from_ana\" from registrations where event_id = $1 order by id",
        event as _,
        ana as _
    );
    let rows = rows.fetch_all(&db).await.unwrap();
    let told: Vec<_> =
        rows.iter().map(|r| (r.status.as_str(), r.ticket_revision, r.from_ana)).collect();
    assert_eq!(told, [("transferred", 1, None), ("confirmed", 2, Some(true))]);
    assert_ne!(rows[0].ticket_code, rows[1].ticket_code);
    assert_eq!(
        mails(&db).await,
        ["registration-passed-on ana@example.org", "registration-confirmed ben@example.org"]
    );
    assert_eq!(crate::register(&app, event, "ana@example.org").await.status, 201, "R4");
}

/// RG-18: three times, to somebody who is not there, before names are fixed and before the start.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn passing_on_has_its_limits(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "eve@example.org", "confirmed").await;
    let mut place = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    assert_eq!(pass_on(&app, place, "EVE@example.org").await.problem(), "409 already-registered");
    assert_eq!(pass_on(&app, place, "Ana@example.org").await.problem(), "409 already-registered");
    for n in 0..3 {
        app.advance(TimeDelta::minutes(1));
        place = new(&pass_on(&app, place, &format!("p{n}@example.org")).await);
    }
    assert_eq!(pass_on(&app, place, "p3@example.org").await.problem(), "409 transfer-limit");
    let waiting = rows::registration(&db, event, "w@example.org", "waitlisted").await;
    assert_eq!(pass_on(&app, waiting, "x@example.org").await.problem(), "409 illegal-transition");
    let cy = rows::registration(&db, event, "cy@example.org", "confirmed").await;
    lock_names(&db, event, now()).await;
    assert_eq!(pass_on(&app, cy, "x@example.org").await.problem(), "409 names-locked");
    lock_names(&db, event, now() + TimeDelta::days(30)).await;
    app.advance(TimeDelta::days(1));
    assert_eq!(pass_on(&app, cy, "x@example.org").await.problem(), "409 transfer-closed");
    let person = json!({"email": "x@example.org", "full_name": "Xi"});
    let organizer = app.member_of(organizer.org(), Role::Organizer).await;
    let by_organizer = organizer.post(&format!("{PATH}/{cy}/transfer"), person).await;
    assert_eq!(by_organizer.problem(), "409 transfer-closed");
    assert_eq!(crate::seats(&db, event).await, (3, 3, 3));
}

/// RG-19: the link of who booked is all that opens the seats without names, so it is kept until
/// they have them; the organizer, and an account that booked, lose nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_booked_by_link_names_the_others_before_passing_on(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let body = json!({"event_id": event, "attendees": [{"email": "ana@example.org", "full_name": "Ana Kos"}, {}]});
    let booked = app.post(PATH, body).await;
    let [ana, other] = crate::ids(&booked)[..] else { panic!("{}", booked.body) };
    assert_eq!(pass_on(&app, ana, "ben@example.org").await.problem(), "409 party-unnamed");
    let person = json!({"email": "cy@example.org", "full_name": "Cy"});
    let named =
        app.send_as_holder(ana, "POST", &format!("{PATH}/{other}/name"), Some(person)).await;
    assert_eq!(named.status, 200, "{}", named.body);
    assert_eq!(pass_on(&app, ana, "ben@example.org").await.status, 200);
}
