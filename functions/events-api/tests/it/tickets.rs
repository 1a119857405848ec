use insta::assert_snapshot;
use models::{EventId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, count_queries, rows};

use crate::{codes, path};

fn tickets(event: EventId) -> String {
    format!("{}/tickets", path(event))
}

fn one(event: EventId, ticket: &Value) -> String {
    format!("{}/{}", tickets(event), ticket["id"].as_str().unwrap())
}

async fn listed(by: &Member<'_>, event: EventId) -> Vec<Value> {
    by.get(&tickets(event)).await.body["data"].as_array().unwrap().clone()
}

async fn added(by: &Member<'_>, event: EventId, body: Value) -> Value {
    let added = by.post(&tickets(event), body).await;
    assert_eq!(added.status, 201, "{}", added.body);
    added.body
}

/// Seats that are counted, and seats that are claimed: RG-5 says they are the same.
async fn seats(db: &PgPool, scope: &str) -> (i32, i64) {
    let pool = sqlx::query!(
        r#"select coalesce(sum(taken), 0)::int as "taken!",
                  (select count(*) from seat_claims c join seat_pools o on o.id = c.pool_id where o.scope = $1) as "claims!"
             from seat_pools where scope = $1"#,
        scope
    );
    let pool = pool.fetch_one(db).await.unwrap();
    (pool.taken, pool.claims)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_has_several_tickets_in_an_order(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { format: "hybrid", ..EventSpec::PUBLISHED }).await;
    let body = json!({"name": "Students", "description": "With a card", "mode": "in_person", "audience": "hidden",
        "access_code": "  CAMPUS ", "sales_open_at": "2026-09-01T00:00:00Z", "sales_close_at": "2026-10-01T00:00:00Z",
        "min_per_booking": 2, "max_per_booking": 4, "waitlist_priority": 3, "color": "#0a84ff", "capacity": 20});
    let made = added(&organizer, event, body.clone()).await;
    for (part, value) in body.as_object().unwrap() {
        let kept = if part == "access_code" { &json!("CAMPUS") } else { value };
        assert_eq!(&made[part], kept, "{part}");
    }
    assert_eq!(
        (&made["position"], &made["seats_taken"], &made["prices"]),
        (&json!(1), &json!(0), &json!([]))
    );
    let before = listed(&organizer, event).await;
    let ids: Vec<&Value> = before.iter().map(|ticket| &ticket["id"]).collect();
    let order = format!("{}/order", tickets(event));
    let turned = json!({"ids": [ids[1], ids[0]]});
    let answer = organizer.put(&order, 1, turned).await;
    assert_eq!(answer.body["data"][0]["name"], "Students", "{}", answer.body);
    for wrong in [json!({"ids": [ids[0]]}), json!({"ids": [ids[0], ids[0]]})] {
        assert_eq!(organizer.put(&order, 1, wrong).await.problem(), "422 order-incomplete");
    }
    let cleared = json!({"description": null, "access_code": null, "sales_open_at": null, "sales_close_at": null,
        "max_per_booking": null, "color": null, "capacity": null, "audience": "public"});
    let saved = organizer.patch(&one(event, &made), 1, cleared.clone()).await;
    for (part, value) in cleared.as_object().unwrap() {
        assert_eq!(&saved.body[part], value, "{part}");
    }
    let stale = organizer.patch(&one(event, &made), 1, json!({"name": "x"})).await;
    assert_snapshot!(stale.problem(), @"412 precondition-failed");
}

/// §5, RG-19: what cannot be a ticket.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_a_ticket_is_refused_where_it_stands(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    for (part, value) in [
        ("name", json!("")),
        ("name", json!("x".repeat(101))),
        ("description", json!("x".repeat(501))),
        ("access_code", json!("x".repeat(51))),
        ("access_code", json!(" ")),
        ("mode", json!("radio")),
        ("audience", json!("private")),
        ("min_per_booking", json!(0)),
        ("max_per_booking", json!(51)),
        ("waitlist_priority", json!(10)),
        ("color", json!("red; background: url(x)")),
        ("capacity", json!(-1)),
        ("capacity", json!(100_001)),
        ("organization_id", json!("x")),
        ("position", json!(0)),
    ] {
        let mut body = json!({"name": "Students"});
        body[part] = value.clone();
        let refused = organizer.post(&tickets(event), body).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{part} {value}");
        assert_eq!(codes(&refused).len(), 1, "{part} {value}: {}", refused.body);
    }
    assert_eq!(listed(&organizer, event).await.len(), 1, "nothing was stored");
    let none_left = added(&organizer, event, json!({"name": "Gone", "capacity": 0})).await;
    assert_eq!(none_left["capacity"], 0, "no seats is a limit too");
    for n in 2..50 {
        added(&organizer, event, json!({"name": format!("Ticket {n}")})).await;
    }
    let one_more = organizer.post(&tickets(event), json!({"name": "Ticket 50"})).await;
    assert_snapshot!(one_more.problem(), @"422 validation-failed");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_ticket_that_people_hold_stays(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { format: "hybrid", ..EventSpec::PUBLISHED }).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let first = listed(&organizer, event).await.remove(0);
    let second = added(&organizer, event, json!({"name": "Students"})).await;
    let delete = async |ticket: &Value| organizer.delete(&one(event, ticket), 1).await;
    assert_snapshot!(delete(&first).await.problem(), @"409 ticket-in-use");
    let moved = organizer.patch(&one(event, &first), 1, json!({"mode": "in_person"})).await;
    assert_snapshot!(moved.problem(), @"409 ticket-in-use");
    sqlx::query!(
        "with gone as (delete from seat_claims where registration_id = $1)
         update registrations set status = 'cancelled', cancelled_at = created_at where id = $1",
        ana as _
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(delete(&first).await.status, 204);
    let archived = sqlx::query_scalar!(
        r#"select archived_at is not null as "archived!" from ticket_types order by position"#
    );
    assert_eq!(
        archived.fetch_all(&db).await.unwrap(),
        [true, false],
        "the past registration keeps it"
    );
    assert_eq!(delete(&first).await.status, 404);
    assert_snapshot!(delete(&second).await.problem(), @"409 last-ticket");
    let third = added(&organizer, event, json!({"name": "Press", "capacity": 3})).await;
    assert_eq!(delete(&third).await.status, 204);
    let left = sqlx::query_scalar!(r#"select count(*) as "n!" from ticket_types"#);
    assert_eq!(left.fetch_one(&db).await.unwrap(), 2, "nobody ever had it, so it is gone");
}

/// RG-5, EV-7: a pool added later takes in existing holders or is refused; +m seats promote m.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_limit_of_a_ticket_takes_in_its_holders_and_serves_those_who_wait(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { waitlist_max: 9, ..EventSpec::PUBLISHED }).await;
    for n in 0..3 {
        rows::registration(&db, event, &format!("seat{n}@example.org"), "confirmed").await;
    }
    rows::registration(&db, event, "gone@example.org", "cancelled").await;
    for n in 0..2 {
        rows::registration(&db, event, &format!("wait{n}@example.org"), "waitlisted").await;
    }
    let ticket = listed(&organizer, event).await.remove(0);
    let limit = async |version, capacity: Value| {
        organizer.patch(&one(event, &ticket), version, json!({ "capacity": capacity })).await
    };
    assert_snapshot!(limit(1, json!(2)).await.problem(), @"409 capacity-below-taken");
    assert_eq!(seats(&db, "ticket_type").await, (0, 0), "a refused command leaves nothing");
    assert_eq!(limit(1, json!(3)).await.status, 200);
    assert_eq!(seats(&db, "ticket_type").await, (3, 3));
    let more = limit(2, json!(4)).await;
    assert_eq!(
        (&more.body["capacity"], &more.body["seats_taken"]),
        (&json!(4), &json!(4)),
        "{}",
        more.body
    );
    assert_eq!(seats(&db, "ticket_type").await, (4, 4));
    assert_eq!(seats(&db, "event").await, (4, 4));
    assert_snapshot!(limit(3, json!(3)).await.problem(), @"409 capacity-below-taken");
    assert_eq!(limit(3, json!(null)).await.body["seats_taken"], 5, "without a limit nobody waits");
    assert_eq!(seats(&db, "ticket_type").await, (5, 5), "the pool goes on counting");
}

/// RG-5: the same for a way to take part; and a new format takes its people from pool to pool.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_way_to_take_part_has_a_limit_of_its_own(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { format: "hybrid", ..EventSpec::PUBLISHED }).await;
    for n in 0..2 {
        rows::registration(&db, event, &format!("seat{n}@example.org"), "confirmed").await;
    }
    let edit = async |version, body: Value| organizer.patch(&path(event), version, body).await;
    let few = edit(1, json!({"online_capacity": 1})).await;
    assert_snapshot!(few.problem(), @"409 capacity-below-taken");
    let limits = edit(1, json!({"online_capacity": 2, "in_person_capacity": 1})).await;
    let shown = &limits.body["event"];
    assert_eq!(
        (&shown["online_capacity"], &shown["in_person_capacity"]),
        (&json!(2), &json!(1)),
        "{}",
        limits.body
    );
    assert_eq!(seats(&db, "mode").await, (2, 2));
    let away = edit(2, json!({"format": "in_person"})).await;
    assert_snapshot!(away.problem(), @"409 capacity-below-taken");
    let away = edit(2, json!({"format": "in_person", "in_person_capacity": 5})).await;
    assert_snapshot!(away.problem(), @"409 capacity-below-taken");
    assert_eq!(edit(2, json!({"in_person_capacity": 5})).await.status, 200);
    let away = edit(3, json!({"format": "in_person"})).await;
    assert_eq!(away.status, 200, "{}", away.body);
    let warnings = away.body["event"]["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["code"] == "limit-of-one-way"), "{warnings:?}");
    let taken =
        sqlx::query_scalar!("select taken from seat_pools where scope = 'mode' order by mode");
    assert_eq!(taken.fetch_all(&db).await.unwrap(), [2, 0], "in person, online");
    assert_eq!(seats(&db, "mode").await, (2, 2));
}

/// EV-5
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn once_live_texts_and_more_seats_remain(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let live = organizer.event(EventSpec { status: "live", ..EventSpec::PUBLISHED }).await;
    let ticket = listed(&organizer, live).await.remove(0);
    let edit =
        async |version, body: Value| organizer.patch(&one(live, &ticket), version, body).await;
    for body in [
        json!({"mode": "online"}),
        json!({"min_per_booking": 2}),
        json!({"waitlist_priority": 1}),
        json!({"capacity": 5}),
        json!({"prices": [{"price": {"amount": 1000, "currency": "USD"}}]}),
    ] {
        assert_eq!(edit(1, body.clone()).await.problem(), "409 event-locked", "{body}");
    }
    assert_snapshot!(organizer.post(&tickets(live), json!({"name": "Late"})).await.problem(), @"409 event-locked");
    assert_eq!(
        edit(1, json!({"name": "Door", "sales_close_at": null, "prices": []})).await.status,
        200
    );
    let over = organizer.event(EventSpec { status: "completed", ..EventSpec::PUBLISHED }).await;
    let ticket = listed(&organizer, over).await.remove(0);
    let late = organizer.patch(&one(over, &ticket), 1, json!({"name": "x"})).await;
    assert_snapshot!(late.problem(), @"409 event-locked");
}

/// §5: a ticket of another event or tenant is not there.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_ticket_belongs_to_one_event(db: PgPool) {
    let app = crate::app(&db);
    let (organizer, stranger) =
        (app.member(Role::Organizer).await, app.member(Role::Organizer).await);
    let (own, other) =
        (organizer.event(EventSpec::PUBLISHED).await, organizer.event(EventSpec::PUBLISHED).await);
    let foreign = stranger.event(EventSpec::PUBLISHED).await;
    for (by, event) in [(&organizer, other), (&stranger, foreign)] {
        let ticket = listed(by, event).await.remove(0);
        let prices =
            json!({"prices": [{"price": {"amount": 1000, "currency": "USD"}}], "capacity": 0});
        assert_eq!(organizer.patch(&one(own, &ticket), 1, prices).await.status, 404);
        let delete = organizer.delete(&one(own, &ticket), 1).await;
        assert_eq!(delete.status, 404);
        let mine = listed(&organizer, own).await.remove(0);
        let order = json!({"ids": [mine["id"], ticket["id"]]});
        let order = organizer.put(&format!("{}/order", tickets(own)), 1, order).await;
        assert_eq!(order.problem(), "422 order-incomplete");
    }
}

/// §6.17
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_list_costs_the_same_for_one_ticket_and_many(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    let (_, one) = count_queries(organizer.get(&tickets(event))).await;
    for n in 0..20 {
        let prices = json!([{"price": {"amount": 1000 + n, "currency": "USD"}}]);
        added(&organizer, event, json!({"name": "T", "capacity": 5, "prices": prices})).await;
    }
    let (list, many) = count_queries(organizer.get(&tickets(event))).await;
    assert_eq!(list.body["data"].as_array().unwrap().len(), 21);
    assert_eq!(one, many);
    assert!(one <= 4, "{one}");
}
