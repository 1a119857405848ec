use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;
use testkit::{TestApp, env_with};
use zoom_webhook::{State, router};

use crate::room::{Room, meeting, send};

async fn receipts(db: &PgPool) -> i64 {
    sqlx::query_scalar!(r#"select count(*) as "count!" from webhook_receipts"#)
        .fetch_one(db)
        .await
        .unwrap()
}

/// ZM-7, acceptance 18.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_forged_old_or_unsigned_leaves_nothing_behind(db: PgPool) {
    let app = crate::app(&db);
    let body = || meeting("meeting.started", "uuid-1", 0).to_string();
    assert_eq!(send(&app, "guess", TimeDelta::zero(), body()).await.0, 401);
    assert_eq!(send(&app, "zoom-secret", TimeDelta::minutes(96), body()).await.0, 401);
    assert_eq!(send(&app, "zoom-secret", TimeDelta::minutes(-6), body()).await.0, 401);
    let unsigned = Request::post("/webhooks/zoom").body(Body::from(body())).unwrap();
    assert_eq!(app.answer(unsigned).await.status, 401);
    assert_eq!(receipts(&db).await, 0);
    assert_eq!(send(&app, "zoom-secret", TimeDelta::minutes(94), body()).await.0, 200);
    assert_eq!(receipts(&db).await, 1, "an unknown meeting is kept as ignored");
}

/// ZM-7.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn without_a_secret_everything_is_refused(db: PgPool) {
    let env = env_with([("ZOOM_WEBHOOK_SECRET", "")]);
    let app = TestApp::with(&db, env, |env, db, clock| State::new(env, db, clock).map(router));
    let body = meeting("meeting.started", "uuid-1", 0).to_string();
    assert_eq!(send(&app, "", TimeDelta::zero(), body).await.0, 401);
    assert_eq!(receipts(&db).await, 0);
}

/// ZM-7: the bytes are signed, not what they mean.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_signature_is_over_the_raw_bytes(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    let spaced = meeting("meeting.started", "ż/u==", 0).to_string().replace(':', " : ");
    let odd = spaced.replace("ż", "\\u017c") + "\n";
    assert_eq!(send(&app, "zoom-secret", TimeDelta::zero(), spaced).await.0, 200);
    assert_eq!(send(&app, "zoom-secret", TimeDelta::zero(), odd).await.0, 200);
    let status = sqlx::query_scalar!("select status from events where id = $1", room.event as _);
    assert_eq!(status.fetch_one(&db).await.unwrap(), "live");
    assert_eq!(receipts(&db).await, 1, "both say the same");
}

/// ZM-7, acceptance 18: a text with a colon could be a timestamp and a body.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_challenge_signs_nothing_that_somebody_chose(db: PgPool) {
    let app = crate::app(&db);
    let challenge = |token: &str| {
        json!({"event": "endpoint.url_validation", "payload": {"plainToken": token}}).to_string()
    };
    let (status, answer) =
        send(&app, "zoom-secret", TimeDelta::zero(), challenge("qgg8vlvZRS6UYooatFL8Aw")).await;
    assert_eq!((status, answer["plainToken"].as_str()), (200, Some("qgg8vlvZRS6UYooatFL8Aw")));
    assert_eq!(answer["encryptedToken"].as_str().map(str::len), Some(64));
    for chosen in ["v0:1790841600:{}", "a b", "", &"a".repeat(129)] {
        assert_eq!(
            send(&app, "zoom-secret", TimeDelta::zero(), challenge(chosen)).await.0,
            401,
            "{chosen}"
        );
    }
    assert_eq!(send(&app, "guess", TimeDelta::zero(), challenge("abc")).await.0, 401);
    assert_eq!(receipts(&db).await, 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_no_message_is_taken_and_forgotten(db: PgPool) {
    let app = crate::app(&db);
    assert_eq!(send(&app, "zoom-secret", TimeDelta::zero(), "[]".into()).await.0, 200);
    assert_eq!(receipts(&db).await, 0);
}
