use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use embedded_postgres::{Cluster, Durability};
use models::Role;
use sqlx::{PgPool, postgres::PgPoolOptions};
use testkit::{exchange, rows};
use tokio::task::JoinSet;

use super::{Folder, bearer, serve};

/// Writers that come back with the same key until they are told that it is done, as clients do.
#[derive(Default)]
struct Load {
    stop: AtomicBool,
    next: AtomicUsize,
    done: AtomicUsize,
    refused: AtomicUsize,
    faults: Mutex<Vec<String>>,
}

impl Load {
    async fn write(self: Arc<Self>, address: SocketAddr, token: String) {
        while !self.stop.load(Ordering::SeqCst) {
            let n = self.next.fetch_add(1, Ordering::SeqCst);
            let (key, body) = (format!("speaker-{n}"), format!(r#"{{"name":"Speaker {n}"}}"#));
            while !self.try_once(address, &token, &key, &body).await {}
        }
    }

    async fn try_once(&self, address: SocketAddr, token: &str, key: &str, body: &str) -> bool {
        let headers = [("authorization", token), ("idempotency-key", key)];
        let answer = exchange(address, "POST", "/api/v1/events/speakers", &headers, body).await;
        let answer = answer.unwrap_or_else(|error| error.to_string()).to_lowercase();
        let told = answer.contains("retry-after: ")
            && answer.contains("application/problem+json")
            && answer.contains(r#""code":"unavailable""#);
        if answer.starts_with("http/1.1 201") {
            self.done.fetch_add(1, Ordering::SeqCst);
            return true;
        }
        if answer.starts_with("http/1.1 503") && told {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return false;
        }
        // The same key is still at work in the database that was cut off.
        let in_flight = answer.starts_with("http/1.1 409") && answer.contains("request-in-flight");
        if !in_flight {
            self.faults.lock().unwrap().push(answer);
        }
        !in_flight
    }

    async fn until(&self, counter: &AtomicUsize, more: usize) {
        let from = counter.load(Ordering::SeqCst);
        while counter.load(Ordering::SeqCst) < from + more && self.faults.lock().unwrap().is_empty()
        {
            tokio::task::yield_now().await;
        }
    }
}

async fn left(db: &PgPool) -> i64 {
    sqlx::query_scalar!(r#"select count(*) as "count!" from outbox"#).fetch_one(db).await.unwrap()
}

/// Postgres is stopped under load: every request is told to come back, nothing that was promised
/// is lost or done twice, and requests and queue recover by themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_stops_is_told_and_waited_for_and_nothing_is_lost() {
    let folder = Folder::new("outage");
    let data = folder.path().join("postgres");
    let cluster = Cluster::start(&data, Durability::ThrownAway).unwrap();
    let url = cluster.url("postgres");
    let pool = || PgPoolOptions::new().max_connections(2).connect_lazy(&url).unwrap();
    let db = pool();
    schema::MIGRATOR.run(&db).await.unwrap();
    let org = rows::organization(&db).await;
    let person = rows::member(&db, org, Role::Owner).await;
    let server = serve(&folder, &url, None);
    let load = Arc::new(Load::default());
    let mut writers = JoinSet::new();
    for _ in 0..4 {
        writers.spawn(load.clone().write(server.address, bearer(&person, org)));
    }
    load.until(&load.done, 20).await;
    crate::queue::push(&db, 30).await;
    drop(cluster);
    load.until(&load.refused, 8).await;
    let cluster = Cluster::start(&data, Durability::ThrownAway).unwrap();
    load.until(&load.done, 20).await;
    load.stop.store(true, Ordering::SeqCst);
    writers.join_all().await;
    assert_eq!(*load.faults.lock().unwrap(), Vec::<String>::new());
    let db = pool();
    let speakers = sqlx::query!(
        r#"select count(*) as "all!", count(distinct name) as "names!" from speakers"#
    );
    let speakers = speakers.fetch_one(&db).await.unwrap();
    let done = i64::try_from(load.done.load(Ordering::SeqCst)).unwrap();
    assert_eq!((speakers.all, speakers.names), (done, done));
    while left(&db).await > 0 {
        tokio::task::yield_now().await;
    }
    drop((db, server, cluster));
}
