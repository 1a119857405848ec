//! `accredit serve` and `accredit functions` as real processes: killed, told to stop, robbed of
//! their database, overheard.

mod alone;
mod apart;
mod canary;
mod deadline;
mod demo;
mod drain;
mod due;
mod kill;
mod metrics;
mod one_at_a_time;
mod outage;
mod revisions;
mod rivals;

use std::path::{Path, PathBuf};

use auth::{Keys, Token};
use models::{Clock, OrgId};
use sqlx::{ConnectOptions as _, PgPool};
use testkit::rows::Person;
use testkit::{Process, env};

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("accredit-it-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where the functions' programs are: beside that of `accredit`.
pub(crate) fn programs() -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_accredit")).parent().unwrap();
    assert!(
        folder.join("zoom-webhook").exists(),
        "run cargo build --workspace --bins, as scripts/test does"
    );
    folder.to_owned()
}

fn url(db: &PgPool) -> String {
    db.connect_options().to_url_lossy().to_string()
}

/// The server, with the keys of the tests. With an address of a mail server it is given vendors,
/// without one the sandbox stands in for them.
fn serve(folder: &Folder, database_url: &str, smtp: Option<&str>) -> Process {
    launch(&["serve"], folder, database_url, smtp)
}

fn launch(verb: &[&str], folder: &Folder, database_url: &str, smtp: Option<&str>) -> Process {
    let vendors = smtp.map(|smtp| {
        [
            ("SMTP_URL", smtp),
            ("ZOOM_CLIENT_ID", "zoom-client"),
            ("ZOOM_CLIENT_SECRET", "zoom-client-secret"),
            ("ZOOM_API_URL", "http://127.0.0.1:1/v2"),
            ("ZOOM_OAUTH_URL", "http://127.0.0.1:1/oauth"),
            ("ZOOM_AUTHORIZE_URL", "http://127.0.0.1:1/oauth/authorize"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    });
    launch_with(verb, folder, database_url, vendors.as_ref().map_or(&[], |all| &all[..]))
}

fn launch_with(
    verb: &[&str],
    folder: &Folder,
    database_url: &str,
    vendors: &[(String, String)],
) -> Process {
    let folder = folder.path().display().to_string();
    let place = ["--database-url", database_url, "--data", &folder, "--address", "127.0.0.1:0"];
    let arguments = [verb, &place].concat();
    let env = env();
    let mut environment: Vec<_> = ["TOKEN_PUBLIC_KEY", "TOKEN_PRIVATE_KEY", "ARGON2_MEMORY_KIB"]
        .map(|name| (name, env.text(name).unwrap()))
        .into();
    environment.extend(vendors.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    Process::start_with(env!("CARGO_BIN_EXE_accredit"), &arguments, &environment)
}

/// The `Authorization` of a person by the machine's clock, which is that of the server.
fn bearer(person: &Person, org: OrgId) -> String {
    let (clock, env) = (Clock::system(), env());
    let keys = Keys::signing(&env, clock.clone()).unwrap();
    let proven = (vec!["pwd".to_owned()], clock.now());
    let token = Token::new(person.user, person.login, Some(org), proven, clock.now());
    format!("Bearer {}", keys.sign(&token).unwrap())
}
