//! Where things are shipped to: `terraform/env/NAME.tfvars` says it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    /// What the database allows.
    pub(super) connections: Option<u32>,
    max_instances: Option<u32>,
    /// The version of a secret that functions read, where it is not the first.
    secret_versions: BTreeMap<String, u32>,
}

impl Place {
    pub(super) fn new(env: String, environments: PathBuf) -> Self {
        Self { env, environments }
    }

    pub(super) fn read(&self) -> anyhow::Result<Target> {
        Target::read(&self.environments.join(format!("{}.tfvars", self.env)))
    }
}

/// Every environment of a folder by its name; none where there is no such folder.
pub(super) fn all(environments: &Path) -> anyhow::Result<Vec<(String, Target)>> {
    let Ok(files) = std::fs::read_dir(environments) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for path in files.flatten().map(|file| file.path()) {
        if path.extension().is_some_and(|ending| ending == "tfvars") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            all.push((name, Target::read(&path)?));
        }
    }
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(all)
}

impl Target {
    fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Failed::of(MISSING, format!("{}: {error}", file.display())))?;
        let find = |key: &str| {
            text.lines().find_map(|line| {
                let (name, value) = line.split_once('=')?;
                (name.trim() == key).then(|| plain(value).to_owned())
            })
        };
        let need = |key| {
            find(key).ok_or_else(|| Failed::of(MISSING, format!("{}: no {key}", file.display())))
        };
        Ok(Self {
            connections: find("connections").and_then(|most| most.parse().ok()),
            project: need("project")?,
            region: need("region")?,
            domain: need("domain")?,
            max_instances: find("max_instances").and_then(|most| most.parse().ok()),
            secret_versions: secret_versions(&text),
        })
    }

    /// A call of `gcloud` about this place.
    pub(super) fn gcloud(&self, words: &[&str]) -> Vec<String> {
        let place = ["--project", &self.project, "--region", &self.region];
        let all = ["gcloud"].iter().chain(words).chain(&place);
        all.map(|word| (*word).to_owned()).collect()
    }

    /// A call about something that is in no region.
    pub(super) fn project_wide(&self, words: &[&str]) -> Vec<String> {
        let place = ["--project", &self.project];
        let all = ["gcloud"].iter().chain(words).chain(&place);
        all.map(|word| (*word).to_owned()).collect()
    }

    /// The version of a secret that functions read.
    pub(super) fn secret_version(&self, name: &str) -> u32 {
        self.secret_versions.get(name).copied().unwrap_or(1)
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

/// A value without its quotes and without the comment behind it.
fn plain(value: &str) -> &str {
    let value = value.trim();
    if let Some((quoted, _)) = value.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        return quoted;
    }
    let end = value.find(['#', '/']).unwrap_or(value.len());
    value[..end].trim()
}

/// `secret_versions = { smtp-url = 2, vault-key = 3 }`, over one line or several.
fn secret_versions(tfvars: &str) -> BTreeMap<String, u32> {
    let block = tfvars.split_once("secret_versions").and_then(|(_, rest)| rest.split_once('{'));
    let block = block.and_then(|(_, rest)| rest.split_once('}')).map_or("", |(block, _)| block);
    let entries = block.split([',', '\n']).filter_map(|entry| {
        let (name, version) = entry.split_once('=')?;
        Some((name.trim().trim_matches('"').to_owned(), version.trim().parse().ok()?))
    });
    entries.collect()
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
