use std::time::{Duration, Instant};

use models::Role;
use sqlx::{Connection as _, PgConnection, PgPool};
use testkit::{Process, exchange, rows};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::{Folder, bearer, serve, url};

/// A request that waits for a row, which `hold` has.
pub(super) async fn slow_request(
    server: &Process,
    db: &PgPool,
    hold: &mut PgConnection,
) -> JoinSet<String> {
    let org = rows::organization(db).await;
    let person = rows::member(db, org, Role::Owner).await;
    sqlx::query!("select id from users where id = $1 for update", person.user as _)
        .fetch_one(&mut *hold)
        .await
        .unwrap();
    let (address, token) = (server.address, bearer(&person, org));
    let mut request = JoinSet::new();
    request.spawn(async move {
        let headers = [("authorization", token.as_str()), ("idempotency-key", "slow")];
        let body = r#"{"kind":"team","name":"Wound Care Society"}"#;
        exchange(address, "POST", "/api/v1/organizations", &headers, body).await.unwrap_or_default()
    });
    waiting(db, 1).await;
    request
}

/// Comes back when so many connections wait for a lock.
pub(super) async fn waiting(db: &PgPool, many: i64) {
    let count = || {
        sqlx::query_scalar!(
            r#"select count(*) as "count!" from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'"#
        )
    };
    while count().fetch_one(db).await.unwrap() < many {
        tokio::task::yield_now().await;
    }
}

pub(super) async fn holder(db: &PgPool) -> PgConnection {
    let mut conn = PgConnection::connect(&url(db)).await.unwrap();
    sqlx::raw_sql("begin").execute(&mut conn).await.unwrap();
    conn
}

/// PL-21: told to stop, it takes nobody else, finishes what it began and ends well.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn sigterm_lets_a_request_finish_and_takes_no_other(db: PgPool) {
    let (folder, mut hold) = (Folder::new("drain"), holder(&db).await);
    let mut server = serve(&folder, &url(&db), None);
    let mut request = slow_request(&server, &db, &mut hold).await;
    server.terminate();
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(request.try_join_next().is_none());
    sqlx::raw_sql("commit").execute(&mut hold).await.unwrap();
    let answer = request.join_next().await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "what was begun is answered: {answer}");
    assert!(server.wait().success());
}

/// PL-21: one that never ends does not keep the process for more than eight seconds.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn sigterm_waits_for_eight_seconds_and_no_longer(db: PgPool) {
    let (folder, mut hold) = (Folder::new("cut-off"), holder(&db).await);
    let mut server = serve(&folder, &url(&db), None);
    let mut request = slow_request(&server, &db, &mut hold).await;
    let begun = Instant::now();
    server.terminate();
    let status = tokio::task::spawn_blocking(move || server.wait()).await.unwrap();
    let took = begun.elapsed();
    assert!(status.success(), "{status}");
    assert!((Duration::from_secs(7)..Duration::from_secs(10)).contains(&took), "{took:?}");
    assert_eq!(request.join_next().await.unwrap().unwrap(), "", "it was cut off");
}
