//! `accredit functions`: every function as its own process (PL-22).

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;

use crate::serve::{Manner, Serve};

/// What to serve, and the programs of the functions.
#[derive(clap::Args)]
pub struct Functions {
    #[command(flatten)]
    serve: Serve,
    /// The folder of the functions' programs, if not that of this one
    #[arg(long, value_name = "FOLDER")]
    programs: Option<PathBuf>,
    /// Seconds without a request after which a function is stopped
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    idle: u64,
}

impl Functions {
    /// Answers until it is told to stop.
    pub async fn run(self) -> anyhow::Result<()> {
        let programs = match self.programs {
            Some(folder) => folder,
            None => beside()?,
        };
        let idle = Duration::from_secs(self.idle);
        self.serve.run_as(&Manner::Apart { programs, idle }).await
    }
}

fn beside() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    Ok(program.parent().context("a program without a folder")?.to_owned())
}
