use chrono::TimeDelta;
use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Member, rows};

use crate::{Shop, shop};

/// BI-1: the catalogue of the start.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn anybody_sees_the_plans_and_their_prices(db: PgPool) {
    let shop = shop(&db).await;
    let plans = shop.app.send("GET", "/api/v1/billing/plans?currency=USD", None).await;
    let data = plans.body["data"].as_array().unwrap();
    let names: Vec<_> = data.iter().map(|plan| plan["plan"].as_str().unwrap()).collect();
    assert_eq!(names, ["attendee", "organizer", "lms", "organization"]);
    assert_eq!(data[0]["prices"], json!([]));
    assert_eq!(data[0]["limits"]["events_per_month"], 0, "0 is none");
    let organizer = json!([
        {"interval": "month", "amount": {"amount": 2900, "currency": "USD"}, "seat_amount": null},
        {"interval": "year", "amount": {"amount": 29000, "currency": "USD"}, "seat_amount": null},
    ]);
    assert_eq!(data[1]["prices"], organizer);
    assert_eq!(data[1]["trial_days"], 30);
    assert_eq!(data[3]["limits"]["events_per_month"], Value::Null, "null is no limit");
    assert_eq!(data[3]["prices"][0]["seat_amount"]["amount"], 12900);
    let elsewhere = shop.app.send("GET", "/api/v1/billing/plans?currency=EUR", None).await;
    assert_eq!(elsewhere.body["data"][1]["prices"], json!([]));
}

/// BI-2, BI-3, BI-8: limits and what is used of them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn usage_is_told_beside_the_limits_of_the_plan(db: PgPool) {
    let shop = shop(&db).await;
    let owner = free_owner(&shop, &db).await;
    let used = owner.get("/api/v1/billing/usage").await;
    let reset = "2026-11-01T00:00:00Z";
    let expected = json!([
        {"metric": "events", "used": 0, "limit": 0, "resets_at": reset},
        {"metric": "courses", "used": 0, "limit": 0, "resets_at": reset},
        {"metric": "certificates", "used": 0, "limit": 0, "resets_at": reset},
    ]);
    assert_eq!(used.body["data"], expected);
}

async fn free_owner<'a>(shop: &'a Shop, db: &PgPool) -> Member<'a> {
    let owner = shop.app.member(Role::Owner).await;
    rows::plan(db, owner.org(), "attendee", "free").await;
    owner
}

/// BI-4, BI-5, BI-6: no card, one a founder, the plan changes and the end stays; access after it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_trial_needs_no_card_and_comes_once(db: PgPool) {
    let shop = shop(&db).await;
    let owner = free_owner(&shop, &db).await;
    let nothing = owner.post("/api/v1/billing/trials", json!({"plan": "attendee"})).await;
    assert_eq!(nothing.problem(), "409 plan-not-offered");
    let begun = owner.post("/api/v1/billing/trials", json!({"plan": "organizer"})).await;
    assert_eq!((begun.status, &begun.body["access"]), (201, &json!("full")), "{}", begun.body);
    let end = begun.body["trial_ends_at"].clone();
    assert_eq!(end, "2026-10-31T08:00:00Z");
    let other = owner.post("/api/v1/billing/trials", json!({"plan": "lms"})).await;
    assert_eq!((&other.body["plan"], &other.body["trial_ends_at"]), (&json!("lms"), &end));
    shop.advance(TimeDelta::days(30));
    let access = async || owner_again(&shop, &owner).await;
    assert_eq!(access().await, "grace");
    shop.advance(TimeDelta::days(15));
    assert_eq!(access().await, "read_only");
}

/// What the owner's access is, by a token of now.
async fn owner_again(shop: &Shop, owner: &Member<'_>) -> String {
    let mut conn = shop.app.db.acquire().await.unwrap();
    let limits = billing::access::of(&mut conn, owner.org(), shop.app.clock.now());
    serde_json::to_value(limits.await.unwrap().access).unwrap().as_str().unwrap().to_owned()
}

/// BI-4: a second organization of the same founder gets none.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_founder_has_one_trial_however_many_organizations(db: PgPool) {
    let shop = shop(&db).await;
    let (first, second) = (free_owner(&shop, &db).await, free_owner(&shop, &db).await);
    sqlx::query!(
        "update organizations set created_by = (select created_by from organizations where id = $1) where id = $2",
        first.org() as _,
        second.org() as _
    )
    .execute(&db)
    .await
    .unwrap();
    let trial = json!({"plan": "organizer"});
    assert_eq!(first.post("/api/v1/billing/trials", trial.clone()).await.status, 201);
    let told = second.get("/api/v1/billing/subscription").await;
    assert_eq!(told.body["trial_available"], false);
    let refused = second.post("/api/v1/billing/trials", trial).await;
    assert_eq!(refused.problem(), "409 trial-used");
}

/// Rule 10: fifty at once with three left, and the counter equals the entries.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_fifty_at_once_exactly_as_many_pass_as_are_left(db: PgPool) {
    let shop = shop(&db).await;
    let org = shop.app.member(Role::Owner).await.org();
    let now = testkit::now();
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let db = db.clone();
        tries.spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let event = models::EventId::new(now);
            let metric = billing::usage::Metric::Events;
            let counted = billing::usage::count(&mut tx, org, metric, event, Some(3), now).await;
            if counted.is_ok() {
                tx.commit().await.unwrap();
            }
            counted.map_err(|refused| models::Fault::code(&refused))
        });
    }
    let outcomes = tries.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 3);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err("plan-limit-reached"))));
    let kept = sqlx::query!(
        r#"select (select used from usage_counters where organization_id = $1) as "used!",
                  (select count(*) from usage_entries where organization_id = $1) as "entries!""#,
        org as _
    );
    let kept = kept.fetch_one(&db).await.unwrap();
    assert_eq!((kept.used, kept.entries), (3, 3));
}

/// BI-8: a subject is counted once in its life, and each month begins anew.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_subject_is_counted_once_in_its_life(db: PgPool) {
    let shop = shop(&db).await;
    let org = shop.app.member(Role::Owner).await.org();
    let now = testkit::now();
    let mut conn = db.acquire().await.unwrap();
    let metric = billing::usage::Metric::Certificates;
    let (one, two) = (models::CertificateId::new(now), models::CertificateId::new(now));
    for _ in 0..2 {
        billing::usage::count(&mut conn, org, metric, one, Some(1), now).await.unwrap();
    }
    let full = billing::usage::count(&mut conn, org, metric, two, Some(1), now).await.unwrap_err();
    let facts: Vec<_> =
        models::Fault::fields(&full).into_iter().map(|fact| (fact.code, fact.detail)).collect();
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [
        fact("metric", "certificates"),
        fact("limit", "1"),
        fact("used", "1"),
        fact("resets_at", "2026-11-01T00:00:00+00:00"),
    ];
    assert_eq!(facts, expected);
    let later = now + TimeDelta::days(31);
    billing::usage::count(
        &mut conn,
        org,
        metric,
        models::CertificateId::new(later),
        Some(1),
        later,
    )
    .await
    .unwrap();
}
