use std::os::unix::fs::{PermissionsExt as _, symlink};

use sqlx::PgPool;
use testkit::exchange;
use tokio::task::JoinSet;

use super::super::Folder;
use super::{Apart, programs};

/// A program that ends before it listens is told in words, disturbs nobody else, and is not
/// started by each of fifty requests.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_function_that_crashes_at_its_start_is_told_and_not_tried_by_everybody(db: PgPool) {
    let folder = Folder::new("crash-programs");
    for (name, _) in accredit::manifests().unwrap() {
        symlink(programs().join(name), folder.path().join(name)).unwrap();
    }
    let broken = folder.path().join("discovery-api");
    std::fs::remove_file(&broken).unwrap();
    std::fs::write(&broken, "#!/bin/sh\nexit 3\n").unwrap();
    std::fs::set_permissions(&broken, std::fs::Permissions::from_mode(0o755)).unwrap();
    let apart = Apart::start_from("crash", &db, folder.path());
    let mut visitors = JoinSet::new();
    for _ in 0..50 {
        let address = apart.process.address;
        visitors.spawn(async move {
            exchange(address, "GET", "/api/v1/discovery/events", &[], "").await.unwrap()
        });
    }
    for answer in visitors.join_all().await {
        let answer = answer.to_lowercase();
        assert!(answer.starts_with("http/1.1 503"), "{answer}");
        assert!(answer.contains("content-type: application/problem+json"), "{answer}");
        let wait = answer.lines().find_map(|line| line.strip_prefix("retry-after: ")).unwrap();
        assert!((1..=32).contains(&wait.parse::<u32>().unwrap()), "{wait}");
        assert!(answer.contains("does not answer right now"), "{answer}");
    }
    let starts = apart.starts("discovery-api").await;
    assert!((1..=3).contains(&starts), "{starts} starts for 50 requests");
    assert_eq!(apart.get("/api/v1/events").await, 401, "its neighbour answers");
    let log = apart.process.log().join("\n");
    assert!(log.contains("discovery-api ended before it listened: exit status: 3"), "{log}");
}
