use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use models::Role;
use sqlx::PgPool;
use testkit::{exchange, rows};
use tokio::task::JoinSet;

use super::super::bearer;
use super::Apart;

/// Writes until nobody listens any more; every answer that is no success is handed back.
async fn write(
    address: SocketAddr,
    token: String,
    writer: usize,
    done: Arc<AtomicI64>,
) -> Option<String> {
    for n in 0.. {
        let (key, body) =
            (format!("{writer}-{n}"), format!(r#"{{"name":"Speaker {writer}-{n}"}}"#));
        let headers = [("authorization", token.as_str()), ("idempotency-key", &key)];
        let answer = exchange(address, "POST", "/api/v1/events/speakers", &headers, &body).await;
        match answer {
            Ok(answer) if answer.starts_with("HTTP/1.1 201") => {
                done.fetch_add(1, Ordering::SeqCst);
            }
            // Never taken: refused, or closed before it was read.
            Err(_) => return None,
            Ok(answer) if answer.is_empty() => return None,
            Ok(answer) => return Some(answer),
        }
    }
    None
}

/// PL-21: what was taken is done and told, what was not taken is not done, and it ends well.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn sigterm_under_load_loses_no_request_that_was_taken(db: PgPool) {
    let org = rows::organization(&db).await;
    let person = rows::member(&db, org, Role::Owner).await;
    let mut apart = Apart::start("load", &db);
    let done = Arc::new(AtomicI64::new(0));
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let token = bearer(&person, org);
        writers.spawn(write(apart.process.address, token, writer, Arc::clone(&done)));
    }
    while done.load(Ordering::SeqCst) < 40 {
        tokio::task::yield_now().await;
    }
    let told = Instant::now();
    apart.process.terminate();
    let faults: Vec<String> = writers.join_all().await.into_iter().flatten().collect();
    assert_eq!(faults, Vec::<String>::new());
    let ended = tokio::task::spawn_blocking(move || (apart.process.wait(), apart)).await;
    let (status, _apart) = ended.unwrap();
    assert!(status.success(), "{status}");
    assert!(told.elapsed() < Duration::from_secs(8), "{:?}", told.elapsed());
    let speakers = sqlx::query_scalar!(r#"select count(*) as "count!" from speakers"#);
    assert_eq!(speakers.fetch_one(&db).await.unwrap(), done.load(Ordering::SeqCst));
}
