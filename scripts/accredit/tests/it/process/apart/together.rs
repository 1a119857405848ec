use std::os::unix::fs::{PermissionsExt as _, symlink};

use sqlx::PgPool;

use super::super::Folder;
use super::{Apart, programs};

const NAMES: [&str; 3] = ["events-api", "auth-api", "members-api"];

/// Told to stop, it ends when the others have been told as well.
const WAITS: &str = r#"#!/bin/sh
told() {
    : >"FOLDER/told/NAME"
    while [ "$(ls FOLDER/told | wc -l)" -lt 3 ]; do sleep 0.02; done
    : >"FOLDER/met/NAME"
    kill $child
    exit 0
}
trap told TERM
# It ends with this one, also where this one is killed.
setpriv --pdeathsig KILL PROGRAM &
child=$!
while :; do wait; done
"#;

/// PL-22: one after the other, forty functions would take minutes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn all_functions_are_told_to_stop_at_once(db: PgPool) {
    let folder = Folder::new("together-programs");
    for (name, _) in accredit::manifests().unwrap() {
        symlink(programs().join(name), folder.path().join(name)).unwrap();
    }
    for place in ["told", "met"] {
        std::fs::create_dir(folder.path().join(place)).unwrap();
    }
    for name in NAMES {
        let (place, program) = (folder.path().join(name), programs().join(name));
        let script = WAITS
            .replace("FOLDER", &folder.path().display().to_string())
            .replace("NAME", name)
            .replace("PROGRAM", &program.display().to_string());
        std::fs::remove_file(&place).unwrap();
        std::fs::write(&place, script).unwrap();
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut apart = Apart::start_from("together", &db, folder.path());
    for path in ["events", "auth", "members"] {
        apart.get(&format!("/api/v1/{path}")).await;
    }
    apart.process.terminate();
    assert!(apart.process.wait().success());
    let mut met: Vec<_> = std::fs::read_dir(folder.path().join("met"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    met.sort();
    assert_eq!(met, ["auth-api", "events-api", "members-api"]);
}
