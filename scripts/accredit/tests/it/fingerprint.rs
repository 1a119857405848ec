//! Which functions a change touches (PL-34), on a small workspace of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A workspace in git: two functions, a domain crate that one of them links, and the schema.
struct Small(PathBuf);

const FILES: [(&str, &str); 12] = [
    (
        "Cargo.toml",
        "[workspace.package]\nedition = \"2024\"\n[workspace.dependencies]\nserde = \"1\"\naxum = \"0.8\"\n[profile.release]\nstrip = true\n",
    ),
    (
        "Cargo.lock",
        "[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\n\n[[package]]\nname = \"axum\"\nversion = \"0.8.1\"\ndependencies = [\"serde\", \"tower\"]\n\n[[package]]\nname = \"tower\"\nversion = \"0.5.1\"\n",
    ),
    ("README.md", "Small\n"),
    (
        "functions/events-api/Cargo.toml",
        "[package]\nname = \"events-api\"\n[dependencies]\nevents.workspace = true\naxum.workspace = true\n[dev-dependencies]\nschema.workspace = true\n",
    ),
    ("functions/events-api/src/lib.rs", "// events\n"),
    ("functions/events-api/tests/it/main.rs", "// a test\n"),
    ("functions/events-api/openapi.json", "{}\n"),
    (
        "functions/migrate-job/Cargo.toml",
        "[package]\nname = \"migrate-job\"\n[dependencies]\nschema.workspace = true\nserde.workspace = true\n",
    ),
    ("shared/events/Cargo.toml", "[package]\nname = \"events\"\n"),
    ("shared/events/.sqlx/query-1.json", "{}\n"),
    ("shared/schema/Cargo.toml", "[package]\nname = \"schema\"\n"),
    ("shared/schema/migrations/1.sql", "create table events ();\n"),
];

impl Small {
    fn new() -> Self {
        let small = Self(std::env::temp_dir().join(format!("accredit-{}", uuid::Uuid::new_v4())));
        for (path, text) in FILES {
            small.write(path, text);
        }
        small.git("init --quiet");
        small.git("add --all");
        small.git("-c user.name=Ada -c user.email=ada@example.org commit --quiet --message First");
        small
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.0.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    fn git(&self, arguments: &str) {
        let mut git = Command::new("git");
        assert!(git.current_dir(&self.0).args(arguments.split(' ')).status().unwrap().success());
    }

    /// The functions that are touched by `text` at the end of `path`, which is then as before.
    fn touched(&self, path: &str, text: &str) -> String {
        let before = std::fs::read_to_string(self.0.join(path)).ok();
        self.write(path, &format!("{}{text}", before.clone().unwrap_or_default()));
        let touched = affected(&self.0);
        match before {
            Some(before) => self.write(path, &before),
            None => std::fs::remove_file(self.0.join(path)).unwrap(),
        }
        touched
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn affected(workspace: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_accredit"))
        .args(["affected", "--since", "HEAD", "--workspace"])
        .arg(workspace)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_change_touches_the_functions_that_link_it_and_no_other() {
    let small = Small::new();
    assert_eq!(affected(&small.0), "");
    for nothing in [
        "README.md",
        "functions/events-api/README.md",
        "functions/events-api/tests/it/main.rs",
        "functions/events-api/openapi.json",
    ] {
        assert_eq!(small.touched(nothing, "more\n"), "", "{nothing}");
    }
    assert_eq!(small.touched("functions/events-api/src/lib.rs", "// more\n"), "events-api");
    assert_eq!(small.touched("shared/events/.sqlx/query-2.json", "{}\n"), "events-api");
    assert_eq!(small.touched("shared/schema/migrations/2.sql", "select 1;\n"), "migrate-job");
    assert_eq!(
        small.touched("functions/new-api/Cargo.toml", "[package]\nname = \"new-api\"\n"),
        "new-api"
    );
}

#[test]
fn a_new_version_touches_whoever_links_it_also_by_others() {
    let small = Small::new();
    let lock = |name: &str| {
        let text = std::fs::read_to_string(small.0.join("Cargo.lock")).unwrap();
        small.write("Cargo.lock", &text.replace(name, &format!("{name}0")));
        let touched = affected(&small.0);
        small.write("Cargo.lock", &text);
        touched
    };
    assert_eq!(lock("0.5.1"), "events-api", "tower, by axum");
    assert_eq!(lock("1.0.1"), "events-api migrate-job", "serde, by both");
    assert_eq!(
        small.touched("Cargo.toml", "opt-level = 3\n"),
        "events-api migrate-job",
        "the profile"
    );
}

/// What every program is built with, and what packs it.
#[test]
fn another_compiler_or_another_way_to_pack_touches_every_function() {
    let small = Small::new();
    for (file, text) in [
        ("rust-toolchain", "1.96\n"),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.96\"\n"),
        ("scripts/build", "# more\n"),
        ("scripts/build-images", "# more\n"),
        ("cloudbuild.yaml", "steps:\n  - id: build\n    name: rust:1.96-bookworm\n"),
    ] {
        assert_eq!(small.touched(file, text), "events-api migrate-job", "{file}");
    }
    assert_eq!(small.touched("cloudbuild.yaml", "# a word more\n"), "", "the same compiler");
}
