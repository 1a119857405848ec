use chrono::TimeDelta;
use models::Role;
use serde_json::json;
use sqlx::PgPool;

use crate::invitation;
use crate::invitations::{kwame, owns};

/// BI-11, OR-2: sending again is an invitation like the first: it takes a seat, and whoever sends it
/// may grant what it gives.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_expired_invitation_that_is_sent_again_needs_a_seat_and_the_right(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    testkit::rows::plan(&db, owner.org(), "organizer", "active").await;
    let ask = async |email: &str, role: &str| {
        let body = json!({"email": email, "roles": [role]});
        owner.post("/api/v1/invitations", body).await.body["id"].as_str().unwrap().to_owned()
    };
    let expire = async || {
        let ended = testkit::now() - TimeDelta::hours(1);
        sqlx::query!("update member_invitations set expires_at = $1, last_sent_at = $1", ended)
            .execute(&db)
            .await
            .unwrap();
    };
    let again = async |who: &testkit::Member<'_>, id: &str| {
        who.send("POST", &format!("/api/v1/invitations/{id}/resend"), None, &[]).await
    };
    let (first, boss) =
        (ask("a@example.org", "organizer").await, ask("b@example.org", "admin").await);
    expire().await;
    // Past its time it holds none, whether a job has said so or not.
    let second = ask("c@example.org", "organizer").await;
    assert_eq!(again(&owner, &first).await.problem(), "409 seat-limit-reached");
    assert_eq!(again(&admin, &boss).await.problem(), "403 role-not-grantable");
    assert_eq!(again(&owner, &boss).await.status, 202);
    let path = format!("/api/v1/invitations/{second}");
    assert_eq!(owner.send("DELETE", &path, None, &[]).await.status, 204);
    assert_eq!(again(&owner, &first).await.status, 202);
    expire().await;
    testkit::rows::plan(&db, owner.org(), "organizer", "unpaid").await;
    assert_eq!(again(&owner, &first).await.problem(), "409 organization-read-only");
    let joined = app.member_of(owner.org(), Role::Viewer).await;
    owns(&db, joined.user, "a@example.org").await;
    assert_eq!(again(&owner, &first).await.problem(), "409 already-member");
}

/// OR-3: an event is chosen once, however often it is named, and only from one's own.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_that_names_an_event_twice_can_be_accepted(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = testkit::rows::event(&db, owner.org(), testkit::EventSpec::PUBLISHED).await;
    let elsewhere = testkit::rows::organization(&db).await;
    let foreign = testkit::rows::event(&db, elsewhere, testkit::EventSpec::PUBLISHED).await;
    let ask = async |events: serde_json::Value| {
        let body =
            json!({"email": "kwame@example.org", "roles": ["check_in"], "event_ids": events});
        owner.post("/api/v1/invitations", body).await
    };
    let refused = ask(json!([event, foreign])).await;
    assert_eq!(refused.problem(), "422 validation-failed");
    assert_eq!(refused.body["errors"][0]["pointer"], "/event_ids");
    let id = ask(json!([event, event])).await.body["id"].as_str().unwrap().to_owned();
    let kwame = app.person().await;
    owns(&db, kwame.user, "kwame@example.org").await;
    let body = json!({"invitation_id": id});
    let accepted = kwame.send("POST", "/api/v1/invitations/accept", Some(body), &[]).await;
    assert_eq!(accepted.status, 200, "{}", accepted.body);
    let scopes = sqlx::query_scalar!("select event_id from membership_scopes");
    assert_eq!(scopes.fetch_all(&db).await.unwrap(), [Some(event.into())]);
    let said = sqlx::query_scalar!(
        r#"select after as "after!" from audit_entries where action = 'member.invited'"#
    );
    assert_eq!(said.fetch_one(&db).await.unwrap()["event_ids"], json!([event, event]));
}

/// AC-31: what was accepted is not taken back, and what has ended is not ended again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_accepted_invitation_is_not_taken_back(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = invitation(&db, &owner).await;
    let kwame = app.person().await;
    owns(&db, kwame.user, "kwame@example.org").await;
    let body = json!({"invitation_id": id});
    let accepted = kwame.send("POST", "/api/v1/invitations/accept", Some(body), &[]).await;
    assert_eq!(accepted.status, 200);
    let revoke =
        async |id| owner.send("DELETE", &format!("/api/v1/invitations/{id}"), None, &[]).await;
    assert_eq!(revoke(id).await.problem(), "409 link-used");
    sqlx::query!(
        "update memberships set ended_at = joined_at, ended_reason = 'left' where user_id = $1",
        kwame.user as _
    )
    .execute(&db)
    .await
    .unwrap();
    let second = invitation(&db, &owner).await;
    for _ in 0..2 {
        assert_eq!(revoke(second).await.status, 204);
    }
    let said = sqlx::query_scalar!(
        r#"select count(*) as "said!" from audit_entries where action = 'invitation.revoked'"#
    );
    assert_eq!(said.fetch_one(&db).await.unwrap(), 1);
}

/// A key is chosen by whoever fills in one form of one organization.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_key_invites_the_same_address_to_two_organizations(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let other = testkit::rows::organization(&db).await;
    sqlx::query!(
        "insert into memberships (id, organization_id, user_id, roles, joined_at, created_at, updated_at)
         values ($1, $2, $3, '{owner}', $4, $4, $4)",
        models::MembershipId::new(testkit::now()) as _,
        other as _,
        owner.user as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let there = owner.acting_for(other);
    for who in [&owner, &there, &there] {
        let key = [("idempotency-key", "the-same-key-twice")];
        let answer = who.send("POST", "/api/v1/invitations", Some(kwame()), &key).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    let made = sqlx::query_scalar!(r#"select count(*) as "made!" from member_invitations"#);
    assert_eq!(made.fetch_one(&db).await.unwrap(), 2);
}
