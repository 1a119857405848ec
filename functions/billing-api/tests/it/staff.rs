//! What is for the platform's own people.

use auth::PlatformRole;
use billing::finding::{self, Seen};
use billing_api::openapi;
use chrono::{TimeDelta, Utc};
use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::contract::{STAFF_ONLY, example, operations};
use testkit::{now, rows};

use crate::shop;

const FINDINGS: &str = "/api/v1/billing/findings";
const STAFF: [&str; 17] = [
    "list_findings",
    "close_finding",
    "grant_plan",
    "list_flagged_payments",
    "settle_flagged_payment",
    "refund_flagged_payment",
    "publish_plan",
    "publish_price",
    "list_debts",
    "write_off_debt",
    "list_daily_payouts",
    "grant_daily_payouts",
    "end_daily_payouts",
    "list_tax_rules",
    "record_tax_rule",
    "sign_off_tax_rule",
    "withdraw_tax_rule",
];

async fn note(
    db: &PgPool,
    kind: &str,
    object: &str,
    amount: i64,
    at: chrono::DateTime<Utc>,
) -> bool {
    let seen = Seen {
        organization: None,
        kind,
        object,
        local: json!({"amount": amount}),
        stripe: json!({"amount": 7}),
    };
    finding::note(&mut db.acquire().await.unwrap(), &seen, at).await.unwrap()
}

async fn audited(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar!(
        r#"select actor_kind || ' ' || action || ': ' || coalesce(after->>'reason', '') as "line!" from audit_entries order by 1"#
    )
    .fetch_all(db)
    .await
    .unwrap()
}

/// Whatever somebody is in an organization; support looks and does not act.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_staff_gets_in_and_only_operators_act(db: PgPool) {
    let shop = shop(&db).await;
    let owner = shop.app.member(Role::Owner).await;
    let support = shop.app.staff(PlatformRole::Support).await;
    let document = serde_json::to_value(openapi()).unwrap();
    let mut walked = Vec::new();
    for (template, method, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        let Some(name) = STAFF.iter().find(|known| **known == name) else { continue };
        let nowhere = uuid::Uuid::nil().to_string();
        let path = ["{finding_id}", "{payment_id}", "{organization_id}", "{rule_id}"]
            .iter()
            .fold(template.to_owned(), |path, id| path.replace(id, &nowhere));
        let (body, headers) = (example(&document, operation), [("idempotency-key", "walk")]);
        let refused = owner.send(&method, &path, body.clone(), &headers).await;
        assert_eq!(refused.problem(), STAFF_ONLY, "{name}");
        let looked = support.send(&method, &path, body, &headers).await;
        if method == "GET" {
            assert_eq!(looked.status, 200, "{name}: {}", looked.body);
        } else {
            assert_eq!(looked.problem(), "403 forbidden", "{name}");
        }
        walked.push(*name);
    }
    assert_eq!(walked.len(), STAFF.len());
    assert!(audited(&db).await.is_empty());
}

/// A finding is open until somebody closes it with a reason, and what was closed as it is does not
/// come back before something about it changes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_finding_is_closed_with_a_reason_and_stays_closed_as_it_is(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    assert!(note(&db, "refund-amount", "re_1", 5, now()).await);
    assert!(
        !note(&db, "refund-amount", "re_1", 6, now()).await,
        "the same one, brought up to date"
    );
    assert!(note(&db, "payout-state", "po_1", 5, now() + TimeDelta::minutes(1)).await);
    let listed = noor.get(FINDINGS).await;
    let kinds = |body: &Value| -> Vec<Value> {
        body["data"].as_array().unwrap().iter().map(|row| row["kind"].clone()).collect()
    };
    assert_eq!(kinds(&listed.body), ["payout-state", "refund-amount"]);
    let refunds = noor.get(&format!("{FINDINGS}?kind=refund")).await;
    assert_eq!(kinds(&refunds.body), ["refund-amount"]);
    let found = &refunds.body["data"][0];
    assert_eq!(
        (&found["local"], &found["expected"]),
        (&json!({"amount": 6}), &json!({"amount": 7}))
    );
    let path = format!("{FINDINGS}/{}/close", found["id"].as_str().unwrap());
    assert_eq!(noor.post(&path, json!({})).await.problem(), "422 reason-required");
    let closed = noor.post(&path, json!({"reason": "Booked by hand."})).await;
    assert_eq!(closed.body["closed_by"], json!(noor.user), "{}", closed.body);
    let again = noor.post(&path, json!({"reason": "Once more."})).await;
    assert_eq!(again.problem(), "409 finding-closed");
    assert_eq!(kinds(&noor.get(&format!("{FINDINGS}?state=closed")).await.body), ["refund-amount"]);
    assert!(!note(&db, "refund-amount", "re_1", 6, now()).await, "as it was closed");
    assert_eq!(kinds(&noor.get(FINDINGS).await.body), ["payout-state"]);
    assert!(note(&db, "refund-amount", "re_1", 9, now()).await, "something else about it");
    assert_eq!(audited(&db).await, ["support finding.closed: Booked by hand."]);
}

/// BI-5: a plan that is given away is in force at once, and ends by itself.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_is_given_away_until_a_moment(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let owner = shop.app.member(Role::Owner).await;
    rows::plan(&db, owner.org(), "attendee", "free").await;
    let slug = sqlx::query_scalar!(
        "select slug from organization_slugs where organization_id = $1",
        owner.org() as _
    );
    let slug = slug.fetch_one(&db).await.unwrap();
    let gift = |organization: &str, until: &str| json!({"organization": organization, "plan": "organizer", "until": until, "reason": "A pilot."});
    let path = "/api/v1/billing/grants";
    let over = noor.post(path, gift(&slug, "2026-09-30T00:00:00Z")).await;
    assert_eq!(over.problem(), "422 plan-invalid");
    assert_eq!(noor.post(path, gift("nobody", "2026-12-31T00:00:00Z")).await.status, 404);
    let given = noor.post(path, gift(&slug, "2026-12-31T00:00:00Z")).await;
    assert_eq!(given.status, 201, "{}", given.body);
    assert_eq!(given.body["organization_id"], json!(owner.org()));
    let has = owner.get("/api/v1/billing/subscription").await;
    assert_eq!((&has.body["plan"], &has.body["access"]), (&json!("organizer"), &json!("full")));
    assert_eq!(has.body["granted_until"], "2026-12-31T00:00:00Z");
    let by_id = noor.post(path, gift(&owner.org().to_string(), "2027-01-31T00:00:00Z")).await;
    assert_eq!(by_id.status, 201);
    assert_eq!(audited(&db).await, ["support plan.granted: A pilot."; 2]);
}

fn version() -> Value {
    json!({"plan": "organizer", "name": "Organizer", "features": ["events", "certificates"], "events_per_month": 40,
        "courses_per_month": 0, "certificates_per_month": 500, "attendees_per_event": null, "included_seats": 1, "max_seats": 1,
        "trial_days": 30, "grace_days": 14, "reason": "Prices of 2027.",
        "prices": [{"interval": "month", "amount": {"amount": 3900, "currency": "USD"}}]})
}

/// BI-1, BI-2: a new version takes the place of the former one for those who come, and of nobody who
/// has one. Product and price stand at Stripe with it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_version_of_a_plan_is_for_those_who_come(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let owner = shop.app.member(Role::Owner).await;
    rows::plan(&db, owner.org(), "organizer", "active").await;
    let published = noor.post("/api/v1/billing/catalogue/plans", version()).await;
    assert_eq!(published.status, 201, "{}", published.body);
    let offered = owner.get("/api/v1/billing/plans").await;
    let organizer =
        offered.body["data"].as_array().unwrap().iter().find(|plan| plan["plan"] == "organizer");
    let organizer = organizer.unwrap();
    assert_eq!(organizer["limits"]["events_per_month"], 40);
    assert_eq!(organizer["limits"]["attendees_per_event"], Value::Null);
    assert_eq!(
        organizer["prices"],
        json!([{"interval": "month", "amount": {"amount": 3900, "currency": "USD"}, "seat_amount": null}])
    );
    let has = owner.get("/api/v1/billing/subscription").await;
    assert_eq!(has.body["limits"]["events_per_month"], 30, "what somebody has stays");
    let price = &shop.stand.objects("price")[0];
    assert_eq!((&price["unit_amount"], &price["currency"]), (&json!(3900), &json!("usd")));
    assert_eq!(shop.stand.objects("product")[0]["metadata"]["version"], "2");
    let euro = json!({"plan": "organizer", "interval": "month", "amount": {"amount": 3600, "currency": "EUR"}, "reason": "Europe."});
    assert_eq!(noor.post("/api/v1/billing/catalogue/prices", euro).await.status, 201);
    let dearer = json!({"plan": "organizer", "interval": "month", "amount": {"amount": 4100, "currency": "USD"}, "reason": "Dearer."});
    assert_eq!(noor.post("/api/v1/billing/catalogue/prices", dearer).await.status, 201);
    let offered = owner.get("/api/v1/billing/plans?currency=USD").await;
    let organizer =
        offered.body["data"].as_array().unwrap().iter().find(|plan| plan["plan"] == "organizer");
    assert_eq!(organizer.unwrap()["prices"][0]["amount"]["amount"], 4100);
    assert_eq!(
        audited(&db).await,
        [
            "support plan-price.published: Dearer.",
            "support plan-price.published: Europe.",
            "support plan.published: Prices of 2027."
        ]
    );
}

/// How often several publish at once: two that wait for each other are seldom met.
const ROUNDS: usize = 25;

/// BI-1: however many publish at once, one version is on offer, at one price, and nobody meets a fault
/// of ours.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_several_who_publish_at_once_each_is_heard_or_told(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let price = json!({"plan": "organizer", "interval": "month", "amount": {"amount": 4100, "currency": "USD"}, "reason": "Dearer."});
    let wishes = [("plans", version()), ("prices", price)];
    for (path, body) in wishes.iter().cycle().take(2 * ROUNDS) {
        let path = format!("/api/v1/billing/catalogue/{path}");
        let publish = || noor.post(&path, body.clone());
        let answers = tokio::join!(publish(), publish(), publish(), publish());
        let told =
            [answers.0.problem(), answers.1.problem(), answers.2.problem(), answers.3.problem()];
        assert!(told.iter().any(|told| told == "201 -"), "{told:?}");
        let fine = |told: &String| told == "201 -" || told == "412 precondition-failed";
        assert!(told.iter().all(fine), "{told:?}");
    }
    let live = sqlx::query_scalar!(
        r#"select count(*) as "n!" from plans p join plan_prices c on c.plan_id = p.id
            where p.code = 'organizer' and p.offered_at is not null and p.retired_at is null and c.retired_at is null"#
    );
    assert_eq!(live.fetch_one(&db).await.unwrap(), 1);
}

/// BI-2, PA-2: what cannot be offered is refused with its places, and nothing changes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_that_cannot_be_offered_is_refused_with_its_places(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let mut bad = version();
    bad["events_per_month"] = json!(-1);
    bad["max_seats"] = json!(5);
    bad["trial_days"] = json!(91);
    bad["prices"] = json!([
        {"interval": "month", "amount": {"amount": 10, "currency": "USD"}, "seat_amount": 900},
        {"interval": "month", "amount": {"amount": 3900, "currency": "USD"}},
    ]);
    let refused = noor.post("/api/v1/billing/catalogue/plans", bad).await;
    assert_eq!(refused.problem(), "422 plan-invalid");
    let places: Vec<&str> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(
        places,
        [
            "/events_per_month",
            "/trial_days",
            "/prices/1",
            "/prices/0/amount",
            "/prices/1/seat_amount"
        ]
    );
    let free = json!({"plan": "attendee", "interval": "month", "amount": {"amount": 500, "currency": "USD"}, "reason": "x"});
    let refused = noor.post("/api/v1/billing/catalogue/prices", free).await;
    assert_eq!(refused.problem(), "422 plan-invalid");
    let versions =
        sqlx::query_scalar!(r#"select count(*) as "n!" from plans where code = 'organizer'"#);
    assert_eq!(versions.fetch_one(&db).await.unwrap(), 1);
    assert!(audited(&db).await.is_empty());
}
