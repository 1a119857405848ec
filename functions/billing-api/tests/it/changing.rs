use chrono::TimeDelta;
use models::Role;
use sandbox::stripe::FaultKind;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Member, rows};

use crate::{Shop, shop};

const QUOTES: &str = "/api/v1/billing/plan-quotes";
const CHANGES: &str = "/api/v1/billing/plan-changes";
const SUBSCRIPTION: &str = "/api/v1/billing/subscription";

/// An owner who bought this plan.
async fn subscriber<'a>(shop: &'a Shop, db: &PgPool, plan: &str, seats: Option<i32>) -> Member<'a> {
    subscriber_by(shop, db, (plan, "month"), seats).await
}

async fn subscriber_by<'a>(
    shop: &'a Shop,
    db: &PgPool,
    (plan, interval): (&str, &str),
    seats: Option<i32>,
) -> Member<'a> {
    let owner = shop.app.member(Role::Owner).await;
    rows::plan(db, owner.org(), "attendee", "free").await;
    let order = json!({"plan": plan, "interval": interval, "currency": "USD", "seats": seats, "return_to": "/org/billing"});
    let opened = owner.post("/api/v1/billing/checkouts", order).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    let session = shop.stand.objects("checkout.session")[0]["id"].as_str().unwrap().to_owned();
    shop.stand.pay(&session, "success").await.unwrap();
    let path = format!("/api/v1/billing/checkouts/{}/confirm", opened.body["id"].as_str().unwrap());
    assert_eq!(owner.post(&path, json!({})).await.status, 200);
    owner
}

async fn quote(owner: &Member<'_>, plan: &str, seats: Option<i32>) -> Value {
    let wish = json!({"plan": plan, "interval": "month", "seats": seats});
    let quote = owner.post(QUOTES, wish).await;
    assert_eq!(quote.status, 201, "{}", quote.body);
    quote.body
}

/// BI-14, BI-15: a better plan is had at once, for exactly what the preview said.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_better_plan_costs_what_its_preview_said(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organizer", None).await;
    let same = owner.post(QUOTES, json!({"plan": "organizer", "interval": "month"})).await;
    assert_eq!(same.problem(), "409 no-change");
    let quote = quote(&owner, "organization", Some(3)).await;
    assert_eq!(quote["when"], "now");
    assert_eq!(quote["next_amount"]["amount"], 19900 + 2 * 12900);
    assert_eq!(quote["credit"]["amount"], 2900, "the whole month is left");
    assert_eq!(quote["due_now"]["amount"], 19900 + 2 * 12900 - 2900);
    let changed = owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let now = &changed.body["subscription"];
    assert_eq!((&now["plan"], &now["seats"]["paid"]), (&json!("organization"), &json!(2)));
    let charged = &shop.stand.objects("charge")[0];
    assert_eq!(charged["amount"], quote["due_now"]["amount"]);
    let twice = owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
    assert_eq!(twice.problem(), "409 quote-expired");
}

/// BI-15: ten minutes, and not another organization's.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_preview_holds_ten_minutes(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organizer", None).await;
    let quote = quote(&owner, "organization", None).await;
    let stranger = subscriber(&shop, &db, "organizer", None).await;
    let body = json!({"quote_id": quote["id"]});
    assert_eq!(stranger.post(CHANGES, body.clone()).await.problem(), "404 not-found");
    shop.advance(TimeDelta::minutes(10));
    assert_eq!(owner.post(CHANGES, body).await.problem(), "409 quote-expired");
}

/// Two tabs: whoever is second is told that the amount has moved, and nothing is charged twice.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_tabs_one_changes_the_plan(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organizer", None).await;
    let (one, two) =
        (quote(&owner, "organization", None).await, quote(&owner, "organization", None).await);
    let first = owner.post(CHANGES, json!({"quote_id": one["id"]})).await;
    assert_eq!(first.status, 200, "{}", first.body);
    let charges = shop.stand.objects("charge").len();
    let second = owner.post(CHANGES, json!({"quote_id": two["id"]})).await;
    assert_eq!(second.problem(), "409 quote-changed");
    assert_eq!(shop.stand.objects("charge").len(), charges);
}

/// BI-14, BI-22: a smaller plan waits for the end of the period, can be taken back, and a reading
/// that shows the schedule leaves it alone.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_smaller_plan_waits_and_can_be_taken_back(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organization", Some(3)).await;
    let quote = quote(&owner, "organizer", None).await;
    assert_eq!((&quote["when"], &quote["due_now"]["amount"]), (&json!("period_end"), &json!(0)));
    let changed = owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let coming = json!({
        "plan": "organizer", "interval": "month", "seats": 1, "amount": {"amount": 2900, "currency": "USD"},
        "effective_at": "2026-11-01T08:00:00Z",
    });
    assert_eq!(changed.body["subscription"]["scheduled_change"], coming);
    assert_eq!(changed.body["subscription"]["plan"], "organization");
    let refreshed = owner.post(&format!("{SUBSCRIPTION}/refresh"), json!({})).await;
    assert_eq!(refreshed.body["scheduled_change"], coming);
    let path = format!("{CHANGES}/scheduled");
    assert_eq!(owner.send("DELETE", &path, None, &[]).await.status, 204);
    assert_eq!(owner.send("DELETE", &path, None, &[]).await.problem(), "409 nothing-scheduled");
    assert_eq!(owner.get(SUBSCRIPTION).await.body["scheduled_change"], Value::Null);
    let schedule = &shop.stand.objects("subscription_schedule")[0];
    assert_eq!(schedule["status"], "released");
}

/// BI-11, BI-14: seats that end with the period are given to nobody until then; the page tells the
/// present ones, and a change that is taken back gives them back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn seats_that_end_are_given_to_nobody(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organization", Some(3)).await;
    let seats = async || {
        let mut conn = db.acquire().await.unwrap();
        billing::access::of(&mut conn, owner.org(), shop.app.clock.now()).await.unwrap().seats
    };
    for (plan, wanted, left) in [("organization", Some(2), 2), ("organizer", None, 1)] {
        assert_eq!(seats().await, 3);
        let quote = quote(&owner, plan, wanted).await;
        assert_eq!(quote["when"], "period_end");
        let changed = owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
        let shown = &changed.body["subscription"]["seats"];
        assert_eq!(
            (&shown["included"], &shown["paid"]),
            (&json!(1), &json!(2)),
            "{}",
            changed.body
        );
        assert_eq!(seats().await, left, "{plan}");
        let dropped = owner.send("DELETE", &format!("{CHANGES}/scheduled"), None, &[]).await;
        assert_eq!(dropped.status, 204);
    }
    assert_eq!(seats().await, 3);
}

/// BI-17: somebody who sat down after the preview is in the way of its change, and the preview can
/// be used once there is room.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_came_after_the_preview_has_to_fit_too(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organization", Some(3)).await;
    let quote = quote(&owner, "organizer", None).await;
    for _ in 0..2 {
        shop.app.member_of(owner.org(), Role::Organizer).await;
    }
    let confirm = async || owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
    let refused = confirm().await;
    assert_eq!(refused.problem(), "409 downgrade-blocked", "{}", refused.body);
    assert_eq!(owner.get(SUBSCRIPTION).await.body["scheduled_change"], Value::Null);
    sqlx::query!("update memberships set roles = '{viewer}' where roles = '{organizer}'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(confirm().await.status, 200);
}

/// BI-17: people have to fit first.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_with_fewer_seats_than_are_taken_is_refused(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organization", Some(3)).await;
    for _ in 0..2 {
        shop.app.member_of(owner.org(), Role::Organizer).await;
    }
    let refused = owner.post(QUOTES, json!({"plan": "organizer", "interval": "month"})).await;
    assert_eq!(refused.problem(), "409 downgrade-blocked", "{}", refused.body);
    assert_eq!(refused.body["errors"][0]["pointer"], "/seats");
    let fits =
        owner.post(QUOTES, json!({"plan": "organization", "interval": "month", "seats": 2})).await;
    assert_eq!(fits.status, 201, "{}", fits.body);
}

/// BI-14, BI-17: fewer seats come with the next period, also where they cost more by the month, and
/// not while people sit on them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fewer_seats_that_cost_more_wait_and_have_to_fit(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber_by(&shop, &db, ("organization", "year"), Some(6)).await;
    for _ in 0..5 {
        shop.app.member_of(owner.org(), Role::Organizer).await;
    }
    let fewer = quote(&owner, "organization", Some(5)).await;
    assert!(12 * fewer["next_amount"]["amount"].as_i64().unwrap() > 199_000 + 5 * 129_000);
    assert_eq!((&fewer["when"], &fewer["due_now"]["amount"]), (&json!("period_end"), &json!(0)));
    shop.app.member_of(owner.org(), Role::Organizer).await;
    let wish = json!({"plan": "organization", "interval": "month", "seats": 5});
    assert_eq!(owner.post(QUOTES, wish).await.problem(), "409 downgrade-blocked");
    assert_eq!(quote(&owner, "organization", Some(6)).await["when"], "now");
}

/// Confirms under this key, until it is done.
async fn until_done(owner: &Member<'_>, quote: &Value, key: &str) -> u32 {
    for tries in 1..=4 {
        let body = Some(json!({"quote_id": quote["id"]}));
        let changed = owner.send("POST", CHANGES, body, &[("idempotency-key", key)]).await;
        if changed.status == 200 {
            return tries;
        }
        assert_eq!(changed.problem(), "503 unavailable", "{}", changed.body);
    }
    panic!("it never came through");
}

/// Rule 5, BI-15: whoever got no answer asks again in the same words, and has what was confirmed,
/// once; in other words it is used up.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_that_broke_off_goes_on(db: PgPool) {
    let shop = shop(&db).await;
    let faults =
        [FaultKind::Before, FaultKind::After, FaultKind::BrokenBefore, FaultKind::BrokenAfter];
    for kind in faults {
        let owner = subscriber(&shop, &db, "organizer", None).await;
        let charges = shop.stand.objects("charge").len();
        let quote = quote(&owner, "organization", Some(2)).await;
        shop.stand.fault("POST", "/v1/subscriptions/", kind).await.unwrap();
        let tries = until_done(&owner, &quote, "K").await;
        assert!(tries > 1, "{kind:?}");
        let now = owner.get(SUBSCRIPTION).await.body;
        assert_eq!((&now["plan"], &now["seats"]["paid"]), (&json!("organization"), &json!(1)));
        let charged = shop.stand.objects("charge");
        assert_eq!(charged.len(), charges + 1, "{kind:?}");
        assert_eq!(charged[0]["amount"], quote["due_now"]["amount"]);
        let other = owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
        assert_eq!(other.problem(), "409 quote-expired");
    }
}

/// The same of a change that waits: one schedule, and it is known here.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_to_come_that_broke_off_goes_on(db: PgPool) {
    let shop = shop(&db).await;
    let faults = [
        ("/v1/subscription_schedules", FaultKind::Before),
        ("/v1/subscription_schedules", FaultKind::After),
        ("/v1/subscription_schedules/", FaultKind::Before),
        ("/v1/subscription_schedules/", FaultKind::After),
    ];
    for (n, (path, kind)) in faults.into_iter().enumerate() {
        let owner = subscriber(&shop, &db, "organization", Some(3)).await;
        let quote = quote(&owner, "organizer", None).await;
        shop.stand.fault("POST", path, kind).await.unwrap();
        assert!(until_done(&owner, &quote, "K").await > 1, "{path} {kind:?}");
        let coming = owner.get(SUBSCRIPTION).await.body["scheduled_change"].clone();
        assert_eq!(coming["plan"], "organizer", "{path} {kind:?}");
        assert_eq!(shop.stand.objects("subscription_schedule").len(), n + 1);
        let dropped = owner.send("DELETE", &format!("{CHANGES}/scheduled"), None, &[]).await;
        assert_eq!(dropped.status, 204);
    }
}

/// BI-14, BI-18: a change of which Stripe knows and this only half, since it broke off in between, does
/// not come about once it is taken back, and keeps nobody from leaving.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_to_come_that_broke_off_can_be_taken_back(db: PgPool) {
    let shop = shop(&db).await;
    for leaves in [false, true] {
        let owner = subscriber(&shop, &db, "organization", Some(3)).await;
        let quote = quote(&owner, "organizer", None).await;
        let path = "/v1/subscription_schedules/";
        shop.stand.fault("POST", path, FaultKind::Before).await.unwrap();
        let broken = owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
        assert_eq!(broken.problem(), "503 unavailable");
        if leaves {
            let cancel = format!("{SUBSCRIPTION}/cancel");
            let left = owner.post(&cancel, json!({"reason": "unused"})).await;
            assert_eq!(left.status, 200, "{}", left.body);
        } else {
            let dropped = owner.send("DELETE", &format!("{CHANGES}/scheduled"), None, &[]).await;
            assert_eq!(dropped.status, 204, "{}", dropped.body);
        }
        assert_eq!(owner.get(SUBSCRIPTION).await.body["scheduled_change"], Value::Null);
        let schedules = shop.stand.objects("subscription_schedule");
        assert!(schedules.iter().all(|schedule| schedule["status"] == "released"), "{schedules:?}");
    }
}

/// BI-16: a card that does not pay leaves the old plan.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_that_is_not_paid_leaves_the_old_plan(db: PgPool) {
    let shop = shop(&db).await;
    let owner = subscriber(&shop, &db, "organizer", None).await;
    let customer = shop.stand.objects("customer")[0]["id"].as_str().unwrap().to_owned();
    crate::card(&shop, &customer, "declined_later").await;
    let quote = quote(&owner, "organization", None).await;
    let declined = owner.post(CHANGES, json!({"quote_id": quote["id"]})).await;
    assert_eq!(declined.problem(), "409 payment-declined", "{}", declined.body);
    assert_eq!(owner.get(SUBSCRIPTION).await.body["plan"], "organizer");
}
