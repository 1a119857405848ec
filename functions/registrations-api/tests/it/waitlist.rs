use chrono::TimeDelta;
use insta::assert_snapshot;
use models::{EventId, RegistrationId, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::{PATH, register, set, status};

const FULL: EventSpec = EventSpec { capacity: Some(1), waitlist_max: 5, ..EventSpec::PUBLISHED };

async fn statuses(db: &PgPool, event: EventId) -> Vec<String> {
    sqlx::query_scalar!(
        "select status from registrations where event_id = $1 order by email, created_at",
        event as _
    )
    .fetch_all(db)
    .await
    .unwrap()
}

fn id_of(answer: &testkit::Answer) -> RegistrationId {
    answer.body["registrations"][0]["id"].as_str().unwrap().parse().unwrap()
}

/// RG-13, §6.3
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_freed_seat_goes_to_the_next_and_leaving_the_queue_promotes_nobody(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(FULL).await;
    let seated = id_of(&register(&app, event, "a@example.org").await);
    let second = id_of(&register(&app, event, "b@example.org").await);
    register(&app, event, "c@example.org").await;
    let left =
        app.send_as_holder(second, "POST", &format!("{PATH}/{second}/leave-waitlist"), None).await;
    assert_eq!(left.body["status"], "cancelled", "{:?}", left.body);
    assert_eq!(statuses(&db, event).await, ["confirmed", "cancelled", "waitlisted"]);
    app.send_as_holder(seated, "POST", &format!("{PATH}/{seated}/cancel"), Some(json!({}))).await;
    assert_eq!(statuses(&db, event).await, ["cancelled", "cancelled", "confirmed"]);
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
}

/// RG-14
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_offer_is_taken_or_goes_to_the_next(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(FULL).await;
    set(&db, event, false, 0).await;
    let seated = id_of(&register(&app, event, "a@example.org").await);
    let second = id_of(&register(&app, event, "b@example.org").await);
    let third = id_of(&register(&app, event, "c@example.org").await);
    app.send_as_holder(seated, "POST", &format!("{PATH}/{seated}/cancel"), Some(json!({}))).await;
    assert_eq!(statuses(&db, event).await, ["cancelled", "offered", "waitlisted"]);
    let declined =
        app.send_as_holder(second, "POST", &format!("{PATH}/{second}/decline-offer"), None).await;
    assert_eq!(declined.body["status"], "cancelled");
    let early =
        app.send_as_holder(second, "POST", &format!("{PATH}/{second}/accept-offer"), None).await;
    assert_snapshot!(early.problem(), @"409 not-offered");
    app.advance(TimeDelta::hours(7));
    let late =
        app.send_as_holder(third, "POST", &format!("{PATH}/{third}/accept-offer"), None).await;
    assert_snapshot!(late.problem(), @"409 offer-expired");
    assert_eq!(
        status(&register(&app, event, "d@example.org").await),
        "confirmed",
        "a lapsed offer ends at once (RG-6)"
    );
    assert_eq!(statuses(&db, event).await, ["cancelled", "cancelled", "expired", "confirmed"]);
}

/// RG-14: within 15 minutes of the start seats are first come, first served.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn just_before_the_start_nobody_waits(db: PgPool) {
    let app = crate::app(&db);
    let spec = EventSpec { starts_in: TimeDelta::minutes(10), ..FULL };
    let event = app.member(Role::Organizer).await.event(spec).await;
    set(&db, event, false, 0).await;
    rows::registration(&db, event, "waits@example.org", "waitlisted").await;
    assert_eq!(status(&register(&app, event, "a@example.org").await), "confirmed");
    assert_snapshot!(register(&app, event, "b@example.org").await.problem(), @"409 sold-out");
}

/// RG-12, RG-13: an organizer may seat somebody out of turn, in a free seat only.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organizer_orders_the_queue_but_makes_no_seats(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(FULL).await;
    register(&app, event, "a@example.org").await;
    register(&app, event, "b@example.org").await;
    let third = id_of(&register(&app, event, "c@example.org").await);
    let offer =
        organizer.post(&format!("{PATH}/{third}/offer"), json!({"reason": "Moderates"})).await;
    assert_snapshot!(offer.problem(), @"409 sold-out");
    let path = format!("{PATH}/{third}/priority");
    let put =
        organizer.send("PUT", &path, Some(json!({"priority": 5})), &[("if-match", "\"1\"")]).await;
    assert_eq!(put.body["waitlist_position"], 1, "{:?}", put.body);
    let queue = organizer.get(&format!("{PATH}/waitlist?event_id={event}")).await;
    assert_eq!(queue.body["data"][0]["email"], "c@example.org");
    assert_eq!(queue.body["data"][1]["position"], 2);
}

/// R9: added people wait behind the queue like everyone.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_walk_in_never_passes_somebody_who_waits(db: PgPool) {
    let app = crate::app(&db);
    let event =
        app.member(Role::Organizer).await.event(EventSpec { capacity: Some(1), ..FULL }).await;
    rows::registration(&db, event, "waits@example.org", "waitlisted").await;
    let walk_in = register(&app, event, "a@example.org").await;
    assert_eq!(status(&walk_in), "waitlisted", "the seat went to the one who waited");
    assert_eq!(statuses(&db, event).await, ["waitlisted", "confirmed"]);
}

/// PC-8, RG-14: a code that was given when queuing counts when the seat is taken: its dates as they
/// were then, its uses as they are now. Used up meanwhile, it leaves the price as it is, and the
/// answer says so.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_code_given_in_the_queue_is_kept_for_the_offer(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { capacity: Some(0), waitlist_max: 5, ..EventSpec::PUBLISHED };
    let event = crate::sold(&db, &organizer, spec).await;
    sqlx::query!(
        "insert into promo_codes (id, organization_id, code, kind, percent_bp, max_uses, scope, created_at, updated_at)
         select gen_random_uuid(), organization_id, 'HALF', 'percent', 5000, 1, 'all', created_at, created_at from events where id = $1",
        event as _
    )
    .execute(&db)
    .await
    .unwrap();
    let mut people = Vec::new();
    for who in ["a@example.org", "b@example.org"] {
        let mut wish = crate::guest(event, who);
        wish["promo_code"] = "HALF".into();
        let queued = app.post(PATH, wish).await;
        assert_eq!(crate::status(&queued), "waitlisted", "{}", queued.body);
        people.extend(crate::ids(&queued));
    }
    let used = sqlx::query_scalar!(r#"select count(*) as "n!" from promo_redemptions"#);
    assert_eq!(used.fetch_one(&db).await.unwrap(), 0, "waiting uses nothing");
    sqlx::query!("update seat_pools set capacity = 2 where event_id = $1", event as _)
        .execute(&db)
        .await
        .unwrap();
    app.advance(chrono::TimeDelta::minutes(5));
    let mut prices = Vec::new();
    let mut dropped = Vec::new();
    for place in people {
        let reason = serde_json::json!({"reason": "There is room now."});
        organizer.post(&format!("{PATH}/{place}/offer"), reason).await;
        let taken =
            app.send_as_holder(place, "POST", &format!("{PATH}/{place}/accept-offer"), None).await;
        assert_eq!(taken.body["status"], "held", "{}", taken.body);
        let net = sqlx::query_scalar!(
            "select net_minor from payment_items where registration_id = $1",
            place as _
        );
        prices.push(net.fetch_one(&db).await.unwrap());
        dropped.push(taken.body["payment"]["code_dropped"].clone());
        let page = app.send_as_holder(place, "GET", &format!("{PATH}/personal"), None).await;
        assert_eq!(Some(&page.body["registration"]["payment"]["code_dropped"]), dropped.last());
    }
    assert_eq!(prices, [2500, 5000]);
    let told = serde_json::json!({"code": "HALF", "reason": "used_up"});
    assert_eq!(dropped, [serde_json::Value::Null, told]);
}

/// RG-13, RG-8: however late it is, a seat that costs something is offered and paid, never given.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seat_out_of_turn_is_paid_like_any_other_shortly_before_the_start(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec = EventSpec { starts_in: TimeDelta::minutes(10), ..FULL };
    let event = crate::sold(&db, &organizer, spec).await;
    let place = rows::registration(&db, event, "waits@example.org", "waitlisted").await;
    let reason = json!({"reason": "A seat came back."});
    let offered = organizer.post(&format!("{PATH}/{place}/offer"), reason).await;
    assert_eq!(offered.body["status"], "offered", "{}", offered.body);
    let taken =
        app.send_as_holder(place, "POST", &format!("{PATH}/{place}/accept-offer"), None).await;
    assert_eq!(taken.body["status"], "held", "{}", taken.body);
    let owed = crate::paying(&db, place).await.map(|(_, status, total)| (status, total));
    assert_eq!(owed.map(|(status, total)| (status, total > 0)), Some(("draft".to_owned(), true)));
}
