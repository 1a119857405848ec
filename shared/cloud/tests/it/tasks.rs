use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use cloud::Tasks;
use models::Clock;
use sqlx::PgPool;
use testkit::now;

use crate::google::{Google, lookup};

async fn push(db: &PgPool, rows: i32, due_in: TimeDelta) {
    let pushed = sqlx::query!(
        "insert into outbox (id, queue, payload, available_at, created_at)
         select gen_random_uuid(), 'send-email', '{\"message\": 7}', $1, $2
           from generate_series(1, $3)",
        now() + due_in,
        now(),
        rows
    );
    pushed.execute(db).await.unwrap();
}

async fn left(db: &PgPool) -> i64 {
    let count = sqlx::query_scalar!(r#"select count(*) as "count!" from outbox"#);
    count.fetch_one(db).await.unwrap()
}

fn tasks(google: &Google, after: TimeDelta) -> Tasks {
    let values = [
        ("TASKS", "cloud"),
        ("TASKS_ENDPOINT", &google.url),
        ("TASKS_LOCATION", "projects/p/locations/europe-west3"),
        ("TASKS_TARGET", "https://{queue}-job-1.europe-west3.run.app"),
        ("TASKS_INVOKER", "tasks@p.iam.gserviceaccount.com"),
        ("METADATA_URL", &google.url),
    ];
    Tasks::from_env(lookup(&values), Clock::fixed(now() + after)).unwrap()
}

async fn google(status: StatusCode) -> Google {
    Google::new(move |_| (status, "{}").into_response()).await
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_committed_row_becomes_a_task_under_a_hashed_name(db: PgPool) {
    push(&db, 1, TimeDelta::seconds(30)).await;
    let id = sqlx::query_scalar!("select id from outbox").fetch_one(&db).await.unwrap();
    let google = google(StatusCode::OK).await;
    let tasks = tasks(&google, TimeDelta::zero());
    tasks.flush(&db).await;
    assert_eq!(google.asked().len(), 0, "it may still be put off");
    assert_eq!(tasks.relay(&db).await.unwrap(), 1);
    let asked = google.asked();
    let [made] = asked.as_slice() else { panic!("{} requests", asked.len()) };
    let queue = "projects/p/locations/europe-west3/queues/send-email";
    assert_eq!(made.line, format!("POST /v2/{queue}/tasks"));
    assert_eq!(made.header("authorization"), "Bearer granted");
    let task = &made.json()["task"];
    let name = task["name"].as_str().unwrap().strip_prefix(&format!("{queue}/tasks/")).unwrap();
    assert_eq!(name.len(), 64, "SHA-256 in hex: {name}");
    assert_eq!(task["scheduleTime"], "2026-10-01T08:00:30.000000Z");
    let request = &task["httpRequest"];
    assert_eq!(request["url"], "https://send-email-job-1.europe-west3.run.app");
    assert_eq!(request["headers"]["x-job-id"], id.to_string());
    assert_eq!(request["oidcToken"]["serviceAccountEmail"], "tasks@p.iam.gserviceaccount.com");
    assert_eq!(request["oidcToken"]["audience"], request["url"]);
    let body = STANDARD.decode(request["body"].as_str().unwrap()).unwrap();
    assert_eq!(body, br#"{"message":7}"#);
    assert_eq!(left(&db).await, 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_task_that_is_there_already_is_success(db: PgPool) {
    push(&db, 1, TimeDelta::zero()).await;
    let google = google(StatusCode::CONFLICT).await;
    tasks(&google, TimeDelta::zero()).flush(&db).await;
    assert_eq!((google.asked().len(), left(&db).await), (1, 0));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_not_taken_stays_for_the_relay(db: PgPool) {
    push(&db, 3, TimeDelta::zero()).await;
    let away = google(StatusCode::SERVICE_UNAVAILABLE).await;
    tasks(&away, TimeDelta::zero()).flush(&db).await;
    assert_eq!(left(&db).await, 3);
    let back = google(StatusCode::OK).await;
    let leased = tasks(&back, TimeDelta::minutes(1)).relay(&db).await.unwrap();
    assert_eq!(leased, 0, "somebody may still be at it");
    assert_eq!(tasks(&back, TimeDelta::minutes(5)).relay(&db).await.unwrap(), 3);
    assert_eq!((back.asked().len(), left(&db).await), (3, 0));
}

async fn push_to(db: &PgPool, queue: &str, rows: i32, age: TimeDelta) {
    let pushed = sqlx::query!(
        "insert into outbox (id, queue, payload, available_at, created_at)
         select gen_random_uuid(), $1, '{}', $2, $2 from generate_series(1, $3)",
        queue,
        now() - age,
        rows
    );
    pushed.execute(db).await.unwrap();
}

/// PL-11: a queue that is not there keeps only its own rows.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_queue_that_refuses_holds_up_no_other(db: PgPool) {
    push_to(&db, "nowhere", 60, TimeDelta::hours(1)).await;
    push(&db, 3, TimeDelta::zero()).await;
    let google = Google::new(|request| {
        let missing = request.line.contains("/nowhere/");
        let status = if missing { StatusCode::NOT_FOUND } else { StatusCode::OK };
        (status, "{}").into_response()
    });
    let google = google.await;
    tasks(&google, TimeDelta::zero()).flush(&db).await;
    let of = async |queue: &str| {
        let rows =
            sqlx::query_scalar!(r#"select count(*) as "c!" from outbox where queue = $1"#, queue);
        rows.fetch_one(&db).await.unwrap()
    };
    assert_eq!((of("send-email").await, of("nowhere").await), (0, 60));
    let refused = tasks(&google, TimeDelta::zero()).relay(&db).await.unwrap_err();
    assert_eq!(refused.to_string(), "Cloud Tasks answered 404: {}");
    let waiting = sqlx::query!(
        r#"select count(*) filter (where leased_until is null and available_at = $1) as "c!" from outbox
            where last_error = 'Cloud Tasks answered 404: {}'"#,
        now() + TimeDelta::minutes(5)
    );
    assert_eq!(waiting.fetch_one(&db).await.unwrap().c, 60, "each was tried once and is put off");
}

/// Whoever hangs up leaves nobody's row in hand.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_flush_goes_on_when_its_caller_does_not(db: PgPool) {
    push(&db, 3, TimeDelta::zero()).await;
    let google = google(StatusCode::OK).await;
    let tasks = tasks(&google, TimeDelta::zero());
    {
        let flush = std::pin::pin!(tasks.flush(&db));
        let begun = async {
            while google.asked().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = flush => {}
            () = begun => {}
        }
    }
    let mut tries = 0..10_000;
    while left(&db).await > 0 && tries.next().is_some() {}
    assert_eq!(left(&db).await, 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_row_that_is_not_due_waits_in_the_outbox(db: PgPool) {
    push(&db, 1, TimeDelta::hours(2)).await;
    let google = google(StatusCode::OK).await;
    assert_eq!(tasks(&google, TimeDelta::zero()).relay(&db).await.unwrap(), 0);
    assert_eq!(left(&db).await, 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_task_that_can_never_be_made_is_buried(db: PgPool) {
    push(&db, 1, TimeDelta::zero()).await;
    let google = Google::new(|_| (StatusCode::BAD_REQUEST, "task too large").into_response()).await;
    assert_eq!(tasks(&google, TimeDelta::zero()).relay(&db).await.unwrap(), 1);
    let dead = sqlx::query!("select queue, error from dead_jobs").fetch_one(&db).await.unwrap();
    assert_eq!(dead.queue, "send-email");
    assert_eq!(dead.error, "Cloud Tasks answered 400: task too large");
    assert_eq!(left(&db).await, 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_relays_hand_each_row_on_once(db: PgPool) {
    push(&db, 120, TimeDelta::zero()).await;
    let google = google(StatusCode::OK).await;
    let (one, other) = (tasks(&google, TimeDelta::zero()), tasks(&google, TimeDelta::zero()));
    let (one, other) = tokio::join!(one.relay(&db), other.relay(&db));
    assert_eq!(one.unwrap() + other.unwrap(), 120);
    assert!(google.tokens_asked() <= 2, "a token is kept");
    let mut names: Vec<_> =
        google.asked().iter().map(|asked| asked.json()["task"]["name"].to_string()).collect();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), left(&db).await), (120, 0));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn in_one_process_a_flush_wakes_the_queue_and_leaves_the_row(db: PgPool) {
    push(&db, 1, TimeDelta::zero()).await;
    let tasks = Tasks::from_env(lookup(&[("TASKS", "embedded")]), Clock::fixed(now())).unwrap();
    tasks.flush(&db).await;
    cloud::woken().await;
    assert_eq!(left(&db).await, 1);
}

#[test]
fn a_carrier_that_nobody_knows_is_refused() {
    let refused = |values| Tasks::from_env(lookup(values), Clock::fixed(now())).err().unwrap();
    assert_eq!(refused(&[]).to_string(), "TASKS is not set");
    let pigeons = refused(&[("TASKS", "pigeons")]).to_string();
    assert_eq!(pigeons, "TASKS cannot be \"pigeons\": say embedded or cloud");
}
