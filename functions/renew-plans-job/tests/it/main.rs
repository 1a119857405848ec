//! The behaviour of renew-plans-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod evidence;
mod seats;
mod statements;

use chrono::TimeDelta;
use models::{OrgId, Role};
use renew_plans_job::{State, router};
use sqlx::PgPool;
use testkit::{TestApp, now, rows};

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}

async fn run(app: &TestApp) {
    let answer = app.send("POST", "/", None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// What was told of plans, in order.
async fn told(db: &PgPool) -> Vec<String> {
    let told = sqlx::query_scalar!(
        r#"select variables->'facts'->>'what' as "what!" from messages where message_key = 'team-plan' order by created_at, id"#
    );
    told.fetch_all(db).await.unwrap()
}

/// An organization with an owner, whose trial of 30 days begins now.
async fn on_trial(db: &PgPool) -> OrgId {
    let org = rows::organization(db).await;
    rows::member(db, org, Role::Owner).await;
    rows::member(db, org, Role::Organizer).await;
    rows::plan(db, org, "organizer", "trialing").await;
    sqlx::query!(
        "update subscriptions set trial_ends_at = $2 where organization_id = $1",
        org as _,
        now() + TimeDelta::days(30)
    )
    .execute(db)
    .await
    .unwrap();
    org
}

/// BI-21: 7, 3 and 1 days before, at the end, 3 days before read-only; once each, to those who
/// manage billing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_trial_is_told_of_at_its_steps(db: PgPool) {
    let app = app(&db);
    on_trial(&db).await;
    let mut days = 0;
    let steps =
        [(22, 0), (23, 1), (25, 1), (27, 2), (29, 3), (30, 4), (40, 4), (41, 5), (43, 5), (60, 5)];
    for (day, expected) in steps {
        app.advance(TimeDelta::days(day - days));
        days = day;
        for _ in 0..2 {
            run(&app).await;
        }
        assert_eq!(told(&db).await.len(), expected, "day {day}");
    }
    let expected =
        ["trial-ending", "trial-ending", "trial-ending", "trial-ended", "read-only-soon"];
    assert_eq!(told(&db).await, expected);
}

/// BI-21: nothing before 08:00 of the organization.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_is_told_at_night(db: PgPool) {
    let app = app(&db);
    on_trial(&db).await;
    // 08:00 UTC is 09:00 in London then; two hours earlier it is 07:00.
    app.advance(TimeDelta::days(23) - TimeDelta::hours(2));
    run(&app).await;
    assert!(told(&db).await.is_empty());
    app.advance(TimeDelta::hours(1));
    run(&app).await;
    assert_eq!(told(&db).await.len(), 1);
}

/// BI-21: day 0, 3, 7 and 12 after a payment failed, and when the plan is on hold.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_failed_payment_is_told_of_until_it_is_paid(db: PgPool) {
    let app = app(&db);
    let org = rows::organization(&db).await;
    rows::member(&db, org, Role::Owner).await;
    rows::plan(&db, org, "organizer", "past_due").await;
    sqlx::query!(
        "insert into platform_invoices (id, organization_id, stripe_invoice_id, currency, subtotal_minor, tax_minor, total_minor,
                                        status, first_failed_at, created_at, updated_at)
         values ($1, $2, 'in_1', 'USD', 2900, 0, 2900, 'open', $3, $3, $3)",
        models::PlatformInvoiceId::new(now()) as _,
        org as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    let mut days = 0;
    for (day, expected) in [(0, 1), (2, 1), (3, 2), (7, 3), (12, 4), (13, 4)] {
        app.advance(TimeDelta::days(day - days));
        days = day;
        run(&app).await;
        assert_eq!(told(&db).await.len(), expected, "day {day}");
    }
    rows::plan(&db, org, "organizer", "unpaid").await;
    run(&app).await;
    run(&app).await;
    assert_eq!(told(&db).await.last().map(String::as_str), Some("suspended"));
    assert_eq!(told(&db).await.len(), 5);
}

/// BI-21: 30 and 7 days before the card ends.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_card_that_ends_is_told_of_twice(db: PgPool) {
    let org = rows::organization(&db).await;
    rows::member(&db, org, Role::Finance).await;
    sqlx::query!(
        "with customer as (
            insert into billing_customers (organization_id, stripe_customer_id, card_expires_on, updated_at)
            values ($1, 'cus_1', '2026-10-31', $2)
         )
         update subscriptions set stripe_subscription_id = 'sub_1' where organization_id = $1",
        org as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    for (day, expected) in [(0, 1), (1, 1), (22, 1), (23, 2), (29, 2)] {
        let app = self::app(&db);
        app.advance(TimeDelta::days(day));
        run(&app).await;
        assert_eq!(told(&db).await.len(), expected, "day {day}");
    }
}

/// BI-5: a plan that was given away is over at its moment, and the organization is back on the
/// free one with the next round.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_given_away_ends(db: PgPool) {
    let app = app(&db);
    let org = rows::organization(&db).await;
    rows::plan(&db, org, "attendee", "free").await;
    let mut conn = db.acquire().await.unwrap();
    let gift = billing::subscription::Gift {
        plan: billing::plan::Code::Organizer,
        until: now() + TimeDelta::days(10),
        reason: "A pilot.",
        by: rows::person(&db).await.user,
    };
    billing::subscription::grant(&mut conn, org, gift, now()).await.unwrap();
    run(&app).await;
    let given = billing::access::of(&mut conn, org, app.clock.now()).await.unwrap();
    assert_eq!(given.events_per_month, Some(30));
    app.advance(TimeDelta::days(10));
    let over = billing::access::of(&mut conn, org, app.clock.now()).await.unwrap();
    assert_eq!(over.access, models::Access::Grace, "before the round already");
    run(&app).await;
    let free = billing::access::of(&mut conn, org, app.clock.now()).await.unwrap();
    assert_eq!((free.access, free.events_per_month), (models::Access::Full, Some(0)));
}
