use models::{Role, SealKind, UserId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, Member, TestApp, rows};

async fn invite(owner: &Member<'_>, email: &str, roles: Value, payer: &str) -> Answer {
    let body = json!({"email": email, "roles": roles, "seat_payer": payer});
    owner.post("/api/v1/invitations", body).await
}

/// A personal organization of this person, on a plan that stands so.
async fn personal_plan(db: &PgPool, user: UserId, status: &str) {
    let own = rows::organization(db).await;
    rows::plan(db, own, "organizer", status).await;
    sqlx::query!(
        "update organizations set kind = 'personal', created_by = $1 where id = $2",
        user as _,
        own as _
    )
    .execute(db)
    .await
    .unwrap();
}

async fn accept(app: &TestApp, who: &Member<'_>, invited: &Answer) -> Answer {
    let id: uuid::Uuid = invited.body["id"].as_str().unwrap().parse().unwrap();
    let token = json!({"token": app.seal(SealKind::Invitation, id, 1)});
    who.send("POST", "/api/v1/invitations/accept", Some(token), &[]).await
}

/// BI-13, OR-8: whoever is invited to pay for the own seat holds none of the team's, and joins with a
/// plan that is paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_may_leave_the_seat_to_the_member(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    rows::plan(&db, owner.org(), "organizer", "active").await;
    rows::member(&db, owner.org(), Role::Organizer).await;
    let kwame = app.person().await;
    let full = invite(&owner, &kwame.email, json!(["organizer"]), "organization").await;
    assert_eq!(full.problem(), "409 seat-limit-reached");
    let invited = invite(&owner, &kwame.email, json!(["organizer"]), "member").await;
    assert_eq!(invited.status, 201, "{}", invited.body);
    let listed = owner.get("/api/v1/invitations").await;
    assert_eq!(listed.body["data"][0]["seat_payer"], "member");
    let mine = kwame.get("/api/v1/invitations/mine").await;
    assert_eq!(mine.body["data"][0]["seat_payer"], "member");

    let refused = accept(&app, &kwame, &invited).await;
    assert_eq!(refused.problem(), "409 personal-plan-required");
    personal_plan(&db, kwame.user, "active").await;
    assert_eq!(accept(&app, &kwame, &invited).await.status, 200);
    assert_eq!(accept(&app, &kwame, &invited).await.status, 200, "twice");
    let row = sqlx::query!(
        "select seat_payer, roles from memberships where user_id = $1 and organization_id = $2",
        kwame.user as _,
        owner.org() as _
    );
    let row = row.fetch_one(&db).await.unwrap();
    assert_eq!((&*row.seat_payer, row.roles), ("member", vec!["organizer".to_owned()]));
}

/// A trial is not paid; roles that take no seat ask for no plan.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_a_paid_plan_pays_and_only_a_seat_needs_one(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let ada = app.person().await;
    personal_plan(&db, ada.user, "trialing").await;
    let invited = invite(&owner, &ada.email, json!(["course_manager"]), "member").await;
    assert_eq!(accept(&app, &ada, &invited).await.problem(), "409 personal-plan-required");
    let viewer = app.person().await;
    let invited = invite(&owner, &viewer.email, json!(["viewer"]), "member").await;
    assert_eq!(accept(&app, &viewer, &invited).await.status, 200);
    let wrong = invite(&owner, "x@example.org", json!(["organizer"]), "nobody").await;
    assert_eq!(wrong.problem(), "422 validation-failed");
}

/// Somebody who can pay may be told so before signing in.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_link_says_who_pays(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let plain = json!({"email": "a@example.org", "roles": ["organizer"]});
    for (invited, payer) in [
        (owner.post("/api/v1/invitations", plain).await, "organization"),
        (invite(&owner, "b@example.org", json!(["organizer"]), "member").await, "member"),
    ] {
        let id: uuid::Uuid = invited.body["id"].as_str().unwrap().parse().unwrap();
        let token = json!({"token": app.seal(SealKind::Invitation, id, 1)});
        let seen = app.send("POST", "/api/v1/invitations/look", Some(token)).await;
        assert_eq!(seen.body["seat_payer"], payer, "{}", seen.body);
    }
}
