use std::process::{Command, Stdio};

use embedded_postgres::{Cluster, Durability};
use testkit::{Process, request};

use super::Folder;

const QUIET: [&str; 4] = ["--address", "127.0.0.1:0", "--metrics", "127.0.0.1:0"];

/// A second server in the same folder, which says why it does not start.
async fn second(verb: &'static str, more: &[&str], folder: &Folder) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
    command.arg(verb).args(QUIET).arg("--data").arg(folder.path()).args(more).env_clear();
    let ended = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
}

/// PL-10: it would adopt the first one's Postgres, and take it away when it ends.
#[tokio::test]
async fn a_folder_belongs_to_one_server_and_a_second_says_whose_it_is() {
    let folder = Folder::new("one");
    let data = folder.path().display().to_string();
    let arguments = [&["serve", "--data", &data], &QUIET[..]].concat();
    let mut first = Process::start_with(env!("CARGO_BIN_EXE_accredit"), &arguments, &[]);
    for (verb, more) in [
        ("serve", &[][..]),
        ("functions", &[]),
        ("serve", &["--fresh"]),
        ("serve", &["--database-url", "postgres://nobody@127.0.0.1:1/none"]),
    ] {
        let (code, told) = second(verb, more, &folder).await;
        assert_eq!(code, Some(1), "{verb} {more:?}: {told}");
        let whose = format!("{data} is in use by the process {}", first.id());
        assert!(told.contains(&whose), "{verb} {more:?}: {told}");
    }
    // It asks the database.
    let (status, told) =
        request(first.address, "GET", "/api/v1/discovery/events", "").await.unwrap();
    assert_eq!(status, 200, "{told}");
    first.terminate();
    assert!(first.wait().success());
    assert!(!folder.path().join("postgres/postmaster.pid").exists(), "its Postgres has stopped");
    // A command that would start the database for itself might stop it under a server.
    let lock = std::fs::File::options().write(true).open(folder.path().join("lock")).unwrap();
    lock.try_lock().unwrap();
    let mut migrate = Command::new(env!("CARGO_BIN_EXE_accredit"));
    let ended = migrate.args(["migrate", "--data", &data]).env_clear().output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.code() == Some(1) && told.contains("is in use by "), "{told}");
    lock.unlock().unwrap();
    let ended = migrate.output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// PL-13: a server that was killed leaves a folder that the next one may start over.
#[tokio::test]
async fn a_killed_server_holds_its_folder_no_longer() {
    let folder = Folder::new("killed-one");
    let data = folder.path().display().to_string();
    let arguments = [&["serve", "--data", &data], &QUIET[..]].concat();
    let start = |more: &[&str]| {
        Process::start_with(env!("CARGO_BIN_EXE_accredit"), &[&arguments[..], more].concat(), &[])
    };
    drop(start(&[])); // SIGKILL
    let link_key = || std::fs::read(folder.path().join("keys/link-key")).unwrap();
    let before = link_key();
    let mut anew = start(&["--fresh"]);
    assert_ne!(link_key(), before, "everything was made anew");
    let (status, told) =
        request(anew.address, "GET", "/api/v1/discovery/events", "").await.unwrap();
    assert_eq!(status, 200, "{told}");
    anew.terminate();
    assert!(anew.wait().success());
}

/// PL-10: commands beside each other share a database that nobody serves.
#[tokio::test]
async fn two_commands_at_once_end_well_and_leave_nothing_running() {
    let folder = Folder::new("two-commands");
    let postgres = folder.path().join("postgres");
    drop(Cluster::start(&postgres, Durability::Kept).unwrap());
    let data = folder.path().display().to_string();
    let migrate = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
        command.args(["migrate", "--data", &data]).env_clear();
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut idle = 0;
    for one in [migrate(), migrate()].map(|one| one.wait_with_output().unwrap()) {
        assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
        idle += usize::from(one.stdout == b"The database is up to date.\n");
    }
    assert_eq!(idle, 1, "one of them did it all");
    assert!(!postgres.join("postmaster.pid").exists(), "its Postgres has stopped");
}
