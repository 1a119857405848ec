//! The behaviour of evaluate-offering-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use chrono::TimeDelta;
use credentials::catalogue;
use credentials::designation::{self, Status, Wanted};
use credentials::jobs::EvaluateOffering;
use models::{EventId, OrgId, RegistrationId};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, rows};

const OVER: EventSpec = EventSpec {
    starts_in: TimeDelta::hours(-24),
    lasts: TimeDelta::hours(2),
    status: "completed",
    ..EventSpec::PUBLISHED
};

struct Over {
    org: OrgId,
    event: EventId,
}

async fn over(db: &PgPool) -> Over {
    let mut conn = db.acquire().await.unwrap();
    catalogue::seed(&mut conn, now()).await.unwrap();
    let org = rows::organization(db).await;
    Over { org, event: rows::event(db, org, OVER).await }
}

/// Credit of the RCP in this state.
async fn designated(db: &PgPool, over: &Over, status: Status) {
    let wanted = Wanted {
        event: over.event,
        session: None,
        credit_type: catalogue::credit_type_id(catalogue::RCP_EXTERNAL),
        rule_set: None,
        max_credits: None,
        status,
        approval_number: None,
        valid_from: None,
        valid_to: None,
        wording: None,
        shares: Vec::new(),
    };
    let mut conn = db.acquire().await.unwrap();
    designation::designate(&mut conn, over.org, wanted, now()).await.unwrap();
}

async fn person(db: &PgPool, over: &Over, email: &str, minutes: i32, met: &str) -> RegistrationId {
    let id = rows::registration(db, over.event, email, "confirmed").await;
    rows::presence(db, id, minutes, met).await;
    id
}

/// Evaluates everybody and counts who was sent on.
async fn evaluate(db: &PgPool, over: &Over) -> i64 {
    let app = TestApp::new(db, |env, db, clock| {
        evaluate_offering_job::State::new(env, db, clock).map(evaluate_offering_job::router)
    });
    let job = EvaluateOffering { organization: over.org, event: over.event, registration: None };
    assert_eq!(app.send("POST", "/", Some(json!(job))).await.status, 200);
    let sent = sqlx::query_scalar!(
        r#"select count(*) as "n!" from outbox where queue = 'issue-credentials'"#
    );
    sent.fetch_one(db).await.unwrap()
}

/// The gate's state of the only person.
async fn gate(db: &PgPool, name: &str) -> String {
    let gates = sqlx::query_scalar!("select gates from gate_states").fetch_one(db).await.unwrap();
    let gates = gates.as_array().unwrap().iter();
    let found = gates.clone().find(|gate| gate["gate"] == name).unwrap();
    assert_eq!(gates.len(), 11, "every gate is reported");
    found["state"].as_str().unwrap().to_owned()
}

/// CR-15
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_is_ready_is_sent_on_and_nobody_else(db: PgPool) {
    let over = over(&db).await;
    designated(&db, &over, Status::Approved).await;
    person(&db, &over, "ready@example.org", 120, "met").await;
    person(&db, &over, "absent@example.org", 0, "not_met").await;
    rows::registration(&db, over.event, "unmeasured@example.org", "confirmed").await;
    assert_eq!(evaluate(&db, &over).await, 1);
    let states =
        sqlx::query_scalar!("select all_met from gate_states order by all_met").fetch_all(&db);
    assert_eq!(states.await.unwrap(), [false, false, true]);
}

/// CR-8
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn credit_that_is_only_applied_for_gives_nothing_yet(db: PgPool) {
    let over = over(&db).await;
    designated(&db, &over, Status::Applied).await;
    person(&db, &over, "ana@example.org", 120, "met").await;
    assert_eq!(evaluate(&db, &over).await, 0);
    assert_eq!(gate(&db, "presence").await, "met");
    assert_eq!(gate(&db, "designation").await, "pending");
}

/// CR-19
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn without_credit_presence_is_all_that_is_asked(db: PgPool) {
    let over = over(&db).await;
    person(&db, &over, "ana@example.org", 100, "met").await;
    assert_eq!(evaluate(&db, &over).await, 1);
    assert_eq!(gate(&db, "designation").await, "not_required");
    assert_eq!(gate(&db, "payment").await, "not_required");
}

/// CR-15
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn with_review_nobody_is_sent_on(db: PgPool) {
    let over = over(&db).await;
    person(&db, &over, "ana@example.org", 100, "met").await;
    sqlx::query!(
        "insert into certificate_settings (id, organization_id, event_id, hold_for_review, created_at, updated_at)
         values (gen_random_uuid(), $1, $2, true, $3, $3)",
        over.org as _,
        over.event as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(evaluate(&db, &over).await, 0);
}

/// CR-13: a person who registers as a guest under the address of an account is the account.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_proven_address_is_the_account_that_proved_it(db: PgPool) {
    let over = over(&db).await;
    let account = rows::person(&db).await;
    person(&db, &over, &account.email, 100, "met").await;
    evaluate(&db, &over).await;
    let learner = sqlx::query!(r#"select user_id as "user: models::UserId" from learners"#);
    assert_eq!(learner.fetch_one(&db).await.unwrap().user, Some(account.user));
}

/// An event of 300 people takes the same few statements as one of three.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn many_people_take_no_more_statements_than_few(db: PgPool) {
    let over = over(&db).await;
    designated(&db, &over, Status::Approved).await;
    person(&db, &over, "a@example.org", 100, "met").await;
    let (_, one) = testkit::count_queries(evaluate(&db, &over)).await;
    for n in 0..20 {
        person(&db, &over, &format!("p{n}@example.org"), 100, "met").await;
    }
    let (sent, many) = testkit::count_queries(evaluate(&db, &over)).await;
    assert_eq!(sent, 22);
    assert_eq!(one, many);
}
