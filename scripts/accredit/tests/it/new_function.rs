//! `accredit new-function`: what it makes is in order, and what it cannot make leaves nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use sqlx::PgPool;

use crate::doctor::{examine, url};

/// The manifests of this workspace and the files that name functions, in a place of their own.
struct Copy(PathBuf);

impl Copy {
    fn new() -> Self {
        let copy = Self(std::env::temp_dir().join(format!("accredit-{}", uuid::Uuid::new_v4())));
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let functions = accredit::manifests().unwrap();
        let manifests = functions.iter().map(|(name, _)| format!("functions/{name}/function.yaml"));
        let others = ["Cargo.toml", "scripts/accredit/Cargo.toml"].map(str::to_owned);
        for file in manifests.chain(others) {
            let place = copy.0.join(&file);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::copy(root.join(file), place).unwrap();
        }
        copy
    }

    fn make(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
        command.arg("new-function").args(arguments).current_dir(&self.0);
        let ended = command.output().unwrap();
        (ended.status.success(), String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap())
    }

    /// Every file with what it holds.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (mut files, mut open) = (Vec::new(), vec![self.0.clone()]);
        while let Some(folder) = open.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    open.push(path);
                } else {
                    let content = std::fs::read(&path).unwrap();
                    files.push((path, content));
                }
            }
        }
        files.sort();
        files
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One of each kind.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_function_passes_the_doctor(db: PgPool) {
    let copy = Copy::new();
    for arguments in [
        &["tariffs-api"][..],
        &["surveys-api", "--route", "/api/v1/feedback/surveys"],
        &["mailgun-webhook"],
        &["scan-evidence-job"],
        &["sweep-progress-job", "--schedule", "15 3 * * * Europe/Zurich"],
    ] {
        let (made, told) = copy.make(arguments);
        assert!(made, "{arguments:?}: {told}");
        for command in [
            "cargo build --workspace --bins",
            "UPDATE_RIGHTS=1 scripts/test rust -p accredit rights",
        ] {
            assert!(told.contains(command), "{command} in {told}");
        }
        let contract = format!("UPDATE_OPENAPI=1 scripts/test rust -p {}", arguments[0]);
        assert_eq!(told.contains(&contract), arguments[0].ends_with("-api"), "{told}");
    }
    let functions = copy.0.join("functions").display().to_string();
    let nowhere = copy.0.join("env").display().to_string();
    let more = ["--functions", &functions, "--environments", &nowhere];
    let (well, told) = examine(&url(&db), &more).await;
    assert!(well, "{told}");
    let many = accredit::manifests().unwrap().len() + 5;
    assert!(told.contains(&format!("{many} functions, every prefix has one owner")), "{told}");
}

#[test]
fn what_the_doctor_would_refuse_is_not_written() {
    let copy = Copy::new();
    let before = copy.files();
    for (arguments, why) in [
        (&["events-and-their-many-friends-api"][..], "a name has 6 to 30 characters"),
        (&["Tariffs-api"], "lower-case letters"),
        (&["../tariffs-api"], "lower-case letters"),
        (&["tariffs-api", "--route", "api/v1/tariffs"], "is no plain prefix"),
        (
            &["tariffs-api", "--route", "/api/v1/events"],
            "/api/v1/events belongs to events-api already",
        ),
        (&["sweep-job", "--schedule", "every night"], "no time zone night"),
        (&["sweep-job", "--schedule", "61 3 * * *"], "no cron pattern 61 3 * * *"),
        (&["sweep-job", "--route", "/sweep"], "only an API or a webhook owns a prefix"),
        (&["events-api"], "is there already"),
    ] {
        let (made, told) = copy.make(arguments);
        assert!(!made && told.contains(why), "{arguments:?}: {told}");
        assert_eq!(copy.files(), before, "{arguments:?}");
    }
    // Where the lines cannot be put, there is no folder either.
    std::fs::write(copy.0.join("scripts/accredit/Cargo.toml"), "[package]\n").unwrap();
    let before = copy.files();
    let (made, told) = copy.make(&["tariffs-api"]);
    assert!(!made && told.contains("no # Every function; in "), "{told}");
    assert_eq!(copy.files(), before);
}
