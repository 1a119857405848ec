//! PL-42: `accredit doctor` names each fault in words and says what to do.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use chrono::{TimeDelta, Utc};
use models::{Clock, JobId};
use sqlx::{ConnectOptions as _, PgPool};

/// What the doctor says, and whether all is well.
async fn examine(database_url: &str, more: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
    command.args(["doctor", "--database-url", database_url]).args(more);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

fn url(db: &PgPool) -> String {
    db.connect_options().to_url_lossy().to_string()
}

fn now() -> chrono::DateTime<Utc> {
    Clock::system().now()
}

async fn waiting(db: &PgPool, queue: &str, since: TimeDelta) {
    sqlx::query!(
        "insert into outbox (id, queue, payload, available_at, created_at) values ($1, $2, '{}', $3, $3)",
        JobId::new(now()) as _,
        queue,
        now() - since
    )
    .execute(db)
    .await
    .unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_healthy_server_is_told_so(db: PgPool) {
    waiting(&db, "send-email", TimeDelta::minutes(4)).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(well, "{told}");
    for line in [
        "ok    the schema is up to date",
        "ok    the database answers, and its clock agrees",
        "ok    no job waits longer than it should",
        "Everything is in order.",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_told_with_the_reason() {
    let (well, told) = examine("postgres://accredit@127.0.0.1:1/accredit", &[]).await;
    assert!(!well);
    assert!(
        told.contains("FAULT the database cannot be reached: ") && told.contains("refused"),
        "{told}"
    );
    assert!(told.contains("is Postgres running, and is the address right?"), "{told}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn migrations_that_are_missing_or_changed_are_told(db: PgPool) {
    let last = "(select max(version) from _sqlx_migrations)";
    let execute =
        async |sql: String| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&db).await.unwrap();
    execute(format!("update _sqlx_migrations set checksum = '\\x00' where version = {last}")).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(!well && told.contains("was changed after it was applied"), "{told}");
    execute(format!("delete from _sqlx_migrations where version = {last}")).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(
        !well && told.contains("FAULT 1 migrations are missing\n        accredit migrate"),
        "{told}"
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_queue_that_is_stuck_or_that_nobody_works_off_is_told(db: PgPool) {
    waiting(&db, "send-email", TimeDelta::minutes(6)).await;
    waiting(&db, "send-telegram", TimeDelta::zero()).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(!well);
    assert!(told.contains("FAULT 1 jobs are due for more than five minutes"), "{told}");
    assert!(told.contains("FAULT no function works off the queue send-telegram"), "{told}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn missing_keys_and_a_used_port_are_told(db: PgPool) {
    let folder = std::env::temp_dir().join(format!("accredit-it-doctor-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let used = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = used.local_addr().unwrap().to_string();
    let data = folder.display().to_string();
    let (_, told) = examine(&url(&db), &["--data", &data, "--address", &address]).await;
    assert!(told.contains("keys that are not there yet: token-private-key, link-key"), "{told}");
    assert!(told.contains(&format!("{address} cannot be listened at")), "{told}");
    let nowhere = PathBuf::from("/proc/nowhere").display().to_string();
    let (_, told) = examine(&url(&db), &["--data", &nowhere]).await;
    assert!(told.contains("/proc/nowhere is not there yet"), "{told}");
    std::fs::remove_dir_all(folder).unwrap();
}
