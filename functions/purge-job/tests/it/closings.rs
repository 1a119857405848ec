use chrono::TimeDelta;
use models::{OrgId, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};
use uuid::Uuid;

use crate::{app, run_after};

async fn closing(db: &PgPool, org: OrgId) {
    sqlx::query!(
        "update organizations set closing_at = $2 where id = $1",
        org as _,
        testkit::now()
    )
    .execute(db)
    .await
    .unwrap();
}

/// Whether it has closed, and how many members and open invitations it has.
async fn stands(db: &PgPool, org: OrgId) -> (bool, i64, i64) {
    let row = sqlx::query!(
        r#"select closed_at is not null as "closed!",
                  (select count(*) from memberships where organization_id = $1 and ended_at is null) as "members!",
                  (select count(*) from member_invitations where organization_id = $1 and state = 'pending') as "invited!"
             from organizations where id = $1"#,
        org as _
    );
    let row = row.fetch_one(db).await.unwrap();
    (row.closed, row.members, row.invited)
}

/// A team of two with somebody invited, which begins to close.
async fn team(db: &PgPool, app: &TestApp) -> OrgId {
    let owner = app.member(Role::Owner).await;
    app.member_of(owner.org(), Role::Viewer).await;
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, state, expires_at, last_sent_at,
                                         invited_by, created_at)
         values ($1, $2, 'kwame@example.org', 'kwame@example.org', '{viewer}', 'pending', $4::timestamptz + interval '1 year', $4, $3, $4)",
        Uuid::new_v4(),
        owner.org() as _,
        owner.user as _,
        testkit::now()
    )
    .execute(db)
    .await
    .unwrap();
    closing(db, owner.org()).await;
    owner.org()
}

/// OR-18
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_is_gone_thirty_days_after_it_was_closed(db: PgPool) {
    let app = app(&db);
    let org = team(&db, &app).await;
    let other = app.member(Role::Owner).await.org();
    run_after(&app, 29).await;
    assert_eq!(stands(&db, org).await, (false, 2, 1));
    run_after(&app, 1).await;
    assert_eq!(stands(&db, org).await, (true, 0, 0));
    run_after(&app, 1).await;
    let told = sqlx::query_scalar!(
        r#"select count(*) as "told!" from messages where message_key = 'organization-closing'"#
    );
    assert_eq!(told.fetch_one(&db).await.unwrap(), 2, "both members, once");
    let ended = sqlx::query_scalar!(
        r#"select distinct ended_reason as "reason!" from memberships where organization_id = $1"#,
        org as _
    );
    assert_eq!(ended.fetch_all(&db).await.unwrap(), ["closed"]);
    let slugs = sqlx::query_scalar!(
        r#"select count(*) as "kept!" from organization_slugs where organization_id = $1"#,
        org as _
    );
    assert_eq!(slugs.fetch_one(&db).await.unwrap(), 1, "OR-11");
    assert_eq!(stands(&db, other).await, (false, 1, 0));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_that_was_opened_again_stays(db: PgPool) {
    let app = app(&db);
    let org = team(&db, &app).await;
    sqlx::query!("update organizations set closing_at = null").execute(&db).await.unwrap();
    run_after(&app, 40).await;
    assert_eq!(stands(&db, org).await, (false, 2, 1));
}

/// BI-18: what came up in the thirty days is settled first.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_with_something_open_waits(db: PgPool) {
    let app = app(&db);
    let org = team(&db, &app).await;
    let spec = EventSpec { starts_in: TimeDelta::days(33), ..EventSpec::PUBLISHED };
    rows::event(&db, org, spec).await;
    run_after(&app, 31).await;
    assert_eq!(stands(&db, org).await, (false, 2, 1));
    run_after(&app, 3).await;
    assert_eq!(stands(&db, org).await, (true, 0, 0));
}

/// R21: a plan that still runs is ended first, however the job of the closing fared.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_that_still_runs_is_ended_first(db: PgPool) {
    let app = app(&db);
    let org = team(&db, &app).await;
    sqlx::query!(
        "update subscriptions set stripe_subscription_id = 'sub_1' where organization_id = $1",
        org as _
    )
    .execute(&db)
    .await
    .unwrap();
    run_after(&app, 31).await;
    assert_eq!(stands(&db, org).await, (false, 2, 1));
    let jobs = sqlx::query!("select queue, payload from outbox where queue <> 'send-email'");
    let jobs = jobs.fetch_all(&db).await.unwrap();
    assert_eq!(
        jobs.iter().map(|job| (&*job.queue, &job.payload)).collect::<Vec<_>>(),
        [("end-plan", &json!({"organization": org}))]
    );
    sqlx::query!("update subscriptions set status = 'canceled'").execute(&db).await.unwrap();
    run_after(&app, 1).await;
    assert_eq!(stands(&db, org).await, (true, 0, 0));
}
