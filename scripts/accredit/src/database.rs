//! The database of a command: the one that is named, or that of the data folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use embedded_postgres::{Cluster, Durability};
use sqlx::{Connection as _, PgConnection};

use crate::folder::Held;
use crate::share::Share;

/// Where the database is.
#[derive(clap::Args)]
pub struct Database {
    /// A Postgres to use instead of the embedded one
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// The data folder of `accredit serve`
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
}

/// A database for as long as this is kept.
pub(crate) struct Opened {
    pub(crate) url: String,
    _joined: Option<Joined>,
}

/// The embedded server of a data folder, as one of those who use it.
struct Joined {
    data: PathBuf,
    share: Share,
}

/// How long a server takes to start or to stop, and how often is looked whether it has.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(50);

impl Database {
    /// Uses the embedded server if it runs, and starts it if it does not.
    pub(crate) async fn open(&self) -> anyhow::Result<Opened> {
        if let Some(url) = &self.database_url {
            return Ok(Opened { url: url.clone(), _joined: None });
        }
        let folder = std::path::absolute(self.data.join("postgres"))?;
        let url = embedded_url(&folder);
        anyhow::ensure!(
            folder.join("PG_VERSION").exists(),
            "{} holds no database yet: `accredit serve` makes one, or name another with --data or --database-url",
            self.data.display()
        );
        let joined = Joined { share: Share::take(&self.data)?, data: self.data.clone() };
        let began = Instant::now();
        while PgConnection::connect(&url).await.is_err() {
            // Whoever else holds the folder is about to start the server, or to stop it.
            let held = if began.elapsed() < PATIENCE {
                Held::if_free(&self.data)?
            } else {
                Some(Held::take(&self.data).context("its Postgres does not answer")?)
            };
            if held.is_some() {
                Cluster::start(&folder, Durability::Kept)?.leave();
                break;
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(Opened { url, _joined: Some(joined) })
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        if !self.share.is_last() {
            return;
        }
        // An `accredit serve` that has given back its share gives back the folder next; one that
        // wants a share waits for this, and takes the server over.
        let began = Instant::now();
        let held = loop {
            match Held::if_free(&self.data) {
                Ok(None) if began.elapsed() < PATIENCE => std::thread::sleep(LOOK),
                other => break other,
            }
        };
        if let Ok(Some(_held)) = held {
            drop(Cluster::running(&self.data.join("postgres")));
        }
    }
}

impl Opened {
    pub(crate) async fn connect(&self) -> anyhow::Result<PgConnection> {
        // A pool would try again for seconds and then hide why.
        PgConnection::connect(&self.url).await.context("the database cannot be reached")
    }
}

/// The address of the embedded server of a folder, whether it runs or not.
pub(crate) fn embedded_url(folder: &Path) -> String {
    format!("postgres:///postgres?host={}&user=accredit", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A data folder with an empty database that does not run.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("accredit-{name}-{}", std::process::id());
            let folder = Self(std::env::temp_dir().join(name));
            drop(Cluster::start(&folder.0.join("postgres"), Durability::Kept).unwrap());
            folder
        }

        fn database(&self) -> Database {
            Database { database_url: None, data: self.0.clone() }
        }

        fn runs(&self) -> bool {
            self.0.join("postgres/postmaster.pid").exists()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// PL-10: neither finds the server, and one of them starts it.
    #[tokio::test]
    async fn two_commands_at_once_share_one_server() {
        let folder = Folder::new("at-once");
        let (first, second) = (folder.database(), folder.database());
        let (first, second) = tokio::join!(first.open(), second.open());
        let (first, second) = (first.unwrap(), second.unwrap());
        drop(second);
        first.connect().await.unwrap();
        assert!(Held::take(&folder.0).is_ok(), "a server may start beside them");
        drop(first);
        assert!(!folder.runs(), "nobody is left, and it runs");
    }

    /// PL-10
    #[tokio::test]
    async fn a_command_keeps_the_server_that_another_one_started_and_the_last_stops_it() {
        let folder = Folder::new("joined");
        let first = folder.database().open().await.unwrap();
        let second = folder.database().open().await.unwrap();
        drop(first);
        second.connect().await.unwrap();
        let third = folder.database().open().await.unwrap();
        drop(second);
        third.connect().await.unwrap();
        let held = Held::take(&folder.0).unwrap();
        let told = held.empty().unwrap_err().to_string();
        assert!(told.contains("a command still works in "), "{told}");
        drop((held, third));
        assert!(!folder.runs(), "nobody is left, and it runs");
    }
}
