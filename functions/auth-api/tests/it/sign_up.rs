use chrono::TimeDelta;
use models::{Role, SealKind};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};

use crate::{mailed, mails};

fn ada(intent: &str) -> Value {
    json!({"email": "Ada@Example.org", "full_name": "Ada Park", "intent": intent, "terms_version": "2026-11"})
}

async fn count(db: &PgPool, what: &str) -> i64 {
    match what {
        "users" => sqlx::query_scalar!(r#"select count(*) as "n!" from users"#).fetch_one(db).await,
        _ => {
            sqlx::query_scalar!(r#"select count(*) as "n!" from organizations"#).fetch_one(db).await
        }
    }
    .unwrap()
}

async fn complete(app: &TestApp, token: &str, password: Option<&str>) -> testkit::Answer {
    let body =
        json!({"token": token, "password": password, "terms_version": "2026-11", "remember": true});
    app.send("POST", "/api/v1/auth/sign-up/complete", Some(body)).await
}

/// AC-1, AC-5, R4
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_exists_before_the_mailbox_answers_and_then_everything_does(db: PgPool) {
    let app = crate::app(&db);
    let asked = app.send("POST", "/api/v1/auth/sign-up", Some(ada("organizer"))).await;
    assert_eq!((asked.status, asked.body), (202, json!({})));
    assert_eq!(
        (count(&db, "users").await, mails(&app).await),
        (0, vec!["account-verify".to_owned()])
    );
    let token = mailed(&app, "sign-up", SealKind::SignUp).await;
    let answer = complete(&app, &token, Some("four rivers meet here")).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["user"]["email"], "Ada@Example.org");
    assert_eq!(answer.body["organization"]["name"], "Ada Park");
    assert_eq!(answer.body["expires_in"], 600);
    let cookies: Vec<_> =
        answer.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    let refresh = cookies
        .iter()
        .find(|c| c.starts_with("__Secure-accredit_refresh=rt1."))
        .expect("a refresh cookie");
    for part in ["Path=/api/v1/logins", "HttpOnly", "SameSite=Strict", "Secure", "Max-Age=2592000"]
    {
        assert!(refresh.contains(part), "{refresh}");
    }
    assert_eq!((count(&db, "users").await, count(&db, "organizations").await), (1, 1));
}

/// AC-4, R2
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_link_works_once_and_for_a_day(db: PgPool) {
    let app = crate::app(&db);
    app.send("POST", "/api/v1/auth/sign-up", Some(ada("learner"))).await;
    let token = mailed(&app, "sign-up", SealKind::SignUp).await;
    assert_eq!(
        complete(&app, "k.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA", None).await.problem(),
        "404 link-invalid"
    );
    let wrong_kind = mailed(&app, "sign-up", SealKind::SignIn).await;
    assert_eq!(complete(&app, &wrong_kind, None).await.problem(), "404 link-invalid");
    assert_eq!(complete(&app, &token, Some("short")).await.problem(), "422 password-refused");
    assert_eq!(
        complete(&app, &token, None).await.status,
        201,
        "a refused password leaves the link whole"
    );
    assert_eq!(complete(&app, &token, None).await.problem(), "409 link-used");
    app.advance(TimeDelta::hours(2));
    let other = json!({"email": "kwame@example.org", "full_name": "Kwame", "intent": "learner", "terms_version": "2026-11"});
    app.send("POST", "/api/v1/auth/sign-up", Some(other)).await;
    let late = mailed(&app, "sign-up", SealKind::SignUp).await;
    app.advance(TimeDelta::hours(24));
    assert_eq!(complete(&app, &late, None).await.problem(), "409 link-expired");
}

/// AC-1: the first completed wins; R19: never a fault.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_sign_ups_of_one_address_the_first_completed_wins(db: PgPool) {
    let app = crate::app(&db);
    app.send("POST", "/api/v1/auth/sign-up", Some(ada("learner"))).await;
    let first = mailed(&app, "sign-up", SealKind::SignUp).await;
    app.advance(TimeDelta::seconds(1));
    app.send("POST", "/api/v1/auth/sign-up", Some(ada("learner"))).await;
    let second = mailed(&app, "sign-up", SealKind::SignUp).await;
    assert_ne!(first, second);
    let (one, two) = tokio::join!(complete(&app, &first, None), complete(&app, &second, None));
    let mut outcomes = [one.status, two.status];
    outcomes.sort_unstable();
    assert_eq!(outcomes, [201, 409], "{} {}", one.body, two.body);
    assert_eq!(count(&db, "users").await, 1);
}

/// AC-2, R6
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_learns_whether_an_address_is_known(db: PgPool) {
    let app = crate::app(&db);
    let known = app.person().await.email;
    for path in ["/api/v1/auth/sign-in-link", "/api/v1/auth/password-reset"] {
        let for_known = app.send("POST", path, Some(json!({"email": known}))).await;
        let for_unknown =
            app.send("POST", path, Some(json!({"email": "nobody@example.org"}))).await;
        assert_eq!(
            (for_known.status, &for_known.body),
            (for_unknown.status, &for_unknown.body),
            "{path}"
        );
    }
    let mut body = ada("learner");
    body["email"] = json!(known);
    assert_eq!(app.send("POST", "/api/v1/auth/sign-up", Some(body)).await.status, 202);
    assert_eq!(
        mails(&app).await,
        ["account-exists", "account-password-reset", "account-sign-in-link"]
    );
}

/// AC-2, AC-7: a guest who comes back finds everything.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_guest_signs_up_by_the_link_and_owns_the_registration(db: PgPool) {
    let app = crate::app(&db);
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ada@example.org", "confirmed").await;
    app.send(
        "POST",
        "/api/v1/auth/sign-in-link",
        Some(json!({"email": "ADA@example.org", "return_to": "/me/events"})),
    )
    .await;
    assert_eq!(mails(&app).await, ["account-verify"]);
    let token = mailed(&app, "sign-up", SealKind::SignUp).await;
    for terms in [json!(null), json!("2020-01")] {
        let body = json!({"token": token, "terms_version": terms, "remember": false});
        let unasked = app.send("POST", "/api/v1/auth/sign-up/complete", Some(body)).await;
        assert_eq!(unasked.problem(), "409 terms-outdated", "a guest has agreed to nothing yet");
    }
    let answer = complete(&app, &token, None).await;
    assert_eq!(
        answer.body["user"]["full_name"], "Łukasz Żółć",
        "the name that the registration has"
    );
    assert_eq!(answer.body["claimed"]["registrations"], 1);
    assert_eq!(answer.body["next"], "/me/events");
    let owned = sqlx::query_scalar!("select count(*) from registrations where user_id is not null");
    assert_eq!(owned.fetch_one(&db).await.unwrap(), Some(1));
}

/// An invitation of Ada as an organizer.
async fn invited(db: &PgPool, inviter: &testkit::Member<'_>) -> models::InvitationId {
    let invitation = models::InvitationId::new(testkit::now());
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, state, expires_at, last_sent_at,
                                         invited_by, created_at)
         values ($1, $2, 'ada@example.org', 'ada@example.org', '{organizer}', 'pending', $3, $4, $5, $4)",
        invitation as _,
        inviter.org() as _,
        testkit::now() + TimeDelta::days(7),
        testkit::now(),
        inviter.user as _
    )
    .execute(db)
    .await
    .unwrap();
    invitation
}

/// OR-6, R24: whoever has an account already is sent a link that signs in, and joins by it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_survives_the_sign_up_of_somebody_who_has_an_account(db: PgPool) {
    let app = crate::app(&db);
    app.send("POST", "/api/v1/auth/sign-up", Some(ada("learner"))).await;
    complete(&app, &mailed(&app, "sign-up", SealKind::SignUp).await, None).await;
    let inviter = app.member(Role::Owner).await;
    let invitation = invited(&db, &inviter).await;
    let mut body = ada("learner");
    body["invitation"] = json!(app.seal(SealKind::Invitation, invitation, 1));
    app.send("POST", "/api/v1/auth/sign-up", Some(body)).await;
    let token = mailed(&app, "sign-in", SealKind::SignIn).await;
    let body = json!({"token": token, "remember": false});
    let answer = app.send("POST", "/api/v1/auth/sign-in-link/complete", Some(body)).await;
    assert_eq!(answer.body["login"]["organization"]["name"], "Clinic", "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
}

/// OR-6, R8, R24: invite → sign-up → member in one go.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_survives_the_sign_up(db: PgPool) {
    let app = crate::app(&db);
    let inviter = app.member(Role::Owner).await;
    let invitation = invited(&db, &inviter).await;
    let mut body = ada("learner");
    body["invitation"] = json!(app.seal(SealKind::Invitation, invitation, 1));
    app.send("POST", "/api/v1/auth/sign-up", Some(body)).await;
    let answer = complete(&app, &mailed(&app, "sign-up", SealKind::SignUp).await, None).await;
    assert_eq!(answer.body["accepted_organization"]["name"], "Clinic");
    assert_eq!(answer.body["organization"]["name"], "Clinic");
    let roles = sqlx::query_scalar!(
        "select roles from memberships where organization_id = $1 and user_id <> $2",
        inviter.org() as _,
        inviter.user as _
    );
    assert_eq!(roles.fetch_one(&db).await.unwrap(), ["organizer"]);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn too_many_sign_ups_of_one_address_wait(db: PgPool) {
    let app = crate::app(&db);
    for _ in 0..3 {
        assert_eq!(
            app.send("POST", "/api/v1/auth/sign-up", Some(ada("learner"))).await.status,
            202
        );
    }
    let answer = app.send("POST", "/api/v1/auth/sign-up", Some(ada("learner"))).await;
    assert_eq!(answer.problem(), "429 too-many-requests");
    assert!(answer.headers.contains_key("retry-after"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_way_out_of_the_app_and_unknown_fields_are_refused(db: PgPool) {
    let app = crate::app(&db);
    for bad in ["//evil.example", "https://evil.example", "/\\evil"] {
        let body = json!({"email": "ada@example.org", "return_to": bad});
        let answer = app.send("POST", "/api/v1/auth/sign-in-link", Some(body)).await;
        assert_eq!(
            (answer.status, answer.body["errors"][0]["pointer"].as_str()),
            (422, Some("/return_to"))
        );
    }
    let mut body = ada("learner");
    body["platform_role"] = json!("operator");
    assert_eq!(
        app.send("POST", "/api/v1/auth/sign-up", Some(body)).await.body["errors"][0]["pointer"],
        "/platform_role"
    );
}
