//! Where things are shipped to: `terraform/env/NAME.tfvars` says it.

use std::path::PathBuf;

use super::{Failed, MISSING, USAGE};
use crate::functions::manifests;
use crate::manifest::Manifest;

/// An environment.
#[derive(clap::Args)]
pub(super) struct Place {
    /// The environment: a file in terraform/env
    #[arg(long, value_name = "NAME")]
    env: String,
    /// The folder of those files
    #[arg(long, default_value = "terraform/env", value_name = "FOLDER")]
    environments: PathBuf,
}

/// What is known of it.
pub(super) struct Target {
    pub(super) project: String,
    pub(super) region: String,
    pub(super) domain: String,
    max_instances: Option<u32>,
}

impl Place {
    pub(super) fn read(&self) -> anyhow::Result<Target> {
        let file = self.environments.join(format!("{}.tfvars", self.env));
        let text = std::fs::read_to_string(&file)
            .map_err(|error| Failed::of(MISSING, format!("{}: {error}", file.display())))?;
        let find = |key: &str| {
            text.lines().find_map(|line| {
                let (name, value) = line.split_once('=')?;
                (name.trim() == key).then(|| value.trim().trim_matches('"').to_owned())
            })
        };
        let need = |key| {
            find(key).ok_or_else(|| Failed::of(MISSING, format!("{}: no {key}", file.display())))
        };
        Ok(Target {
            project: need("project")?,
            region: need("region")?,
            domain: need("domain")?,
            max_instances: find("max_instances").and_then(|most| most.parse().ok()),
        })
    }
}

impl Target {
    /// A call of `gcloud` about this place.
    pub(super) fn gcloud(&self, words: &[&str]) -> Vec<String> {
        let place = ["--project", &self.project, "--region", &self.region];
        let all = ["gcloud"].iter().chain(words).chain(&place);
        all.map(|word| (*word).to_owned()).collect()
    }

    /// Where the image of a function lies.
    pub(super) fn image(&self, name: &str) -> String {
        format!("{}-docker.pkg.dev/{}/functions/{name}", self.region, self.project)
    }

    /// Instances at most, as Terraform counts them.
    pub(super) fn instances(&self, manifest: &Manifest) -> u32 {
        self.max_instances.map_or(manifest.max_instances, |most| manifest.max_instances.min(most))
    }
}

/// The manifests of `names`, in their order.
pub(super) fn chosen(names: &[String]) -> anyhow::Result<Vec<(&'static str, Manifest)>> {
    let all = manifests()?;
    let find = |name: &String| {
        let found = all.iter().find(|(known, _)| known == name).cloned();
        found.ok_or_else(|| Failed::of(USAGE, format!("there is no function {name}")))
    };
    names.iter().map(find).collect()
}
