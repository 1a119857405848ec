//! What a function is made of, as one hash: its sources, those of the crates that it links, and
//! the versions of everything else. Two trees with one fingerprint give the same program, so a
//! change ships only what it touches (PL-34).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use aws_lc_rs::digest::{Context, SHA256};
use toml::Table;

use crate::terminal::{line, table};
use crate::tree::Tree;

/// Which functions.
#[derive(clap::Args)]
pub struct Fingerprint {
    /// Only these
    names: Vec<String>,
    /// As it was at a revision of git
    #[arg(long, value_name = "REVISION")]
    at: Option<String>,
    #[command(flatten)]
    workspace: Workspace,
}

/// Since when.
#[derive(clap::Args)]
pub struct Affected {
    /// The revision of git to compare with
    #[arg(long, value_name = "REVISION")]
    since: String,
    #[command(flatten)]
    workspace: Workspace,
}

/// Where the workspace is.
#[derive(clap::Args)]
struct Workspace {
    /// The folder of the workspace
    #[arg(long = "workspace", default_value = ".", value_name = "FOLDER")]
    root: PathBuf,
}

impl Fingerprint {
    /// Prints a line for each function.
    pub fn run(&self) -> anyhow::Result<()> {
        let tree = match &self.at {
            Some(revision) => Tree::at(&self.workspace.root, revision)?,
            None => Tree::here(&self.workspace.root)?,
        };
        let all = fingerprints(&tree)?;
        for name in &self.names {
            anyhow::ensure!(all.contains_key(name), "there is no function {name}");
        }
        let chosen =
            all.into_iter().filter(|(name, _)| self.names.is_empty() || self.names.contains(name));
        table(&chosen.map(|(name, hash)| vec![name, hash]).collect::<Vec<_>>());
        Ok(())
    }
}

impl Affected {
    /// Prints the names of functions that are not what they were, a line each. One that is new
    /// counts; one that is gone has nothing to ship.
    pub fn run(&self) -> anyhow::Result<()> {
        let before = fingerprints(&Tree::at(&self.workspace.root, &self.since)?)?;
        for (name, hash) in fingerprints(&Tree::here(&self.workspace.root)?)? {
            if before.get(&name) != Some(&hash) {
                line(&name);
            }
        }
        Ok(())
    }
}

/// What decides how every program is built and packed. Cargo reads either file of a toolchain.
const COMMON: [&str; 5] = [
    "rust-toolchain.toml",
    "rust-toolchain",
    ".cargo/config.toml",
    "scripts/build",
    "scripts/build-images",
];

/// The fingerprint of each function of a tree.
pub(crate) fn fingerprints(tree: &Tree) -> anyhow::Result<BTreeMap<String, String>> {
    let read = Read::of(tree)?;
    let functions =
        read.members.iter().filter(|(_, member)| member.folder.starts_with("functions/"));
    Ok(functions.map(|(name, _)| (name.clone(), read.fingerprint(tree, name))).collect())
}

/// A crate of ours.
struct Member {
    folder: String,
    /// What it links: names of crates, ours and others.
    links: Vec<String>,
}

/// The manifests of a tree.
struct Read {
    members: BTreeMap<String, Member>,
    /// Versions and features of what is not ours.
    wanted: Table,
    /// What holds for every program.
    common: String,
    locked: Locked,
}

/// `Cargo.lock`: of each name, the versions with what they need.
type Locked = BTreeMap<String, Vec<(String, Vec<String>)>>;

impl Read {
    fn of(tree: &Tree) -> anyhow::Result<Self> {
        let root: Table = tree.text("Cargo.toml")?.parse()?;
        let workspace = root.get("workspace").and_then(|w| w.as_table());
        let workspace = workspace.context("Cargo.toml is no workspace")?;
        let part = |name: &str| workspace.get(name).map(ToString::to_string).unwrap_or_default();
        let mut common = root.get("profile").map(ToString::to_string).unwrap_or_default();
        common += &part("package");
        for file in COMMON {
            common += &tree.text(file).unwrap_or_default();
        }
        // The compiler is that of the image that builds.
        let release = tree.text("cloudbuild.yaml").unwrap_or_default();
        let images = release.lines().map(str::trim).filter(|line| line.starts_with("name: rust:"));
        common.extend(images);
        let wanted = workspace.get("dependencies").and_then(|w| w.as_table()).cloned();
        let mut members = BTreeMap::new();
        for path in tree.paths().filter(|path| path.split('/').count() == 3) {
            let Some(folder) = path.strip_suffix("/Cargo.toml") else { continue };
            let (name, member) = member(folder, &tree.text(path)?)
                .with_context(|| format!("{path} is no manifest"))?;
            members.insert(name, member);
        }
        let locked = locked(&tree.text("Cargo.lock")?.parse()?);
        Ok(Self { members, wanted: wanted.unwrap_or_default(), common, locked })
    }

    fn fingerprint(&self, tree: &Tree, function: &str) -> String {
        let (mut ours, mut others) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![function];
        while let Some(name) = open.pop() {
            match self.members.get(name) {
                Some(member) => {
                    if ours.insert(name) {
                        open.extend(member.links.iter().map(String::as_str));
                    }
                }
                None => {
                    others.insert(name);
                }
            }
        }
        let mut hash = Context::new(&SHA256);
        hash.update(self.common.as_bytes());
        for name in ours {
            for (path, content) in tree.below(&self.members[name].folder) {
                if is_linked(path) {
                    hash.update(format!("{path} {content}\n").as_bytes());
                }
            }
        }
        for name in &others {
            hash.update(format!("{name} {:?}\n", self.wanted.get(*name)).as_bytes());
        }
        for version in self.versions(&others) {
            hash.update(format!("{version}\n").as_bytes());
        }
        let digest = hash.finish();
        digest.as_ref().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Everything that is linked with `others`, as `name version`.
    fn versions(&self, others: &BTreeSet<&str>) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<String> = others.iter().map(|name| (*name).to_owned()).collect();
        while let Some(wanted) = open.pop() {
            let (name, version) = wanted.split_once(' ').unwrap_or((&wanted, ""));
            for (locked, needs) in self.locked.get(name).into_iter().flatten() {
                if (version.is_empty() || version == locked)
                    && seen.insert(format!("{name} {locked}"))
                {
                    open.extend(needs.iter().cloned());
                }
            }
        }
        seen
    }
}

/// Tests, documents and the snapshot of the contract are not part of a program.
fn is_linked(path: &str) -> bool {
    let mut parts = path.split('/').skip(2);
    let first = parts.next().unwrap_or_default();
    first != "tests"
        && first != "openapi.json"
        && Path::new(path).extension().is_none_or(|ending| ending != "md")
}

fn member(folder: &str, text: &str) -> anyhow::Result<(String, Member)> {
    let manifest: Table = text.parse()?;
    let name = manifest.get("package").and_then(|p| p.get("name")).and_then(|n| n.as_str());
    let links = ["dependencies", "build-dependencies"]
        .into_iter()
        .filter_map(|kind| Some(manifest.get(kind)?.as_table()?.keys().cloned()));
    let member = Member { folder: folder.to_owned(), links: links.flatten().collect() };
    Ok((name.context("no name")?.to_owned(), member))
}

fn locked(lock: &Table) -> Locked {
    let mut all = Locked::new();
    for package in lock.get("package").and_then(|p| p.as_array()).into_iter().flatten() {
        let text = |key| package.get(key).and_then(|value| value.as_str());
        let (Some(name), Some(version)) = (text("name"), text("version")) else { continue };
        let needs = package.get("dependencies").and_then(|n| n.as_array()).into_iter().flatten();
        // `name`, or `name version` where there are several, and behind it perhaps a source.
        let needs = needs
            .filter_map(|need| need.as_str())
            .map(|need| need.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" "));
        all.entry(name.to_owned()).or_default().push((version.to_owned(), needs.collect()));
    }
    all
}
