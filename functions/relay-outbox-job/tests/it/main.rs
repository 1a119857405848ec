//! The behaviour of relay-outbox-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::{Json, Router};
use chrono::TimeDelta;
use relay_outbox_job::{State, router};
use serde_json::json;
use sqlx::PgPool;
use testkit::{TestApp, env_with, now};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Cloud Tasks and the metadata server, as far as the relay asks them.
struct Google {
    url: String,
    made: Arc<AtomicUsize>,
    _server: JoinSet<()>,
}

impl Google {
    async fn answering(status: StatusCode) -> Self {
        let made = Arc::new(AtomicUsize::new(0));
        let count = made.clone();
        let answer = async move |request: Request| {
            if request.uri().path().ends_with("/token") {
                return Json(json!({"access_token": "granted", "expires_in": 3599}))
                    .into_response();
            }
            count.fetch_add(1, Ordering::SeqCst);
            (status, "{}").into_response()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut server = JoinSet::new();
        server.spawn(async move {
            axum::serve(listener, Router::new().fallback(answer)).await.unwrap();
        });
        Self { url, made, _server: server }
    }

    fn app(&self, db: &PgPool) -> TestApp {
        let env = env_with([
            ("TASKS", "cloud"),
            ("TASKS_ENDPOINT", &self.url),
            ("TASKS_LOCATION", "projects/p/locations/europe-west3"),
            ("TASKS_TARGET", "https://{queue}-job-1.europe-west3.run.app"),
            ("TASKS_INVOKER", "tasks@p.iam.gserviceaccount.com"),
            ("METADATA_URL", &self.url),
        ]);
        TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router))
    }
}

/// What a crash between commit and flush leaves behind: `lease` is how long ago somebody took it.
async fn left_behind(db: &PgPool, rows: i32, leased_until: Option<TimeDelta>) {
    sqlx::query!(
        "insert into outbox (id, queue, payload, available_at, leased_until, created_at)
         select gen_random_uuid(), 'send-email', '{}', $1, $2, $1 from generate_series(1, $3)",
        now(),
        leased_until.map(|until| now() + until),
        rows
    )
    .execute(db)
    .await
    .unwrap();
}

async fn left(db: &PgPool) -> i64 {
    sqlx::query_scalar!(r#"select count(*) as "left!" from outbox"#).fetch_one(db).await.unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_crash_left_behind_is_handed_on_once(db: PgPool) {
    left_behind(&db, 120, None).await;
    left_behind(&db, 1, Some(TimeDelta::zero())).await;
    left_behind(&db, 1, Some(TimeDelta::minutes(5))).await;
    let google = Google::answering(StatusCode::OK).await;
    let app = google.app(&db);
    for _ in 0..2 {
        assert_eq!(app.send("POST", "/", Some(json!({}))).await.status, 200);
    }
    assert_eq!(google.made.load(Ordering::SeqCst), 121);
    assert_eq!(left(&db).await, 1, "somebody has it in hand");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_is_lost_while_cloud_tasks_is_away(db: PgPool) {
    left_behind(&db, 3, None).await;
    let away = Google::answering(StatusCode::SERVICE_UNAVAILABLE).await;
    let answer = away.app(&db).send("POST", "/", Some(json!({}))).await;
    assert_eq!(answer.problem(), "503 unavailable");
    assert_eq!(left(&db).await, 3);
    let back = Google::answering(StatusCode::OK).await;
    let app = back.app(&db);
    app.advance(TimeDelta::minutes(6));
    assert_eq!(app.send("POST", "/", Some(json!({}))).await.status, 200);
    assert_eq!((back.made.load(Ordering::SeqCst), left(&db).await), (3, 0));
}
