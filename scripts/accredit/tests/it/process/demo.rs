use std::process::Command;

use serde_json::Value;
use sqlx::PgPool;

use super::{Folder, serve, url};

/// Plays it, and tells what a step came to.
async fn played(server: &str, step: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
    command.args(["demo", "--json", "--url", server]);
    let ended = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let steps = told["steps"].as_array().unwrap();
    let step = steps.iter().find(|one| one["step"] == step).unwrap();
    step["result"].as_str().unwrap().to_owned()
}

/// PL-14: the same people registered for another event here, and were certified, the last time.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_demo_is_played_twice_on_one_server(db: PgPool) {
    let folder = Folder::new("demo");
    let server = serve(&folder, &url(&db), None);
    let here = format!("http://localhost:{}", server.address.port());
    for _ in 0..2 {
        let told = played(&here, "The learner is told").await;
        assert!(told.contains("Your certificate: Sepsis in the first hour"), "{told}");
    }
}
