//! `accredit new-function`: a folder that passes every check, and the lines that name it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use crate::functions::in_folder;
use crate::manifest::{Manifest, owners};
use crate::terminal::line;

/// What to make.
#[derive(clap::Args)]
pub struct NewFunction {
    /// Its name: the suffix says the kind, -api, -webhook or -job
    name: String,
    /// The prefix that it owns; /api/v1/NAME or /webhooks/NAME if not said
    #[arg(long, value_name = "PREFIX")]
    route: Option<String>,
    /// When it runs, for a job by the clock; else it works off a queue of its name
    #[arg(long, value_name = "CRON")]
    schedule: Option<String>,
}

#[derive(Clone, Copy)]
enum Kind {
    Api,
    Webhook,
    Queue,
    Schedule,
}

impl NewFunction {
    /// Makes it in the workspace of the working directory.
    pub fn run(&self) -> anyhow::Result<()> {
        let kind = self.make(Path::new("."))?;
        let name = &self.name;
        line(&format!("functions/{name} is there; its router is src/lib.rs. Next:"));
        if let Kind::Api = kind {
            line(&format!(
                "    UPDATE_OPENAPI=1 scripts/test rust -p {name}    # writes its contract"
            ));
        }
        // What the database lets it do is read out of its program, so that must be built.
        line("    cargo build --workspace --bins");
        line(
            "    UPDATE_RIGHTS=1 scripts/test rust -p accredit rights    # writes what it may touch",
        );
        Ok(())
    }

    /// Nothing is written before all is known to fit.
    fn make(&self, root: &Path) -> anyhow::Result<Kind> {
        let kind = self.kind()?;
        let functions = root.join("functions");
        ensure!(functions.is_dir(), "run this where Cargo.toml and functions/ are");
        let folder = functions.join(&self.name);
        ensure!(!folder.exists(), "{} is there already", folder.display());
        let mut files: Vec<(PathBuf, String)> = files(kind)
            .into_iter()
            .map(|(file, text)| (folder.join(file), self.filled(text)))
            .collect();
        let yaml = files.iter().find(|(path, _)| path.ends_with("function.yaml"));
        let (_, yaml) = yaml.context("a template without a manifest")?;
        let (mut all, _) = in_folder(&functions)?;
        all.push((self.name.clone(), Manifest::parse(&self.name, yaml)?));
        owners(all.iter().map(|(name, manifest)| (name.as_str(), manifest)))?;
        let (name, path) = (&self.name, format!("functions/{}", self.name));
        let mut insert = |file: PathBuf, heading, new: &str| -> anyhow::Result<()> {
            let text = with(&file, heading, new)?;
            files.push((file, text));
            Ok(())
        };
        let dependency = format!("{name} = {{ path = \"{path}\" }}");
        insert(root.join("Cargo.toml"), "# functions", &dependency)?;
        let line = format!("{name}.workspace = true");
        insert(root.join("scripts/accredit/Cargo.toml"), "# Every function;", &line)?;
        for (path, text) in files {
            std::fs::create_dir_all(path.parent().context("a folder")?)?;
            std::fs::write(&path, text).with_context(|| path.display().to_string())?;
        }
        Ok(kind)
    }

    /// The rest of what a name must be is the manifest's to say.
    fn kind(&self) -> anyhow::Result<Kind> {
        match (self.name.rsplit_once('-'), &self.schedule) {
            (Some((_, "api")), None) => Ok(Kind::Api),
            (Some((_, "webhook")), None) => Ok(Kind::Webhook),
            (Some((_, "job")), _) if self.route.is_some() => {
                anyhow::bail!("only an API or a webhook owns a prefix")
            }
            (Some((_, "job")), None) => Ok(Kind::Queue),
            (Some((_, "job")), Some(_)) => Ok(Kind::Schedule),
            (_, Some(_)) => anyhow::bail!("only a job has a schedule"),
            _ => anyhow::bail!("the name ends with -api, -webhook or -job"),
        }
    }

    fn filled(&self, template: &str) -> String {
        let stem = self.name.rsplit_once('-').map_or(self.name.as_str(), |(stem, _)| stem);
        let prefix = if self.name.ends_with("-webhook") { "/webhooks" } else { "/api/v1" };
        let route = self.route.clone().unwrap_or_else(|| format!("{prefix}/{stem}"));
        template
            .replace("{name}", &self.name)
            .replace("{crate}", &self.name.replace('-', "_"))
            .replace("{stem}", stem)
            .replace("{route}", &route)
            .replace("{schedule}", self.schedule.as_deref().unwrap_or_default())
    }
}

/// What a function of a kind begins with.
fn files(kind: Kind) -> Vec<(&'static str, &'static str)> {
    let mut files = vec![
        ("src/main.rs", include_str!("new_function/main.rs.txt")),
        ("tests/it/main.rs", include_str!("new_function/tests.rs.txt")),
    ];
    files.extend(match kind {
        Kind::Api => [
            ("Cargo.toml", include_str!("new_function/api.toml.txt")),
            ("function.yaml", include_str!("new_function/api.yaml.txt")),
            ("src/lib.rs", include_str!("new_function/api.rs.txt")),
        ],
        Kind::Webhook => [
            ("Cargo.toml", include_str!("new_function/job.toml.txt")),
            ("function.yaml", include_str!("new_function/webhook.yaml.txt")),
            ("src/lib.rs", include_str!("new_function/webhook.rs.txt")),
        ],
        Kind::Queue => [
            ("Cargo.toml", include_str!("new_function/job.toml.txt")),
            ("function.yaml", include_str!("new_function/queue.yaml.txt")),
            ("src/lib.rs", include_str!("new_function/queue.rs.txt")),
        ],
        Kind::Schedule => [
            ("Cargo.toml", include_str!("new_function/job.toml.txt")),
            ("function.yaml", include_str!("new_function/schedule.yaml.txt")),
            ("src/lib.rs", include_str!("new_function/schedule.rs.txt")),
        ],
    });
    files
}

/// The text of a file with a line more in the sorted block that follows a heading.
fn with(file: &Path, heading: &str, new: &str) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| line.starts_with(heading));
    let start = start.with_context(|| format!("no {heading} in {}", file.display()))? + 1;
    let block = lines[start..].iter().take_while(|line| !line.is_empty());
    let before = block.filter(|line| **line < new).count();
    lines.insert(start + before, new);
    Ok(lines.join("\n") + "\n")
}
