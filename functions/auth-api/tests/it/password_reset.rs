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
