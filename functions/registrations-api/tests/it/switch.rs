use models::{EventId, RegistrationId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp};

use crate::{PATH, ids};

async fn come(app: &TestApp, event: EventId, email: &str, mode: &str) -> Answer {
    let person = json!({"email": email, "full_name": "Ana Kos", "mode": mode});
    app.post(PATH, json!({"event_id": event, "attendees": [person]})).await
}

async fn switch(app: &TestApp, place: RegistrationId, wish: Value) -> Answer {
    let path = format!("{PATH}/{place}");
    let seal = app.seal(models::SealKind::Manage, place, 1);
    let seen = app.send_as_holder(place, "GET", &path, None).await;
    let mut request = testkit::request_of("PATCH", &path, Some(wish));
    request.headers_mut().insert("authorization", format!("Seal {seal}").parse().unwrap());
    let version = format!("\"{}\"", seen.body["version"]);
    request.headers_mut().insert("if-match", version.parse().unwrap());
    app.answer(request).await
}

/// So many may come in person.
async fn in_person(db: &PgPool, event: EventId, seats: i32) {
    sqlx::query!(
        "insert into seat_pools (id, organization_id, event_id, scope, mode, capacity)
         select gen_random_uuid(), organization_id, id, 'mode', 'in_person', $2 from events where id = $1",
        event as _,
        seats
    )
    .execute(db)
    .await
    .unwrap();
}

/// RG-20, RG-13: it needs room, and what becomes free goes to who waits for it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_switch_of_mode_needs_room_and_serves_the_queue_for_the_old_seat(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { format: "hybrid", waitlist_max: 5, ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    in_person(&db, event, 1).await;
    let ana = ids(&come(&app, event, "ana@example.org", "online").await)[0];
    let ben = ids(&come(&app, event, "ben@example.org", "in_person").await)[0];
    let waiting = come(&app, event, "cy@example.org", "in_person").await;
    assert_eq!(crate::status(&waiting), "waitlisted");
    let refused = switch(&app, ana, json!({"mode": "in_person"})).await;
    assert_eq!(refused.problem(), "409 sold-out");
    let done = switch(&app, ben, json!({"mode": "online", "full_name": "Ben B. Ito"})).await;
    assert_eq!((done.status, &done.body["mode"]), (200, &json!("online")), "{}", done.body);
    assert_eq!(done.body["full_name"], "Ben B. Ito");
    let people = sqlx::query_scalar!(
        r#"select split_part(email, '@', 1) || ' ' || mode || ' ' || status as "person!" from registrations where event_id = $1 order by email"#,
        event as _
    );
    assert_eq!(
        people.fetch_all(&db).await.unwrap(),
        ["ana online confirmed", "ben online confirmed", "cy in_person confirmed"]
    );
    let same = switch(&app, ben, json!({"mode": "online"})).await;
    assert_eq!(same.status, 200, "nothing to do");
    let mails = crate::mails(&db).await;
    assert_eq!(mails.iter().filter(|mail| mail.starts_with("registration-changed")).count(), 1);
}

/// RG-20: another ticket only for the same price; sessions must be those of the event.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_switch_to_another_price_or_a_foreign_session_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let other = sqlx::query_scalar!(
        r#"insert into ticket_types (id, organization_id, event_id, name, position, created_at, updated_at)
           select gen_random_uuid(), organization_id, id, 'Patron', 1, created_at, created_at from events where id = $1
           returning id as "id: models::TicketTypeId""#,
        event as _
    );
    let other = other.fetch_one(&db).await.unwrap();
    let ana = ids(&crate::register(&app, event, "ana@example.org").await)[0];
    assert_eq!(
        switch(&app, ana, json!({"ticket_type_id": other})).await.status,
        200,
        "both are free"
    );
    sqlx::query!(
        "insert into prices (id, organization_id, ticket_type_id, amount_minor, currency, created_at)
         select gen_random_uuid(), organization_id, id, 100, 'USD', created_at from ticket_types where event_id = $1 and id <> $2",
        event as _,
        other as _
    )
    .execute(&db)
    .await
    .unwrap();
    let first = sqlx::query_scalar!(
        r#"select id as "id: models::TicketTypeId" from ticket_types where event_id = $1 and id <> $2"#,
        event as _,
        other as _
    );
    let dear = first.fetch_one(&db).await.unwrap();
    assert_eq!(
        switch(&app, ana, json!({"ticket_type_id": dear})).await.problem(),
        "409 price-differs"
    );
    let foreign = organizer.event(EventSpec::PUBLISHED).await;
    let session = testkit::rows::session_of(&db, foreign).await;
    let refused = switch(&app, ana, json!({"session_ids": [session]})).await;
    assert_eq!(refused.problem(), "422 validation-failed");
    assert_eq!(
        switch(&app, ana, json!({"mode": "in_person"})).await.problem(),
        "422 validation-failed"
    );
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
}

/// RG-1, RG-20: whoever switches alone gets what anybody could have; the organizer gives the rest.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_person_switches_to_what_anybody_could_have(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let other = sqlx::query_scalar!(
        r#"insert into ticket_types (id, organization_id, event_id, name, position, audience, access_code, created_at, updated_at)
           select gen_random_uuid(), organization_id, id, 'Campus', 1, 'hidden', 'CAMPUS', created_at, created_at from events where id = $1
           returning id as "id: models::TicketTypeId""#,
        event as _
    );
    let other = other.fetch_one(&db).await.unwrap();
    let ana = ids(&crate::register(&app, event, "ana@example.org").await)[0];
    let wish = json!({"ticket_type_id": other});
    assert_eq!(switch(&app, ana, wish.clone()).await.problem(), "403 access-code-wrong");
    sqlx::query!(
        "update ticket_types set audience = 'public', access_code = null, sales_close_at = created_at where id = $1",
        other as _
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(switch(&app, ana, wish.clone()).await.problem(), "409 ticket-not-on-sale");
    let given = organizer.patch(&format!("{PATH}/{ana}"), 1, wish).await;
    assert_eq!(given.status, 200, "{}", given.body);
}

/// RG-13: whoever waits and switches to where there is room is seated.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_waits_and_switches_to_where_there_is_room_is_seated(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { format: "hybrid", waitlist_max: 5, ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    in_person(&db, event, 0).await;
    let waiting = come(&app, event, "cy@example.org", "in_person").await;
    assert_eq!(crate::status(&waiting), "waitlisted");
    let done = switch(&app, ids(&waiting)[0], json!({"mode": "online"})).await;
    assert_eq!(done.body["status"], "confirmed", "{}", done.body);
}
