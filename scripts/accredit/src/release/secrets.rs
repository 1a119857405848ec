//! `accredit secrets`: which function reads which secret, and where each is set. No value is ever
//! printed, nor an argument that others on this machine could read.

mod known;

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Read as _};
use std::path::PathBuf;

use serde_json::Value;

use super::target::{Place, Target};
use super::{Failed, MISSING, USAGE, tool};
use crate::terminal::{line, table};

/// As Secret Manager has it.
const LARGEST: u64 = 64 << 10;

/// What to do.
///
/// Ends with 0 when every secret is set, 1 when gcloud failed, 2 for a wrong call, 3 when one is
/// missing.
#[derive(clap::Args)]
pub struct Secrets {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Say who reads each secret, and whether it is set: here, or in an environment
    List(List),
    /// Add a version; the value comes from standard input, as in `accredit secrets add smtp-url --env staging <file`
    Add(Add),
}

#[derive(clap::Args)]
struct List {
    /// The environment: a file in terraform/env; without it, this machine
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// The folder of those files
    #[arg(long, default_value = "terraform/env", value_name = "FOLDER")]
    environments: PathBuf,
    /// Without --env: where `accredit serve` keeps its keys
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
}

#[derive(clap::Args)]
struct Add {
    /// The secret, as `list` names it
    name: String,
    #[command(flatten)]
    place: Place,
}

impl Secrets {
    /// Does it.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.verb {
            Verb::List(List { env: Some(env), environments, .. }) => {
                cloud(&Place::new(env, environments).read()?).await
            }
            Verb::List(List { data, .. }) => here(&data),
            Verb::Add(add) => add.run().await,
        }
    }
}

/// What this machine has.
fn here(data: &std::path::Path) -> anyhow::Result<()> {
    let own = web::Env::of_process();
    let keys = data.join("keys");
    let place = |name: &str| {
        let variable = name.replace('-', "_").to_uppercase();
        if own.optional(&variable).is_some() {
            "set in the environment".to_owned()
        } else if name == known::TOKEN_KEY {
            "made from token-private-key".to_owned()
        } else if keys.join(name).exists() {
            format!("{}", keys.join(name).display())
        } else if crate::keys::missing(&keys).contains(&name) {
            "not yet; accredit serve makes it".to_owned()
        } else {
            "not set; the sandbox stands in".to_owned()
        }
    };
    let rows = known::readers()?.into_iter().map(|(name, readers)| {
        let place = place(&name);
        vec![name, place, readers.join(" ")]
    });
    let head = ["secret", "here", "read by"].map(str::to_owned).to_vec();
    table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
    Ok(())
}

/// What an environment has; an error when one that is read has no version to read.
async fn cloud(target: &Target) -> anyhow::Result<()> {
    let list = target.project_wide(&["secrets", "list", "--format", "json"]);
    let made = names(&tool::json(&list).await?);
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (name, readers) in known::readers()? {
        let pinned = target.secret_version(&name);
        let state = if made.contains(&name) {
            let states = versions(target, &name).await?;
            states.get(&pinned).cloned().unwrap_or_else(|| "no such version".to_owned())
        } else {
            "not made by Terraform".to_owned()
        };
        if state != "enabled" {
            missing.push(name.clone());
        }
        rows.push(vec![name, pinned.to_string(), state, readers.join(" ")]);
    }
    let head = ["secret", "version", "state", "read by"].map(str::to_owned).to_vec();
    table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failed::of(MISSING, format!("cannot be read: {}", missing.join(", "))))
}

/// The last part of each `name`.
fn names(list: &Value) -> Vec<String> {
    let all = list.as_array().into_iter().flatten().filter_map(|one| one["name"].as_str());
    all.map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()).collect()
}

/// The state of each version, in small letters.
async fn versions(target: &Target, name: &str) -> anyhow::Result<BTreeMap<u32, String>> {
    let call = target.project_wide(&["secrets", "versions", "list", name, "--format", "json"]);
    let list = tool::json(&call).await?;
    let states = list.as_array().into_iter().flatten().filter_map(|version| {
        let number = version["name"].as_str()?.rsplit('/').next()?.parse().ok()?;
        Some((number, version["state"].as_str()?.to_lowercase()))
    });
    Ok(states.collect())
}

impl Add {
    async fn run(self) -> anyhow::Result<()> {
        let (target, name) = (self.place.read()?, &self.name);
        let known = known::readers()?;
        let readers = known
            .get(name)
            .ok_or_else(|| Failed::of(USAGE, format!("no function reads a secret {name}")))?;
        let value = value()?;
        let add = target.project_wide(&["secrets", "versions", "add", name, "--data-file", "-"]);
        tool::feed(&add, &value).await?;
        let newest = versions(&target, name).await?.into_keys().max().unwrap_or(1);
        line(&format!(
            "{name} has a version {newest}; nothing reads it yet. In secret_versions of the environment's \
             tfvars say {name} = {newest}, then apply terraform and deploy {}",
            readers.join(" ")
        ));
        Ok(())
    }
}

/// Standard input, without the end of a line that nobody means.
fn value() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Err(Failed::of(USAGE, "pipe the value in: typed, it would stand on the screen"));
    }
    let mut value = String::new();
    input.take(LARGEST + 1).read_to_string(&mut value)?;
    let end = value.trim_end_matches(['\r', '\n']).len();
    value.truncate(end);
    let fits = u64::try_from(value.len()).is_ok_and(|length| (1..=LARGEST).contains(&length));
    if fits { Ok(value) } else { Err(Failed::of(USAGE, "a secret has 1 byte to 64 KiB")) }
}
