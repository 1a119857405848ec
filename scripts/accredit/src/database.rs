//! The database of a command: the one that is named, or that of the data folder.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use embedded_postgres::{Cluster, Durability};
use sqlx::{Connection as _, PgConnection};

use crate::folder::Held;

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
    _cluster: Option<Own>,
}

/// A server that this command has started, and stops.
struct Own {
    _cluster: Cluster,
    // Given back last: `accredit serve` must not adopt a server that is about to stop.
    _held: Held,
}

impl Database {
    /// Uses the embedded server if it runs, and starts it for this command if it does not.
    pub(crate) async fn open(&self) -> anyhow::Result<Opened> {
        if let Some(url) = &self.database_url {
            return Ok(Opened { url: url.clone(), _cluster: None });
        }
        let folder = std::path::absolute(self.data.join("postgres"))?;
        let url = embedded_url(&folder);
        // One that a running `accredit serve` owns must not be stopped when this ends.
        if PgConnection::connect(&url).await.is_ok() {
            return Ok(Opened { url, _cluster: None });
        }
        anyhow::ensure!(
            folder.join("PG_VERSION").exists(),
            "{} holds no database yet: `accredit serve` makes one, or name another with --data or --database-url",
            self.data.display()
        );
        // Whoever holds it is about to start the server, or to stop it.
        let held = Held::take(&self.data)?;
        let cluster = Cluster::start(&folder, Durability::Kept)?;
        let url = cluster.url("postgres");
        Ok(Opened { url, _cluster: Some(Own { _cluster: cluster, _held: held }) })
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
