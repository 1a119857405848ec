use chrono::TimeDelta;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{Member, count_queries};

async fn membership(db: &PgPool, member: &Member<'_>) -> String {
    let id = sqlx::query_scalar!(
        "select id from memberships where user_id = $1 and organization_id = $2",
        member.user as _,
        member.org() as _
    );
    id.fetch_one(db).await.unwrap().to_string()
}

/// OR-1, OR-2
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn roles_are_granted_only_by_those_who_hold_them(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let viewer = app.member_of(owner.org(), Role::Viewer).await;
    let path =
        async |member: &Member<'_>| format!("/api/v1/members/{}", membership(&db, member).await);
    let viewers = path(&viewer).await;
    let refused = admin.patch(&viewers, 1, json!({"roles": ["admin"]})).await;
    assert_eq!(refused.problem(), "403 role-not-grantable");
    let refused = admin.patch(&path(&admin).await, 1, json!({"roles": ["viewer"]})).await;
    assert_eq!(refused.problem(), "409 own-roles");
    let refused = admin.patch(&path(&owner).await, 1, json!({"roles": ["viewer"]})).await;
    assert_eq!(refused.problem(), "409 owner-is-fixed");
    let granted = admin.patch(&viewers, 1, json!({"roles": ["organizer", "finance"]})).await;
    assert_eq!(
        (granted.status, &granted.body["roles"]),
        (200, &json!(["organizer", "finance"])),
        "{}",
        granted.body
    );
    let stale = owner.patch(&viewers, 1, json!({"roles": ["viewer"]})).await;
    assert_eq!(stale.problem(), "412 precondition-failed");
    let admins = owner.patch(&viewers, 2, json!({"roles": ["admin"]})).await;
    assert_eq!(admins.status, 200);
    let told =
        sqlx::query_scalar!("select message_key from messages").fetch_all(&db).await.unwrap();
    assert_eq!(told, ["organization-role-changed", "organization-role-changed"]);
}

/// OR-9, R15: the removed person's next click is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_removed_member_is_out_at_the_next_request(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let colleague = app.member_of(owner.org(), Role::Organizer).await;
    assert_eq!(colleague.get("/api/v1/members").await.status, 200);
    let path = format!("/api/v1/members/{}", membership(&db, &colleague).await);
    assert_eq!(owner.send("DELETE", &path, None, &[]).await.status, 204);
    assert_eq!(colleague.get("/api/v1/members").await.problem(), "401 membership-ended");
    assert_eq!(owner.send("DELETE", &path, None, &[]).await.status, 404, "twice");
    let itself = format!("/api/v1/members/{}", membership(&db, &owner).await);
    assert_eq!(owner.send("DELETE", &itself, None, &[]).await.problem(), "409 owner-is-fixed");
}

/// AC-20
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn removing_somebody_takes_a_fresh_proof(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let colleague = app.member_of(owner.org(), Role::Organizer).await;
    let path = format!("/api/v1/members/{}", membership(&db, &colleague).await);
    app.advance(TimeDelta::seconds(601));
    let answer = owner.send("DELETE", &path, None, &[]).await;
    // Ten minutes is also the life of a token; within the leeway it is only stale.
    assert_eq!(answer.problem(), "401 reauthentication-required");
    assert!(
        answer.headers["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("insufficient_user_authentication")
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_member_leaves_and_the_owner_cannot(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let viewer = app.member_of(owner.org(), Role::Viewer).await;
    let body = json!({"organization_id": owner.org()});
    let leave = async |who: &Member<'_>| {
        who.send("POST", "/api/v1/members/leave", Some(body.clone()), &[]).await
    };
    assert_eq!(leave(&viewer).await.status, 204);
    assert_eq!(leave(&viewer).await.problem(), "403 not-a-member");
    assert_eq!(leave(&owner).await.problem(), "409 owner-is-fixed");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_list_takes_two_queries_however_long_it_is(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    for more in [1, 20] {
        for _ in 0..more {
            app.member_of(owner.org(), Role::Viewer).await;
        }
        let (page, queries) = count_queries(owner.get("/api/v1/members?limit=100")).await;
        assert_eq!((page.status, queries), (200, 2));
    }
}

/// OR-2: what no membership can be is refused in words.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_member_has_one_to_four_roles_each_once(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let viewer = app.member_of(owner.org(), Role::Viewer).await;
    let path = format!("/api/v1/members/{}", membership(&db, &viewer).await);
    for roles in [
        json!([]),
        json!(["organizer", "organizer"]),
        json!(["organizer", "finance", "viewer", "check_in", "instructor"]),
    ] {
        let refused = owner.patch(&path, 1, json!({ "roles": roles })).await;
        assert_eq!(
            (refused.problem().as_str(), &refused.body["errors"][0]["pointer"]),
            ("422 validation-failed", &json!("/roles")),
            "{roles}: {}",
            refused.body
        );
    }
    let owned = owner.patch(&path, 1, json!({"roles": ["owner"]})).await;
    assert_eq!(owned.problem(), "403 role-not-grantable", "owner only by handing over");
}

/// AC-14: a role that was taken away is gone at the very next request, with the token of before.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_lost_role_is_refused_at_the_next_request(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let viewer = app.member_of(owner.org(), Role::Viewer).await;
    let theirs = format!("/api/v1/members/{}", membership(&db, &viewer).await);
    assert_eq!(admin.patch(&theirs, 1, json!({"title": "Nurse"})).await.status, 200);
    let path = format!("/api/v1/members/{}", membership(&db, &admin).await);
    assert_eq!(owner.patch(&path, 1, json!({"roles": ["viewer"]})).await.status, 200);
    assert_eq!(
        admin.patch(&theirs, 2, json!({"title": "Doctor"})).await.problem(),
        "403 forbidden"
    );
}

/// OR-1: two at once leave exactly one owner, and nobody else's membership is ended by it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_organization_never_loses_its_owner(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let path = format!("/api/v1/members/{}", membership(&db, &owner).await);
    let leave = json!({"organization_id": owner.org()});
    let (removed, left, demoted) = tokio::join!(
        admin.send("DELETE", &path, None, &[]),
        owner.send("POST", "/api/v1/members/leave", Some(leave), &[]),
        admin.patch(&path, 1, json!({"roles": ["admin"]})),
    );
    for answer in [removed, left, demoted] {
        assert_eq!(answer.problem(), "409 owner-is-fixed");
    }
}

/// BI-11, rule 11: a billable role takes a seat of the plan, whoever leaves frees it, and other
/// roles take none.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_billable_role_takes_a_seat_of_the_plan(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    testkit::rows::plan(&db, owner.org(), "organizer", "active").await;
    let first = app.member_of(owner.org(), Role::Organizer).await;
    let second = app.member_of(owner.org(), Role::Viewer).await;
    let path = format!("/api/v1/members/{}", membership(&db, &second).await);
    let billable = json!({"roles": ["course_manager"]});
    let refused = owner.patch(&path, 1, billable.clone()).await;
    assert_eq!(refused.problem(), "409 seat-limit-reached");
    assert_eq!(owner.patch(&path, 1, json!({"roles": ["finance"]})).await.status, 200);
    let gone = format!("/api/v1/members/{}", membership(&db, &first).await);
    assert_eq!(owner.send("DELETE", &gone, None, &[]).await.status, 204);
    assert_eq!(owner.patch(&path, 2, billable).await.status, 200);
}

/// BI-14: a role that takes a seat is refused while the seat ends; who has one keeps it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_role_takes_no_seat_that_ends(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    testkit::rows::plan(&db, owner.org(), "organization", "active").await;
    testkit::rows::seats_to_come(&db, owner.org(), (2, 0), "2026-12-31T08:00:00Z").await;
    let sits = app.member_of(owner.org(), Role::Organizer).await;
    app.member_of(owner.org(), Role::CourseManager).await;
    let third = app.member_of(owner.org(), Role::Viewer).await;
    let path = async |member: &testkit::Member<'_>| {
        format!("/api/v1/members/{}", membership(&db, member).await)
    };
    let refused = owner.patch(&path(&third).await, 1, json!({"roles": ["organizer"]})).await;
    assert_eq!(refused.problem(), "409 seat-limit-reached");
    let kept = owner.patch(&path(&sits).await, 1, json!({"roles": ["course_manager"]})).await;
    assert_eq!(kept.status, 200, "{}", kept.body);
}

/// AC-31, R10: what somebody may see is part of what somebody is; what a change leaves out stays,
/// and the log tells both.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn scopes_change_by_halves_and_leave_a_trace(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let scanner = app.member_of(owner.org(), Role::CheckIn).await;
    let path = format!("/api/v1/members/{}", membership(&db, &scanner).await);
    let event = testkit::rows::event(&db, owner.org(), testkit::EventSpec::PUBLISHED).await;
    let elsewhere = testkit::rows::organization(&db).await;
    let foreign = testkit::rows::event(&db, elsewhere, testkit::EventSpec::PUBLISHED).await;
    let refused = owner.patch(&path, 1, json!({"event_ids": [foreign]})).await;
    assert_eq!(refused.problem(), "422 validation-failed");
    let named = owner.patch(&path, 1, json!({"event_ids": [event, event]})).await;
    assert_eq!((named.status, &named.body["event_ids"]), (200, &json!([event])), "{}", named.body);
    for (version, all) in [(2, true), (3, false)] {
        // Lines of one moment have no order.
        app.advance(TimeDelta::seconds(1));
        let changed = owner.patch(&path, version, json!({"all_events": all})).await;
        assert_eq!(changed.body["all_events"], all, "{}", changed.body);
        assert_eq!(changed.body["event_ids"], json!([event]));
    }
    let said = sqlx::query!(
        r#"select before as "before!", after as "after!" from audit_entries where action = 'member.changed' order by id"#
    );
    let said: Vec<_> = said
        .fetch_all(&db)
        .await
        .unwrap()
        .into_iter()
        .map(|row| {
            [row.before, row.after]
                .map(|said| (said["all_events"] == true, said["event_ids"] == json!([event])))
        })
        .collect();
    assert_eq!(
        said,
        [
            [(false, false), (false, true)],
            [(false, true), (true, true)],
            [(true, true), (false, true)],
        ]
    );
}
