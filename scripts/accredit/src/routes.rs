//! `accredit routes`: which function owns what.

use serde_json::json;

use crate::functions::manifests;
use crate::knative::service;
use crate::manifest::Kind;
use crate::terminal::{line, table};

/// How to print them.
#[derive(clap::Args)]
pub struct Routes {
    /// As JSON
    #[arg(long)]
    json: bool,
    /// As Knative services in YAML, with images below an address
    #[arg(long, value_name = "REGISTRY", conflicts_with = "json")]
    knative: Option<String>,
    /// The namespace of those services, which is part of the addresses of jobs
    #[arg(long, default_value = "default", value_name = "NAME", requires = "knative")]
    namespace: String,
}

impl Routes {
    /// Prints every prefix, queue and schedule with its owner.
    pub fn run(&self) -> anyhow::Result<()> {
        let manifests = manifests()?;
        if self.json {
            let all = manifests.iter().map(|(name, manifest)| {
                json!({
                    "function": name, "kind": word(manifest.kind), "routes": manifest.routes,
                    "queue": manifest.queue, "schedule": manifest.schedule,
                    "public": manifest.public, "secrets": manifest.secrets,
                })
            });
            line(&format!("{:#}", all.collect::<serde_json::Value>()));
            return Ok(());
        }
        if let Some(registry) = &self.knative {
            for (name, manifest) in manifests.iter().filter(|(_, manifest)| manifest.answers()) {
                let image = format!("{registry}/{name}");
                let service = service(name, manifest, &image, &self.namespace);
                line(&format!("---\n{}", yaml_serde::to_string(&service)?.trim_end()));
            }
            return Ok(());
        }
        let mut rows = Vec::new();
        for (name, manifest) in &manifests {
            let queue = manifest.queue.iter().map(|queue| format!("queue {queue}"));
            let schedule = manifest.schedule.iter().map(|schedule| format!("at {schedule}"));
            let access = if manifest.public { "public" } else { "" };
            for what in manifest.routes.iter().cloned().chain(queue).chain(schedule) {
                rows.push(vec![
                    what,
                    (*name).to_owned(),
                    word(manifest.kind).to_owned(),
                    access.to_owned(),
                ]);
            }
        }
        rows.sort();
        table(&rows);
        Ok(())
    }
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Api => "api",
        Kind::Webhook => "webhook",
        Kind::Job => "job",
        Kind::Batch => "batch",
    }
}
