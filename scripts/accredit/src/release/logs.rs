//! `accredit logs`: what a function wrote lately.

use super::target::{Place, chosen};
use super::tool;
use crate::terminal::line;

/// Which function, where, and how much.
#[derive(clap::Args)]
pub struct Logs {
    /// The function
    name: String,
    #[command(flatten)]
    place: Place,
    /// How far back, as gcloud says it: 30m, 2h, 1d
    #[arg(long, default_value = "1h", value_name = "TIME")]
    since: String,
    /// Lines at most
    #[arg(long, default_value_t = 100)]
    limit: u32,
    /// Only warnings and worse
    #[arg(long)]
    warnings: bool,
}

impl Logs {
    /// Prints them, newest first.
    pub async fn run(self) -> anyhow::Result<()> {
        let (name, _) = chosen(std::slice::from_ref(&self.name))?[0];
        let target = self.place.read()?;
        let mut filter = format!(
            "resource.labels.service_name=\"{name}\" OR resource.labels.job_name=\"{name}\""
        );
        if self.warnings {
            filter = format!("({filter}) AND severity>=WARNING");
        }
        let format = "value(timestamp, severity, jsonPayload.message, jsonPayload.request_id, jsonPayload.error)";
        let limit = self.limit.to_string();
        let words = [
            "gcloud",
            "logging",
            "read",
            &filter,
            "--project",
            &target.project,
            "--freshness",
            &self.since,
            "--limit",
            &limit,
            "--format",
            format,
        ];
        line(tool::run(&words.map(str::to_owned)).await?.trim_end());
        Ok(())
    }
}
