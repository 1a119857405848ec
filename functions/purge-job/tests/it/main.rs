//! The behaviour of purge-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod closings;

use chrono::TimeDelta;
use models::{AuditId, Role};
use outreach::registrations::{Told, tell};
use purge_job::{State, router};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};
use uuid::Uuid;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}

async fn run_after(app: &TestApp, days: i64) {
    app.advance(TimeDelta::days(days));
    let answer = app.send("POST", "/", None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// OU-16
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn messages_live_400_days_and_notices_180(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    let mut tx = db.begin().await.unwrap();
    tell(&mut tx, &[id], &Told::Confirmed, testkit::now()).await.unwrap();
    tx.commit().await.unwrap();
    let left = async || {
        let counts = sqlx::query!(
            r#"select (select count(*) from messages) as "messages!", (select count(*) from notifications) as "notices!""#
        );
        let counts = counts.fetch_one(&db).await.unwrap();
        (counts.messages, counts.notices)
    };
    run_after(&app, 180).await;
    assert_eq!(left().await, (1, 1), "the team's notice of a new registration is kept to the day");
    run_after(&app, 1).await;
    assert_eq!(left().await, (1, 0));
    run_after(&app, 220).await;
    assert_eq!(left().await, (0, 0));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_audit_log_forgets_networks_after_90_days_and_entries_after_two_years(db: PgPool) {
    let app = app(&db);
    sqlx::query!(
        "insert into audit_entries (id, actor_kind, action, target_kind, ip_prefix, at) values ($1, 'system', 'x', 'y', '203.0.113.0/24', $2)",
        Uuid::from(AuditId::new(testkit::now())),
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let entries = async || {
        sqlx::query_scalar!("select ip_prefix from audit_entries").fetch_all(&db).await.unwrap()
    };
    run_after(&app, 89).await;
    assert_eq!(entries().await, [Some("203.0.113.0/24".to_owned())]);
    run_after(&app, 2).await;
    assert_eq!(entries().await, [None]);
    run_after(&app, 700).await;
    assert!(entries().await.is_empty());
}

/// PR-15
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn names_that_belong_to_nobody_are_forgotten_90_days_after_closing(db: PgPool) {
    let app = app(&db);
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec { status: "closed", ..EventSpec::PUBLISHED }).await;
    let (id, change) = (Uuid::from_u128(1), Uuid::from_u128(2));
    sqlx::query!(
        "with closed as (
            insert into event_status_changes (id, organization_id, event_id, to_status, at) values ($2, $3, $4, 'closed', $5))
         insert into participants (id, organization_id, event_id, source, identity_key, display_name, email, email_key, created_at, updated_at)
         values ($1, $3, $4, 'zoom', 'name:eve', 'Eve', 'eve@example.org', 'eve@example.org', $5, $5)",
        id,
        change,
        Uuid::from(org),
        Uuid::from(event),
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let name = async || {
        sqlx::query_scalar!("select display_name from participants").fetch_one(&db).await.unwrap()
    };
    run_after(&app, 90).await;
    assert_eq!(name().await.as_deref(), Some("Eve"));
    // Opened again, and closed a day later.
    sqlx::query!(
        "insert into event_status_changes (id, organization_id, event_id, from_status, to_status, at)
         values ($1, $2, $3, 'completed', 'closed', $4)",
        Uuid::from_u128(3),
        Uuid::from(org),
        Uuid::from(event),
        testkit::now() + chrono::TimeDelta::days(1)
    )
    .execute(&db)
    .await
    .unwrap();
    run_after(&app, 1).await;
    assert_eq!(name().await.as_deref(), Some("Eve"), "it counts from the last closing");
    run_after(&app, 1).await;
    assert_eq!(name().await, None);
    run_after(&app, 1).await;
    let email = sqlx::query_scalar!("select email from participants").fetch_one(&db).await.unwrap();
    assert_eq!(email, None);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn ended_challenges_and_logins_go(db: PgPool) {
    let app = app(&db);
    app.person().await;
    sqlx::query!(
        "insert into email_challenges (id, purpose, address, address_key, expires_at, created_at)
         values ($1, 'sign-up', 'eve@example.org', 'eve@example.org', $2, $2)",
        Uuid::from_u128(1),
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let left = async || {
        let counts = sqlx::query!(
            r#"select (select count(*) from email_challenges) as "challenges!", (select count(*) from logins) as "logins!""#
        );
        let counts = counts.fetch_one(&db).await.unwrap();
        (counts.challenges, counts.logins)
    };
    run_after(&app, 30).await;
    assert_eq!(left().await, (1, 1));
    run_after(&app, 1).await;
    assert_eq!(left().await, (0, 1));
    run_after(&app, 180).await;
    assert_eq!(left().await, (0, 0));
}

/// OR-10: nobody answered for seven days; who offered hears of it, once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_offer_of_ownership_ends_after_its_time(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    sqlx::query!(
        "insert into ownership_transfers (id, organization_id, from_user_id, to_user_id, expires_at, created_at)
         values ($1, $2, $3, $4, $5::timestamptz + interval '7 days', $5)",
        Uuid::from_u128(1),
        owner.org() as _,
        owner.user as _,
        admin.user as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let state = async || {
        sqlx::query_scalar!("select state from ownership_transfers").fetch_one(&db).await.unwrap()
    };
    run_after(&app, 6).await;
    assert_eq!(state().await, "offered");
    run_after(&app, 1).await;
    run_after(&app, 1).await;
    assert_eq!(state().await, "expired");
    let told = sqlx::query!("select message_key, address from messages");
    let told = told.fetch_one(&db).await.unwrap();
    assert_eq!(
        (&*told.message_key, told.address.as_deref()),
        ("organization-ownership", Some(&*owner.email))
    );
    let acts = sqlx::query_scalar!("select action from audit_entries");
    assert_eq!(acts.fetch_all(&db).await.unwrap(), ["ownership.expired"]);
}

/// What cannot be purged holds up nothing else, and the run says that it failed.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_rule_that_fails_holds_up_no_other(db: PgPool) {
    let app = app(&db);
    let counted = sqlx::query!(
        "insert into rate_counters (scope, key, window_start, count) values ('x', 'y', $1, 1)",
        testkit::now() - TimeDelta::days(30)
    );
    counted.execute(&db).await.unwrap();
    sqlx::query!("alter table email_challenges rename to mislaid").execute(&db).await.unwrap();
    assert_eq!(app.send("POST", "/", None).await.status, 500);
    let left = sqlx::query_scalar!(r#"select count(*) as "left!" from rate_counters"#);
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
}
