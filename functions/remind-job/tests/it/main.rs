//! The behaviour of remind-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod invoices;

use chrono::TimeDelta;
use models::{InvitationId, Role};
use remind_job::{State, router};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};
use uuid::Uuid;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}

async fn run(app: &TestApp) {
    let answer = app.send("POST", "/", None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

async fn keys(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar!("select message_key from messages order by created_at, id")
        .fetch_all(db)
        .await
        .unwrap()
}

/// R5: once for each time that the settings name, also to guests, however often the job runs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn reminders_go_out_once_at_their_times(db: PgPool) {
    let app = app(&db);
    let org = rows::organization(&db).await;
    let event =
        rows::event(&db, org, EventSpec { starts_in: TimeDelta::days(2), ..EventSpec::PUBLISHED })
            .await;
    rows::registration(&db, event, "ada@example.org", "confirmed").await;
    rows::registration(&db, event, "eve@example.org", "waitlisted").await;
    run(&app).await;
    assert!(keys(&db).await.is_empty(), "two days before is too early");
    app.advance(TimeDelta::days(1));
    run(&app).await;
    run(&app).await;
    assert_eq!(keys(&db).await, ["event-reminder"]);
    app.advance(TimeDelta::hours(23));
    run(&app).await;
    run(&app).await;
    assert_eq!(keys(&db).await, ["event-reminder", "event-reminder"]);
    app.advance(TimeDelta::hours(2));
    run(&app).await;
    assert_eq!(keys(&db).await.len(), 2, "it has begun");
}

/// OU-1: a moved event reminds again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_moved_event_reminds_again(db: PgPool) {
    let app = app(&db);
    let org = rows::organization(&db).await;
    let event = rows::event(
        &db,
        org,
        EventSpec { starts_in: TimeDelta::hours(20), ..EventSpec::PUBLISHED },
    )
    .await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    sqlx::query!(
        "update registrations set confirmed_at = confirmed_at - interval '3 days' where id = $1",
        Uuid::from(id)
    )
    .execute(&db)
    .await
    .unwrap();
    run(&app).await;
    sqlx::query!("update events set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = $1", Uuid::from(event))
        .execute(&db)
        .await
        .unwrap();
    run(&app).await;
    run(&app).await;
    assert_eq!(keys(&db).await.len(), 2);
    let left = sqlx::query_scalar!("select min(variables->'facts'->>'left') from messages");
    assert_eq!(
        left.fetch_one(&db).await.unwrap().as_deref(),
        Some("1200"),
        "late, so what is left is said"
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_registered_after_the_time_is_not_reminded_of_it(db: PgPool) {
    let app = app(&db);
    let org = rows::organization(&db).await;
    let event = rows::event(
        &db,
        org,
        EventSpec { starts_in: TimeDelta::hours(20), ..EventSpec::PUBLISHED },
    )
    .await;
    rows::registration(&db, event, "ada@example.org", "confirmed").await;
    run(&app).await;
    assert!(keys(&db).await.is_empty());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_ends_in_time_and_its_inviter_is_told_once(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, state, expires_at, last_sent_at, invited_by, created_at)
         values ($1, $2, 'eve@example.org', 'eve@example.org', '{viewer}', 'pending', $3, $4, $5, $4)",
        Uuid::from(InvitationId::new(testkit::now())),
        Uuid::from(owner.org()),
        testkit::now() + TimeDelta::days(7),
        testkit::now(),
        Uuid::from(owner.user)
    )
    .execute(&db)
    .await
    .unwrap();
    run(&app).await;
    assert!(keys(&db).await.is_empty());
    app.advance(TimeDelta::days(7));
    run(&app).await;
    run(&app).await;
    assert_eq!(keys(&db).await, ["organization-invitation-answered"]);
    let state =
        sqlx::query_scalar!("select state from member_invitations").fetch_one(&db).await.unwrap();
    assert_eq!(state, "expired");
}

/// RG-19: seven days and one day before, once each, and only while somebody can still be named.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_booked_seats_without_names_is_reminded_a_week_and_a_day_before(db: PgPool) {
    let app = app(&db);
    let org = rows::organization(&db).await;
    let spec = EventSpec { starts_in: TimeDelta::days(9), ..EventSpec::PUBLISHED };
    let event = rows::event(&db, org, spec).await;
    let booker = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    let seat = rows::registration(&db, event, "later@example.org", "confirmed").await;
    sqlx::query!(
        "update registrations set email = null, email_key = null, full_name = null,
                booking_id = (select booking_id from registrations where id = $2) where id = $1",
        Uuid::from(seat),
        Uuid::from(booker)
    )
    .execute(&db)
    .await
    .unwrap();
    let asked = async || {
        run(&app).await;
        run(&app).await;
        keys(&db).await.iter().filter(|key| *key == "party-unnamed").count()
    };
    assert_eq!(asked().await, 0, "nine days before is too early");
    app.advance(TimeDelta::days(3));
    assert_eq!(asked().await, 1);
    app.advance(TimeDelta::days(5));
    assert_eq!(asked().await, 2);
    let told = sqlx::query_scalar!(
        r#"select distinct address as "address!" from messages where message_key in ('party-unnamed', 'event-reminder')"#
    );
    assert_eq!(told.fetch_all(&db).await.unwrap(), ["ada@example.org"], "a seat is no person");
}

/// What cannot be told holds up nothing else, and the run says that it failed.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_part_that_fails_holds_up_no_other(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let id = InvitationId::new(testkit::now());
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, state, expires_at, last_sent_at,
                                         invited_by, created_at)
         values ($1, $2, 'kwame@example.org', 'kwame@example.org', '{viewer}', 'pending', $3, $3, $4, $3)",
        id as _,
        owner.org() as _,
        testkit::now(),
        owner.user as _
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query!("alter table event_settings rename to mislaid").execute(&db).await.unwrap();
    app.advance(TimeDelta::days(8));
    assert_eq!(app.send("POST", "/", None).await.status, 500);
    let state = sqlx::query_scalar!("select state from member_invitations");
    assert_eq!(state.fetch_one(&db).await.unwrap(), "expired");
}
