use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::PgPool;
use testkit::{exchange, request};
use tokio::task::JoinSet;

use super::super::drain::{holder, slow_request};
use super::Apart;

const EVENTS: &str = "/api/v1/discovery/events";

fn signal(name: &str, pid: u64) {
    let sent = std::process::Command::new("kill").args([name, &pid.to_string()]).status();
    assert!(sent.unwrap().success());
}

/// PL-22: as Cloud Run's liveness probe does. Meanwhile one can see how all of them are.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_function_that_hangs_is_ended_and_the_next_request_starts_it_anew(db: PgPool) {
    let apart = Apart::start("hung", &db);
    assert_eq!(apart.get(EVENTS).await, 200);
    let hung = apart.pid("discovery-api").await;
    signal("-STOP", hung);
    let address = apart.process.address;
    let mut waits = JoinSet::new();
    waits.spawn(async move { request(address, "GET", EVENTS, "").await.unwrap().0 });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let asked = Instant::now();
    assert_eq!(apart.pid("discovery-api").await, hung);
    assert!(asked.elapsed() < Duration::from_secs(5), "status waits for nobody");
    assert_eq!(waits.join_next().await.unwrap().unwrap(), 503);
    assert_eq!(apart.get(EVENTS).await, 200);
    assert_ne!(apart.pid("discovery-api").await, hung);
}

/// PL-21: each function has its own time, which may be minutes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_answer_is_waited_for_as_long_as_the_function_may_take(db: PgPool) {
    let mut hold = holder(&db).await;
    let apart = Apart::start("slow", &db);
    let mut request = slow_request(&apart.process, &db, &mut hold).await;
    tokio::time::sleep(Duration::from_secs(11)).await;
    sqlx::raw_sql("commit").execute(&mut hold).await.unwrap();
    let answer = request.join_next().await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
}

/// functions/README.md: build it again and stop its process. Nobody is told of that.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_function_that_is_stopped_is_replaced_without_a_lost_request(db: PgPool) {
    let apart = Apart::start("replaced", &db);
    assert_eq!(apart.get(EVENTS).await, 200);
    let (address, over) = (apart.process.address, Arc::new(AtomicBool::new(false)));
    let mut readers = JoinSet::new();
    for _ in 0..4 {
        let over = Arc::clone(&over);
        readers.spawn(async move {
            let mut told = Vec::new();
            while !over.load(Ordering::SeqCst) {
                told.push(request(address, "GET", EVENTS, "").await.unwrap().0);
            }
            told
        });
    }
    for starts in 1..5 {
        signal("-TERM", apart.pid("discovery-api").await);
        while apart.starts("discovery-api").await == starts {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    over.store(true, Ordering::SeqCst);
    let told = readers.join_all().await.concat();
    assert!(told.len() > 20 && told.iter().all(|status| *status == 200), "{told:?}");
}

/// RFC 9110, 8.6: no length is told that the answer to GET would not have.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_answer_without_a_body_does_not_say_that_there_is_none_to_be_had(db: PgPool) {
    let apart = Apart::start("bodiless", &db);
    let address = apart.process.address;
    let whole = exchange(address, "GET", EVENTS, &[], "").await.unwrap();
    let etag = whole.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let head = exchange(address, "HEAD", EVENTS, &[], "").await.unwrap().to_lowercase();
    let known = [("if-none-match", etag.as_str())];
    let kept = exchange(address, "GET", EVENTS, &known, "").await.unwrap().to_lowercase();
    assert!(head.starts_with("http/1.1 200") && kept.starts_with("http/1.1 304"), "{head}{kept}");
    for answer in [head, kept] {
        assert!(!answer.contains("content-length: 0"), "{answer}");
    }
}

/// PL-22: what Cloud Tasks refuses is refused here, in its words.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_task_for_no_queue_or_for_no_time_is_refused(db: PgPool) {
    let apart = Apart::start("wire", &db);
    let ask = async |queue: &str, due: &str| {
        let queues = "projects/local/locations/here/queues";
        let task = serde_json::json!({"task": {
            "name": format!("{queues}/{queue}/tasks/a"), "scheduleTime": due,
            "httpRequest": {"url": "http://x.localhost", "body": ""},
        }});
        let token = [("authorization", "Bearer of-the-stand-in")];
        let path = format!("/v2/{queues}/{queue}/tasks");
        testkit::request_with(apart.platform, "POST", &path, &token, &task.to_string()).await
    };
    for (queue, due, status, word) in [
        ("send-emial", "2026-10-01T08:00:00Z", 404, "NOT_FOUND"),
        ("send-email", "tomorrow", 400, "INVALID_ARGUMENT"),
        ("send-email", "9999-01-01T00:00:00Z", 400, "INVALID_ARGUMENT"),
    ] {
        let (told, text) = ask(queue, due).await.unwrap();
        assert!(told == status && text.contains(word), "{queue} {due}: {told} {text}");
    }
}
