//! Which functions are up: told on the platform's own address, printed by `accredit status`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::Context as _;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::process::Member;
use crate::terminal::table;

const ADDRESS: &str = "/functions.json";
const FILE: &str = "functions.address";

/// Where the server keeps its data.
#[derive(clap::Args)]
pub struct Status {
    /// The data folder of a running `accredit functions`
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
    /// Tell it as one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Serialize, Deserialize)]
struct Told {
    name: String,
    /// The process id, if it is up.
    pid: Option<u32>,
    starts: u64,
    requests: u64,
    /// Resident memory in kibibytes.
    resident_kib: Option<u64>,
}

impl Status {
    /// Prints a line for each function.
    pub async fn run(self) -> anyhow::Result<()> {
        let file = self.data.join(FILE);
        let address = std::fs::read_to_string(&file)
            .with_context(|| format!("{}: is accredit functions running?", file.display()))?;
        let text = cloud::text(&format!("http://{address}{ADDRESS}")).await.with_context(|| {
            format!("nothing answers at {address}: accredit functions has ended")
        })?;
        if self.json {
            crate::terminal::line(&text);
            return Ok(());
        }
        let head = ["function", "up", "starts", "requests", "memory"].map(str::to_owned).to_vec();
        let told: Vec<Told> = serde_json::from_str(&text)?;
        let rows = told.into_iter().map(|told| {
            vec![
                told.name,
                told.pid.map_or_else(|| "–".to_owned(), |pid| format!("pid {pid}")),
                told.starts.to_string(),
                told.requests.to_string(),
                told.resident_kib.map_or_else(String::new, |kib| format!("{} MiB", kib / 1024)),
            ]
        });
        table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
        Ok(())
    }
}

/// Leaves word where to ask.
pub(super) fn announce(data: &Path, address: SocketAddr) -> anyhow::Result<()> {
    Ok(std::fs::write(data.join(FILE), address.to_string())?)
}

pub(super) fn router(members: Vec<Arc<Member>>) -> Router {
    let tell = async move || {
        let mut told = Vec::new();
        for member in &members {
            let pid = member.id();
            told.push(Told {
                name: member.name.to_owned(),
                pid,
                starts: member.starts.load(Ordering::Relaxed),
                requests: member.requests.load(Ordering::Relaxed),
                resident_kib: pid.and_then(resident),
            });
        }
        Json(told)
    };
    Router::new().route(ADDRESS, get(tell))
}

fn resident(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
