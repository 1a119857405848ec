use chrono::TimeDelta;
use models::SealKind;
use serde_json::json;
use sqlx::PgPool;

use crate::{mailed, mails};

/// AC-11, R3
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_reset_ends_every_login_and_signs_nobody_in(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    app.send("POST", "/api/v1/auth/password-reset", Some(json!({"email": ada.email}))).await;
    let token = mailed(&app, "password-reset", SealKind::PasswordReset).await;
    let body = json!({"token": token, "password": "four rivers meet here"});
    let answer = app.send("POST", "/api/v1/auth/password-reset/complete", Some(body.clone())).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    assert!(answer.headers.get("set-cookie").is_none());
    let live = sqlx::query_scalar!("select count(*) from logins where revoked_at is null");
    assert_eq!(live.fetch_one(&db).await.unwrap(), Some(0));
    assert_eq!(mails(&app).await, ["account-password-reset", "account-security-changed"]);
    let again = app.send("POST", "/api/v1/auth/password-reset/complete", Some(body)).await;
    assert_eq!(again.problem(), "409 link-used");
    let body = json!({"email": ada.email, "password": "four rivers meet here", "remember": false});
    assert_eq!(app.send("POST", "/api/v1/auth/sign-in", Some(body)).await.status, 200);
}

/// R1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_reset_link_of_31_minutes_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    app.send("POST", "/api/v1/auth/password-reset", Some(json!({"email": ada.email}))).await;
    let token = mailed(&app, "password-reset", SealKind::PasswordReset).await;
    app.advance(TimeDelta::minutes(31));
    let body = json!({"token": token, "password": "four rivers meet here"});
    let answer = app.send("POST", "/api/v1/auth/password-reset/complete", Some(body)).await;
    assert_eq!(answer.problem(), "409 link-expired");
}

async fn jobs(db: &PgPool) -> i64 {
    sqlx::query_scalar!(r#"select count(*) as "jobs!" from outbox"#).fetch_one(db).await.unwrap()
}

/// AC-2, R6: the same work whether the address is known or not, up to the job that goes out.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_learns_by_the_clock_whether_an_address_is_known(db: PgPool) {
    let app = crate::app(&db);
    let known = app.person().await.email;
    for path in ["/api/v1/auth/password-reset", "/api/v1/auth/sign-in-link"] {
        let ask = async |email: &str| {
            let before = jobs(&db).await;
            let asked = app.send("POST", path, Some(json!({ "email": email })));
            let (answer, queries) = testkit::count_queries(asked).await;
            assert_eq!(answer.status, 202);
            (jobs(&db).await - before, queries)
        };
        let (for_known, known_queries) = ask(&known).await;
        let (for_unknown, unknown_queries) = ask("nobody@example.org").await;
        assert_eq!((for_known, for_unknown), (1, 1), "{path}: one job each");
        assert!(
            known_queries.abs_diff(unknown_queries) <= 2,
            "{path}: {known_queries} {unknown_queries}"
        );
    }
    let addresses = sqlx::query_scalar!("select address_key from email_challenges")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(!addresses.contains(&"nobody@example.org".to_owned()), "strangers are not kept");
}

/// AC-11: every proven address is told.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_reset_is_told_to_every_address(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    sqlx::query!(
        "insert into user_emails (id, user_id, address, address_key, verified_at, created_at)
         values ($1, $2, 'second@example.org', 'second@example.org', $3, $3)",
        models::UserEmailId::new(testkit::now()) as _,
        ada.user as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    app.send("POST", "/api/v1/auth/password-reset", Some(json!({"email": "second@example.org"})))
        .await;
    let token = mailed(&app, "password-reset", SealKind::PasswordReset).await;
    let body = json!({"token": token, "password": "four rivers meet here"});
    // Two who have the link at once: one of them sets the password.
    let complete = || app.send("POST", "/api/v1/auth/password-reset/complete", Some(body.clone()));
    let (one, two) = tokio::join!(complete(), complete());
    let mut outcomes = [one.status, two.status];
    outcomes.sort_unstable();
    assert_eq!(outcomes, [204, 409]);
    let told = sqlx::query_scalar!(
        "select address_key from messages where message_key = 'account-security-changed' order by address_key"
    );
    let told = told.fetch_all(&db).await.unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
}
