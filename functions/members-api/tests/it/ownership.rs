use chrono::TimeDelta;
use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Member, rows};

const PATH: &str = "/api/v1/members/ownership";

async fn place(db: &PgPool, member: &Member<'_>) -> String {
    let id = sqlx::query_scalar!(
        "select id from memberships where user_id = $1 and organization_id = $2",
        member.user as _,
        member.org() as _
    );
    id.fetch_one(db).await.unwrap().to_string()
}

async fn offer(db: &PgPool, owner: &Member<'_>, admin: &Member<'_>) -> testkit::Answer {
    let body = json!({"membership_id": place(db, admin).await});
    owner.send("POST", PATH, Some(body), &[]).await
}

async fn offered(db: &PgPool, owner: &Member<'_>, admin: &Member<'_>) -> String {
    let made = offer(db, owner, admin).await;
    assert_eq!(made.status, 201, "{}", made.body);
    format!("{PATH}/{}", made.body["id"].as_str().unwrap())
}

async fn answer(who: &Member<'_>, path: &str, word: &str) -> testkit::Answer {
    who.send("PUT", path, Some(json!({ "answer": word })), &[]).await
}

/// What the person is in the organization now; nothing for whoever is gone.
async fn role(db: &PgPool, member: &Member<'_>) -> String {
    let role = sqlx::query_scalar!(
        r#"select array_to_string(roles, ' ') as "role!" from memberships
            where organization_id = $1 and user_id = $2 and ended_at is null"#,
        member.org() as _,
        member.user as _
    );
    role.fetch_optional(db).await.unwrap().unwrap_or_default()
}

/// About which steps somebody was written to, in the order of the alphabet.
async fn mails(db: &PgPool, who: &Member<'_>) -> Vec<String> {
    let steps = sqlx::query_scalar!(
        r#"select variables #>> '{facts,step}' as "step!" from messages
            where address = $1 and message_key = 'organization-ownership' order by 1"#,
        who.email
    );
    steps.fetch_all(db).await.unwrap()
}

/// OR-1, OR-10
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_admin_who_takes_the_offer_owns_and_the_owner_of_before_is_an_admin(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let finance = app.member_of(owner.org(), Role::Finance).await;
    let viewer = app.member_of(owner.org(), Role::Viewer).await;
    assert_eq!(owner.get(PATH).await.body["offer"], Value::Null);
    let path = offered(&db, &owner, &admin).await;
    assert_eq!(offer(&db, &owner, &admin).await.problem(), "409 transfer-open");
    let seen = admin.get(PATH).await.body["offer"].clone();
    assert_eq!(
        (&seen["for_me"], &seen["state"], &seen["expires_at"]),
        (&json!(true), &json!("offered"), &json!("2026-10-08T08:00:00Z"))
    );
    assert_eq!(owner.get(PATH).await.body["offer"]["for_me"], false);

    for _ in 0..2 {
        let taken = answer(&admin, &path, "accept").await;
        assert_eq!((taken.status, &taken.body["state"]), (200, &json!("accepted")));
    }
    assert_eq!((&*role(&db, &admin).await, &*role(&db, &owner).await), ("owner", "admin"));
    assert_eq!(answer(&admin, &path, "decline").await.problem(), "409 transfer-ended");
    assert_eq!(offer(&db, &owner, &finance).await.problem(), "403 forbidden", "an admin now");
    assert_eq!(mails(&db, &admin).await, ["accepted", "offered"]);
    for told in [&owner, &finance] {
        assert_eq!(mails(&db, told).await, ["accepted"]);
    }
    assert!(mails(&db, &viewer).await.is_empty());
    let acts = sqlx::query_scalar!("select action from audit_entries order by action");
    assert_eq!(acts.fetch_all(&db).await.unwrap(), ["ownership.accepted", "ownership.offered"]);
}

/// OR-10: both prove anew that it is them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn offering_and_taking_need_a_fresh_proof(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let path = offered(&db, &owner, &admin).await;
    app.advance(TimeDelta::seconds(601));
    let refused = "401 reauthentication-required";
    assert_eq!(offer(&db, &owner, &admin).await.problem(), refused);
    assert_eq!(answer(&admin, &path, "accept").await.problem(), refused);
    assert_eq!(owner.send("DELETE", &path, None, &[]).await.status, 204);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_an_admin_of_a_team_is_offered_it(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    for other in Role::ALL.into_iter().filter(|role| ![Role::Owner, Role::Admin].contains(role)) {
        let member = app.member_of(owner.org(), other).await;
        assert_eq!(offer(&db, &owner, &member).await.problem(), "409 not-an-admin", "{other:?}");
    }
    assert_eq!(offer(&db, &owner, &owner).await.problem(), "409 not-an-admin");
    let stranger = app.member(Role::Admin).await;
    assert_eq!(offer(&db, &owner, &stranger).await.problem(), "404 not-found");
    sqlx::query!("update organizations set kind = 'personal' where id = $1", owner.org() as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(offer(&db, &owner, &admin).await.problem(), "409 not-a-team");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_offer_is_declined_taken_back_or_runs_out_and_another_may_follow(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let other = app.member_of(owner.org(), Role::Admin).await;

    let path = offered(&db, &owner, &admin).await;
    assert_eq!(answer(&other, &path, "accept").await.problem(), "404 not-found");
    for _ in 0..2 {
        assert_eq!(answer(&admin, &path, "decline").await.body["state"], "declined");
    }
    assert_eq!(mails(&db, &owner).await, ["declined"]);

    let path = offered(&db, &owner, &other).await;
    for _ in 0..2 {
        assert_eq!(owner.send("DELETE", &path, None, &[]).await.status, 204);
    }
    assert_eq!(answer(&other, &path, "accept").await.problem(), "409 transfer-ended");
    assert_eq!(mails(&db, &other).await, ["offered", "withdrawn"]);

    let path = offered(&db, &owner, &other).await;
    sqlx::query!(
        "update ownership_transfers set expires_at = $1 where state = 'offered'",
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(owner.get(PATH).await.body["offer"], Value::Null);
    assert_eq!(answer(&other, &path, "accept").await.problem(), "409 transfer-ended");
    offered(&db, &owner, &admin).await;
    assert_eq!((&*role(&db, &owner).await, &*role(&db, &other).await), ("owner", "admin"));
}

/// OR-9: the offer to somebody who is no admin any more falls.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_is_no_admin_any_more_cannot_take_it(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let other = app.member_of(owner.org(), Role::Admin).await;
    let path = offered(&db, &owner, &admin).await;
    let member = format!("/api/v1/members/{}", place(&db, &admin).await);
    assert_eq!(owner.patch(&member, 1, json!({"roles": ["finance"]})).await.status, 200);
    assert_eq!(answer(&admin, &path, "accept").await.problem(), "409 transfer-ended");
    let path = offered(&db, &owner, &other).await;
    let member = format!("/api/v1/members/{}", place(&db, &other).await);
    assert_eq!(owner.send("DELETE", &member, None, &[]).await.status, 204);
    assert_eq!(answer(&other, &path, "accept").await.problem(), "409 transfer-ended");
    assert_eq!((&*role(&db, &owner).await, &*role(&db, &admin).await), ("owner", "finance"));
}

/// Ten owned organizations a person, however they came by them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_takes_an_eleventh_organization(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    for _ in 0..10 {
        let org = rows::organization(&db).await;
        sqlx::query!(
            "insert into memberships (id, organization_id, user_id, roles, joined_at, created_at, updated_at)
             values ($1, $2, $3, '{owner}', $4, $4, $4)",
            models::MembershipId::new(testkit::now()) as _,
            org as _,
            admin.user as _,
            testkit::now()
        )
        .execute(&db)
        .await
        .unwrap();
    }
    let path = offered(&db, &owner, &admin).await;
    assert_eq!(answer(&admin, &path, "accept").await.problem(), "409 organization-limit");
    assert_eq!((&*role(&db, &owner).await, &*role(&db, &admin).await), ("owner", "admin"));
}

/// OR-1: whatever is asked at once, there is one owner, and nothing breaks.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn many_answers_at_once_leave_one_owner(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let path = offered(&db, &owner, &admin).await;
    let member = format!("/api/v1/members/{}", place(&db, &admin).await);
    let (one, two, three, four) = tokio::join!(
        answer(&admin, &path, "accept"),
        answer(&admin, &path, "decline"),
        owner.send("DELETE", &path, None, &[]),
        owner.send("DELETE", &member, None, &[]),
    );
    for answer in [&one, &two, &three, &four] {
        assert!(answer.status < 500, "{}", answer.body);
    }
    let roles = [role(&db, &owner).await, role(&db, &admin).await];
    assert_eq!(roles.iter().filter(|role| *role == "owner").count(), 1, "{roles:?}");
    let open = sqlx::query_scalar!(
        r#"select count(*) as "open!" from ownership_transfers where state = 'offered'"#
    );
    assert_eq!(open.fetch_one(&db).await.unwrap(), 0);
}

/// R14: what the new owner may, and the one of before may not any more, holds at the next request.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rights_go_with_ownership(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let path = offered(&db, &owner, &admin).await;
    assert_eq!(answer(&admin, &path, "accept").await.status, 200);
    assert_eq!(offer(&db, &owner, &admin).await.problem(), "403 forbidden");
    offered(&db, &admin, &owner).await;
}
