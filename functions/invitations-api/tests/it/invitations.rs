use chrono::TimeDelta;
use models::{Role, SealKind};
use serde_json::json;
use sqlx::PgPool;
use testkit::TestApp;

use crate::invitation;

pub(crate) fn kwame() -> serde_json::Value {
    json!({"email": "Kwame@Example.org", "roles": ["organizer"], "message": "Join us."})
}

/// Gives a person the address as a proven one.
pub(crate) async fn owns(db: &PgPool, user: models::UserId, address: &str) {
    sqlx::query!(
        "insert into user_emails (id, user_id, address, address_key, verified_at, created_at) values ($1, $2, $3, $3, $4, $4)",
        models::UserEmailId::new(testkit::now()) as _,
        user as _,
        address,
        testkit::now()
    )
    .execute(db)
    .await
    .unwrap();
}

/// OR-5, R25: no answer of the API holds the link.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn inviting_mails_a_link_that_the_api_never_shows(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let answer = owner.post("/api/v1/invitations", kwame()).await;
    assert_eq!(
        (answer.status, answer.body["state"].as_str()),
        (201, Some("pending")),
        "{}",
        answer.body
    );
    let id: uuid::Uuid = answer.body["id"].as_str().unwrap().parse().unwrap();
    let secret = app.seal(SealKind::Invitation, id, 1);
    let listed = owner.get("/api/v1/invitations").await;
    assert_eq!(listed.body["data"][0]["email"], "Kwame@Example.org");
    for text in [answer.text(), listed.text()] {
        assert!(!text.contains(&secret) && !text.contains("token"));
    }
    let again = owner.post("/api/v1/invitations", kwame()).await;
    assert_eq!(again.problem(), "409 invitation-pending");
    assert_eq!(again.body["errors"][0]["pointer"], "/email");
    let member = app.member_of(owner.org(), Role::Viewer).await;
    let body = json!({"email": member.email, "roles": ["viewer"]});
    assert_eq!(owner.post("/api/v1/invitations", body).await.problem(), "409 already-member");
}

/// OR-6, OR-7, R9
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_whoever_proved_the_address_becomes_a_member_and_once(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = invitation(&db, &owner).await;
    let token = json!({"token": app.seal(SealKind::Invitation, id, 1)});
    let stranger = app.person().await;
    let accept = async |who: &testkit::Member<'_>| {
        who.send("POST", "/api/v1/invitations/accept", Some(token.clone()), &[]).await
    };
    assert_eq!(accept(&stranger).await.problem(), "409 invitation-for-other-address");
    let kwame = app.person().await;
    owns(&db, kwame.user, "kwame@example.org").await;
    let mine = kwame.get("/api/v1/invitations/mine").await;
    assert_eq!(mine.body["data"][0]["organization"]["name"], "Clinic");
    let (one, two) = tokio::join!(accept(&kwame), accept(&kwame));
    assert_eq!((one.status, two.status), (200, 200), "{} {}", one.body, two.body);
    assert_eq!(one.body["membership_id"], two.body["membership_id"]);
    let seats =
        sqlx::query_scalar!("select count(*) from memberships where user_id = $1", kwame.user as _);
    assert_eq!(seats.fetch_one(&db).await.unwrap(), Some(1));
}

/// OR-5: the older link dies.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn sending_again_ends_the_older_link(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = invitation(&db, &owner).await;
    let resend = format!("/api/v1/invitations/{id}/resend");
    assert_eq!(owner.send("POST", &resend, None, &[]).await.problem(), "409 resend-too-soon");
    app.advance(TimeDelta::minutes(9) + TimeDelta::seconds(59));
    assert_eq!(owner.send("POST", &resend, None, &[]).await.problem(), "409 resend-too-soon");
    app.advance(TimeDelta::seconds(1));
    let answer = owner.send("POST", &resend, None, &[]).await;
    // Ten minutes later the token of the tests is at its very end, within the leeway.
    assert_eq!(answer.status, 202, "{}", answer.body);
    let look = async |generation| {
        let body = json!({"token": app.seal(SealKind::Invitation, id, generation)});
        app.send("POST", "/api/v1/invitations/look", Some(body)).await
    };
    assert_eq!(look(1).await.problem(), "404 link-invalid");
    let seen = look(2).await;
    assert_eq!(
        (seen.body["masked_address"].as_str(), seen.body["state"].as_str()),
        (Some("k…@example.org"), Some("pending"))
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn declining_takes_no_account_and_revoking_ends_the_link(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = invitation(&db, &owner).await;
    let token = |app: &TestApp, id| json!({"token": app.seal(SealKind::Invitation, id, 1)});
    let decline = async |body| app.send("POST", "/api/v1/invitations/decline", Some(body)).await;
    assert_eq!(decline(token(&app, id)).await.status, 204);
    assert_eq!(decline(token(&app, id)).await.status, 204, "twice");
    let second = invitation(&db, &owner).await;
    assert_eq!(
        owner.send("DELETE", &format!("/api/v1/invitations/{second}"), None, &[]).await.status,
        204
    );
    assert_eq!(decline(token(&app, second)).await.problem(), "404 link-invalid");
}

/// OR-5: past its time it is expired before any job says so, and a new one may go out.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_past_its_time_gives_way(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = invitation(&db, &owner).await;
    sqlx::query!(
        "update member_invitations set expires_at = $1",
        testkit::now() - TimeDelta::seconds(1)
    )
    .execute(&db)
    .await
    .unwrap();
    let body = json!({"token": app.seal(SealKind::Invitation, id, 1)});
    let seen = app.send("POST", "/api/v1/invitations/look", Some(body)).await;
    assert_eq!(seen.body["state"], "expired");
    assert_eq!(owner.post("/api/v1/invitations", kwame()).await.status, 201);
}

/// OR-2
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_admin_invites_no_admin(db: PgPool) {
    let app = crate::app(&db);
    let admin = app.member(Role::Admin).await;
    let answer = admin
        .post("/api/v1/invitations", json!({"email": "x@example.org", "roles": ["admin"]}))
        .await;
    assert_eq!(answer.problem(), "403 role-not-grantable");
    let answer = admin
        .post("/api/v1/invitations", json!({"email": "x@example.org", "roles": ["owner"]}))
        .await;
    assert_eq!(answer.problem(), "403 role-not-grantable");
}

/// OR-2, OR-5
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_is_for_one_to_four_roles(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    for roles in [
        json!([]),
        json!(["viewer", "viewer"]),
        json!(["organizer", "finance", "viewer", "check_in", "instructor"]),
    ] {
        let body = json!({"email": "x@example.org", "roles": roles});
        assert_eq!(
            owner.post("/api/v1/invitations", body).await.problem(),
            "422 validation-failed"
        );
    }
}

/// OR-5: 50 a day, 20 while the organization is new; sending again counts.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_organization_sends_twenty_invitations_a_day(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let invite = async |n: u32| {
        let body = json!({"email": format!("person-{n}@example.org"), "roles": ["viewer"]});
        owner.post("/api/v1/invitations", body).await
    };
    let first = invite(0).await.body["id"].as_str().unwrap().to_owned();
    for n in 1..19 {
        assert_eq!(invite(n).await.status, 201, "{n}");
    }
    app.advance(TimeDelta::minutes(10));
    let again = owner.send("POST", &format!("/api/v1/invitations/{first}/resend"), None, &[]).await;
    assert_eq!(again.status, 202, "{}", again.body);
    assert_eq!(invite(20).await.problem(), "409 invitation-limit");
    sqlx::query!("update organizations set created_at = $1", testkit::now() - TimeDelta::days(14))
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(invite(21).await.status, 201, "the organization is two weeks old");
}

/// R10: whoever is a member by another address stays what the organization made of the person.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn accepting_changes_no_right_of_somebody_who_is_a_member(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let member = app.member_of(owner.org(), Role::CheckIn).await;
    let body = json!({"email": "kwame@example.org", "roles": ["instructor"], "all_events": true});
    let id = owner.post("/api/v1/invitations", body).await.body["id"].as_str().unwrap().to_owned();
    owns(&db, member.user, "kwame@example.org").await;
    let accepted = member
        .send("POST", "/api/v1/invitations/accept", Some(json!({"invitation_id": id})), &[])
        .await;
    assert_eq!(accepted.status, 200, "{}", accepted.body);
    let rights = sqlx::query!(
        r#"select roles, (select count(*) from membership_scopes) as "scopes!" from memberships where user_id = $1"#,
        member.user as _
    );
    let rights = rights.fetch_one(&db).await.unwrap();
    assert_eq!((rights.roles, rights.scopes), (vec!["check_in".to_owned()], 0));
}

/// OR-5: the filter says what the list shows.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_list_is_filtered_by_the_state_that_it_shows(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    invitation(&db, &owner).await;
    let listed = async |state: &str| {
        let page = owner.get(&format!("/api/v1/invitations?state={state}")).await;
        page.body["data"].as_array().unwrap().len()
    };
    assert_eq!((listed("pending").await, listed("expired").await), (1, 0));
    sqlx::query!("update member_invitations set expires_at = $1", testkit::now())
        .execute(&db)
        .await
        .unwrap();
    assert_eq!((listed("pending").await, listed("expired").await), (0, 1));
    let odd = owner.get("/api/v1/invitations?state=a%00b").await;
    assert_eq!(odd.problem(), "422 validation-failed");
}

/// OR-9, §6: somebody who was removed does not come back by an invitation that was answered.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_answered_invitation_brings_nobody_back(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = invitation(&db, &owner).await;
    let kwame = app.person().await;
    owns(&db, kwame.user, "kwame@example.org").await;
    let token = json!({"token": app.seal(SealKind::Invitation, id, 1)});
    let accept =
        async || kwame.send("POST", "/api/v1/invitations/accept", Some(token.clone()), &[]).await;
    assert_eq!(accept().await.status, 200);
    sqlx::query!(
        "update memberships set ended_at = $2, ended_reason = 'removed' where user_id = $1",
        kwame.user as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(accept().await.problem(), "403 not-a-member");
}

/// BI-11: an open invitation holds a seat; the answer to one too many says so.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_to_a_billable_role_holds_a_seat(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    testkit::rows::plan(&db, owner.org(), "organizer", "active").await;
    let ask = async |email: &str, role: &str| {
        owner.post("/api/v1/invitations", json!({"email": email, "roles": [role]})).await
    };
    assert_eq!(ask("a@example.org", "viewer").await.status, 201);
    let held = ask("b@example.org", "organizer").await;
    assert_eq!(held.status, 201, "{}", held.body);
    assert_eq!(ask("c@example.org", "course_manager").await.problem(), "409 seat-limit-reached");
    let path = format!("/api/v1/invitations/{}", held.body["id"].as_str().unwrap());
    assert_eq!(owner.send("DELETE", &path, None, &[]).await.status, 204);
    assert_eq!(ask("c@example.org", "course_manager").await.status, 201);
    testkit::rows::plan(&db, owner.org(), "organizer", "unpaid").await;
    assert_eq!(ask("d@example.org", "organizer").await.problem(), "409 organization-read-only");
    assert_eq!(ask("d@example.org", "viewer").await.status, 201);
}

/// BI-11, BI-14: seats that end are given to nobody, and the answer says when that is. Where more
/// people sit than stay, nobody is put out.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seat_that_ends_is_refused_with_the_day(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    testkit::rows::plan(&db, owner.org(), "organization", "active").await;
    testkit::rows::seats_to_come(&db, owner.org(), (5, 1), "2027-01-01T00:00:00+01:00").await;
    sqlx::query!("update organizations set time_zone = 'Europe/Berlin'")
        .execute(&db)
        .await
        .unwrap();
    let ask = async |email: &str| {
        owner.post("/api/v1/invitations", json!({"email": email, "roles": ["organizer"]})).await
    };
    assert_eq!(ask("a@example.org").await.status, 201);
    assert_eq!(ask("b@example.org").await.status, 201);
    let refused = ask("c@example.org").await;
    assert_eq!(refused.problem(), "409 seat-limit-reached");
    let said = "All seats that stay are taken: 4 seats end on 1 January 2027.";
    assert_eq!(refused.body["detail"], said);
    let fact = |code: &str| {
        let errors = refused.body["errors"].as_array().unwrap();
        errors.iter().find(|error| error["code"] == code).map(|error| error["detail"].clone())
    };
    assert_eq!(fact("seats"), Some(json!("6")));
    assert_eq!(fact("seats_ending"), Some(json!("4")));
    assert_eq!(fact("seats_end_at"), Some(json!("2026-12-31T23:00:00Z")));
    assert_eq!(fact("seat_price"), None, "one more would not help");
    let listed = owner.get("/api/v1/invitations?state=pending").await;
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 2);
    sqlx::query!("update scheduled_changes set ended_at = created_at").execute(&db).await.unwrap();
    assert_eq!(ask("c@example.org").await.status, 201);
}

/// BI-11: the answer to one too many tells what one more seat costs, where the plan sells more.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refused_seat_has_its_price(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let ask = async |email: &str| {
        let body = json!({"email": email, "roles": ["organizer"]});
        let answer = owner.post("/api/v1/invitations", body).await;
        let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
        let fact = |error: &serde_json::Value| {
            format!("{}: {}", error["code"].as_str().unwrap(), error["detail"].as_str().unwrap())
        };
        (answer.status, errors.iter().map(fact).collect::<Vec<_>>())
    };
    testkit::rows::plan(&db, owner.org(), "organization", "active").await;
    assert_eq!(ask("a@example.org").await.0, 201);
    let (status, facts) = ask("b@example.org").await;
    assert_eq!(status, 409);
    assert_eq!(facts, ["seats: 1", "seat_price: 129.00 USD", "interval: month"]);
    testkit::rows::plan(&db, owner.org(), "organizer", "active").await;
    assert_eq!(ask("b@example.org").await, (409, vec!["seats: 1".to_owned()]));
}
