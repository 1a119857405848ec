use std::path::PathBuf;

use sqlx::PgPool;

use super::super::Folder;
use super::{Apart, programs};

fn process(pid: u64) -> PathBuf {
    PathBuf::from(format!("/proc/{pid}/exe"))
}

/// `kill -9` of the platform leaves no function behind, and the next start works in its folder.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn functions_end_with_the_process_that_started_them(db: PgPool) {
    let apart = Apart::start("left-behind", &db);
    apart.get("/api/v1/events").await;
    apart.get("/api/v1/auth").await;
    let pids = [apart.pid("events-api").await, apart.pid("auth-api").await];
    for pid in pids {
        assert_eq!(std::fs::read_link(process(pid)).unwrap().parent(), Some(&*programs()));
    }
    let Apart { process: killed, folder, .. } = apart;
    drop(killed); // SIGKILL
    while pids.iter().any(|pid| std::fs::read_link(process(*pid)).is_ok()) {
        tokio::task::yield_now().await;
    }
    let again = Apart::start_in(folder, &db, &programs());
    assert_eq!(again.get("/api/v1/events").await, 401);
    let left: Vec<_> =
        std::fs::read_dir(again.folder.path().join("running")).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "those of the killed one are forgotten: {left:?}");
}

/// One that is told to stop leaves none either.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn functions_are_stopped_with_the_platform(db: PgPool) {
    let mut apart = Apart::start("stopped", &db);
    apart.get("/api/v1/events").await;
    let pid = apart.pid("events-api").await;
    apart.process.terminate();
    assert!(apart.process.wait().success());
    assert!(!process(pid).exists());
    let running = apart.folder.path().join("running");
    assert_eq!(std::fs::read_dir(running).unwrap().count(), 0);
    let _: &Folder = &apart.folder;
}
