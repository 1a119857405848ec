use chrono::{DateTime, TimeDelta, Utc};
use models::{OrgId, Role, UserId};
use sqlx::PgPool;
use testkit::{now, rows};

use crate::{app, run};

/// A member in a role who pays for the seat with a personal organization of this status.
async fn paying(db: &PgPool, org: OrgId, role: Role, status: &str) -> (UserId, OrgId) {
    let user = rows::member(db, org, role).await.user;
    let own = rows::organization(db).await;
    rows::plan(db, own, "organizer", status).await;
    sqlx::query!(
        "with own as (update organizations set kind = 'personal', created_by = $1 where id = $2)
         update memberships set seat_payer = 'member', joined_at = joined_at + (select count(*) from memberships) * interval '1 second'
          where user_id = $1",
        user as _,
        own as _
    )
    .execute(db)
    .await
    .unwrap();
    (user, own)
}

/// A clinic with so many seats, one of them taken by an organizer of its own.
async fn clinic(db: &PgPool, seats: i32) -> OrgId {
    let org = rows::organization(db).await;
    rows::plan(db, org, "organizer", "active").await;
    rows::member(db, org, Role::Organizer).await;
    sqlx::query!(
        "update subscriptions s set paid_seats = $2 - p.included_seats from plans p where p.id = s.plan_id and s.organization_id = $1",
        org as _,
        seats
    )
    .execute(db)
    .await
    .unwrap();
    org
}

/// Roles of a member, and until when they stay without a seat.
async fn standing(db: &PgPool, user: UserId) -> (String, Option<DateTime<Utc>>) {
    let row = sqlx::query!(
        r#"select array_to_string(roles, ' ') as "roles!", seat_notice_ends_at from memberships where user_id = $1"#,
        user as _
    );
    let row = row.fetch_one(db).await.unwrap();
    (row.roles, row.seat_notice_ends_at)
}

async fn taken(db: &PgPool, org: OrgId) -> i64 {
    let mut conn = db.acquire().await.unwrap();
    accounts::membership::seats_taken(&mut conn, org, testkit::now()).await.unwrap()
}

async fn mails(db: &PgPool) -> Vec<String> {
    let mails = sqlx::query_scalar!(
        "select message_key from messages where message_key like 'organization-%' order by created_at, id"
    );
    mails.fetch_all(db).await.unwrap()
}

/// BI-13: told at once, viewer on the day and not before; in between the member takes no seat.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whose_own_plan_ends_becomes_viewer_after_fourteen_days(db: PgPool) {
    let app = app(&db);
    let org = clinic(&db, 1).await;
    let (user, own) = paying(&db, org, Role::Organizer, "active").await;
    assert_eq!(taken(&db, org).await, 1, "the own plan pays");
    run(&app).await;
    assert_eq!(standing(&db, user).await, ("organizer".into(), None));
    rows::plan(&db, own, "organizer", "past_due").await;
    run(&app).await;
    assert_eq!(standing(&db, user).await, ("organizer".into(), None), "it is still tried");

    rows::plan(&db, own, "organizer", "canceled").await;
    assert_eq!(taken(&db, org).await, 2, "more than there are: nobody else comes in");
    let end = now() + TimeDelta::days(14);
    for _ in 0..2 {
        run(&app).await;
        assert_eq!(standing(&db, user).await, ("organizer".into(), Some(end)));
    }
    assert_eq!(mails(&db).await, ["organization-seat-notice"]);
    assert_eq!(taken(&db, org).await, 1);

    app.advance(TimeDelta::days(14) - TimeDelta::seconds(1));
    run(&app).await;
    assert_eq!(standing(&db, user).await, ("organizer".into(), Some(end)));
    app.advance(TimeDelta::seconds(1));
    for _ in 0..2 {
        run(&app).await;
        assert_eq!(standing(&db, user).await, ("viewer".into(), None));
    }
    assert_eq!(mails(&db).await, ["organization-seat-notice", "organization-role-changed"]);
    let acts = sqlx::query_scalar!(
        "select action from audit_entries where organization_id = $1 order by at, id",
        org as _
    );
    assert_eq!(acts.fetch_all(&db).await.unwrap(), ["member.seat_notice", "member.seat_ended"]);
}

/// BI-13: a free seat is taken without a word, at the end of the plan or later within the notice;
/// whoever is longest in the team has it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_free_seat_is_taken_before_anybody_loses_the_roles(db: PgPool) {
    let app = app(&db);
    let org = clinic(&db, 2).await;
    let (first, _) = paying(&db, org, Role::Organizer, "canceled").await;
    let (second, _) = paying(&db, org, Role::CourseManager, "unpaid").await;
    run(&app).await;
    assert_eq!(standing(&db, first).await.1, None);
    assert!(standing(&db, second).await.1.is_some(), "one seat was free, not two");
    assert_eq!(taken(&db, org).await, 2);
    sqlx::query!(
        "update subscriptions set paid_seats = paid_seats + 1 where organization_id = $1",
        org as _
    )
    .execute(&db)
    .await
    .unwrap();
    run(&app).await;
    assert_eq!(standing(&db, second).await, ("course_manager".into(), None));
    assert_eq!(taken(&db, org).await, 3);
    app.advance(TimeDelta::days(15));
    run(&app).await;
    assert_eq!(standing(&db, second).await.0, "course_manager");
    assert_eq!(mails(&db).await, ["organization-seat-notice"]);
}

/// BI-13: who pays again keeps the roles; roles that need no seat are never touched.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn paying_again_ends_the_notice(db: PgPool) {
    let app = app(&db);
    let org = clinic(&db, 1).await;
    let (user, own) = paying(&db, org, Role::Organizer, "canceled").await;
    let (viewer, _) = paying(&db, org, Role::Viewer, "canceled").await;
    sqlx::query!(
        "update memberships set roles = array['organizer', 'finance'] where user_id = $1",
        user as _
    )
    .execute(&db)
    .await
    .unwrap();
    run(&app).await;
    assert!(standing(&db, user).await.1.is_some());
    assert_eq!(standing(&db, viewer).await, ("viewer".into(), None));
    rows::plan(&db, own, "organizer", "active").await;
    app.advance(TimeDelta::days(15));
    run(&app).await;
    assert_eq!(standing(&db, user).await, ("organizer finance".into(), None));
    assert_eq!(taken(&db, org).await, 1);
    rows::plan(&db, own, "organizer", "canceled").await;
    run(&app).await;
    app.advance(TimeDelta::days(14));
    run(&app).await;
    assert_eq!(standing(&db, user).await, ("finance".into(), None));
}
