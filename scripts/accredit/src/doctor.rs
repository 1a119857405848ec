//! `accredit doctor`: what is missing or wrong, in words, and what to do (PL-42).

mod database;
mod manifests;
mod stripe;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use models::Clock;
use tokio::net::TcpListener;

use crate::database::Database;
use crate::terminal::line;

/// What to look at.
#[derive(clap::Args)]
pub struct Doctor {
    #[command(flatten)]
    database: Database,
    /// Where `accredit serve` would listen
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "HOST:PORT")]
    address: SocketAddr,
    /// The built app
    #[arg(long, default_value = "frontend/dist", value_name = "FOLDER")]
    frontend: PathBuf,
    /// The functions' folders, to be looked at as they stand there now
    #[arg(long, value_name = "FOLDER")]
    functions: Option<PathBuf>,
    /// What is said of each environment
    #[arg(long, default_value = "terraform/env", value_name = "FOLDER")]
    environments: PathBuf,
}

/// What was found.
#[derive(Default)]
struct Findings(Vec<Finding>);

struct Finding {
    grade: Grade,
    what: String,
    advice: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Grade {
    Fine,
    Note,
    Fault,
}

impl Findings {
    fn fine(&mut self, what: &str) {
        self.0.push(Finding { grade: Grade::Fine, what: what.to_owned(), advice: None });
    }

    fn note(&mut self, what: &str, advice: &str) {
        self.add(Grade::Note, what, advice);
    }

    fn fault(&mut self, what: &str, advice: &str) {
        self.add(Grade::Fault, what, advice);
    }

    fn add(&mut self, grade: Grade, what: &str, advice: &str) {
        let advice = Some(advice.to_owned());
        self.0.push(Finding { grade, what: what.to_owned(), advice });
    }

    /// Prints them, and says how many are faults.
    fn told(&self) -> usize {
        for Finding { grade, what, advice } in &self.0 {
            let mark = match grade {
                Grade::Fine => "ok   ",
                Grade::Note => "note ",
                Grade::Fault => "FAULT",
            };
            line(&format!("  {mark} {what}"));
            if let Some(advice) = advice {
                line(&format!("        {advice}"));
            }
        }
        self.0.iter().filter(|finding| finding.grade == Grade::Fault).count()
    }
}

const LOW_DISK_KIB: u64 = 1 << 20;

impl Doctor {
    /// Looks at everything; an error when something must be done.
    pub async fn run(self) -> anyhow::Result<()> {
        let mut found = Findings::default();
        let manifests = manifests::read(&mut found, self.functions.as_deref())?;
        manifests::budgets(&mut found, &manifests, &self.environments)?;
        manifests::grants(&mut found, &manifests, &self.frontend).await?;
        stripe::look(&mut found, &web::Env::of_process()).await;
        self.data(&mut found);
        self.port(&mut found).await;
        self.app(&mut found);
        match self.database.open().await {
            Err(error) => found.fault(
                &format!("no database: {error:#}"),
                "start `accredit serve` once, or name a Postgres with --database-url; postgres/server.log in the data folder says what the embedded one met",
            ),
            Ok(opened) => match opened.connect().await {
                Err(error) => found.fault(
                    &format!("{error:#}"),
                    "is Postgres running, and is the address right? DATABASE_URL wins over --data",
                ),
                Ok(mut conn) => {
                    let now = Clock::system().now();
                    let looked = database::look(&mut found, &mut conn, &manifests, now).await;
                    // What was found before is told all the same.
                    if let Err(error) = looked {
                        let what = format!("the database could not be looked at: {error:#}");
                        found.fault(&what, "is it Accredit's, and may this account read it?");
                    }
                }
            },
        }
        let faults = found.told();
        anyhow::ensure!(faults == 0, "{faults} to put right");
        line("Everything is in order.");
        Ok(())
    }

    fn data(&self, found: &mut Findings) {
        let folder = &self.database.data;
        if !folder.exists() {
            return found.note(
                &format!("{} is not there yet", folder.display()),
                "`accredit serve` makes it, with keys and a database",
            );
        }
        let probe = folder.join(".doctor");
        match std::fs::write(&probe, b"") {
            Ok(()) => {
                let _ = std::fs::remove_file(probe);
                found.fine(&format!("{} can be written", folder.display()));
            }
            Err(error) => found.fault(
                &format!("{} cannot be written: {error}", folder.display()),
                "give this account the folder, or choose another with --data",
            ),
        }
        keys(found, &folder.join("keys"));
        disk(found, folder);
    }

    async fn port(&self, found: &mut Findings) {
        match TcpListener::bind(self.address).await {
            Ok(_) => found.fine(&format!("{} is free", self.address)),
            Err(error) => found.note(
                &format!("{} cannot be listened at: {error}", self.address),
                "if that is not Accredit itself, `accredit serve` takes the next free port",
            ),
        }
    }

    fn app(&self, found: &mut Findings) {
        if self.frontend.join("index.html").exists() {
            found.fine("the app is built");
        } else {
            found.note(
                "the app is not built",
                "npm --prefix frontend ci && npm --prefix frontend run build",
            );
        }
    }
}

fn keys(found: &mut Findings, folder: &Path) {
    match crate::keys::missing(folder) {
        names if names.is_empty() => found.fine("all keys are there"),
        names if folder.with_file_name("postgres").exists() => found.fault(
            &format!("keys that the database here was used with are gone: {}", names.join(", ")),
            "bring them back from a backup; `accredit serve` makes new ones, and what was made with the lost ones has ended",
        ),
        names => found.note(
            &format!("keys that are not there yet: {}", names.join(", ")),
            "`accredit serve` makes them",
        ),
    }
}

/// No more than what `df` knows is needed, and it is everywhere.
fn disk(found: &mut Findings, folder: &Path) {
    let Ok(output) = Command::new("df").arg("-Pk").arg(folder).output() else { return };
    room(found, folder, &String::from_utf8_lossy(&output.stdout));
}

/// `df` is what `df -Pk` says of the folder: the fourth column is what is free, in KiB.
fn room(found: &mut Findings, folder: &Path, df: &str) {
    let free: Option<u64> =
        df.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)?.parse().ok());
    match free {
        Some(free) if free < LOW_DISK_KIB => found.fault(
            &format!("only {} MB are free for {}", free / 1024, folder.display()),
            "Postgres stops when the disk is full: make room",
        ),
        Some(free) => found.fine(&format!("{} GB are free", free / (1 << 20))),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Findings, room};

    fn told(free: u64) -> String {
        let mut found = Findings::default();
        let df = format!(
            "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 61255492 1000 {free} 99% /\n"
        );
        room(&mut found, Path::new("data"), &df);
        found.0.remove(0).what
    }

    /// PL-42
    #[test]
    fn a_disk_that_fills_up_is_told_before_postgres_stops() {
        assert_eq!(told(204_800), "only 200 MB are free for data");
        assert_eq!(told(5 << 20), "5 GB are free");
    }
}
