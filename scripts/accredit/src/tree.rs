//! The workspace as git keeps it: at a revision, or as it lies in the folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

/// Every file of a tree with the hash of its content.
pub(crate) struct Tree {
    root: PathBuf,
    files: BTreeMap<String, String>,
}

impl Tree {
    /// The tree of a revision.
    pub(crate) fn at(root: &Path, revision: &str) -> anyhow::Result<Self> {
        let listed = git(root, &["ls-tree", "-r", "-z", revision], &[])?;
        let files = listed.split('\0').filter_map(|line| {
            let (head, path) = line.split_once('\t')?;
            Some((path.to_owned(), head.rsplit(' ').next()?.to_owned()))
        });
        Ok(Self { root: root.to_owned(), files: files.collect() })
    }

    /// The folder as it is: what is not committed counts, what is ignored does not.
    pub(crate) fn here(root: &Path) -> anyhow::Result<Self> {
        let index = std::env::temp_dir().join(format!("accredit-index-{}", std::process::id()));
        let own = git(root, &["rev-parse", "--path-format=absolute", "--git-path", "index"], &[])?;
        // A copy knows what has not changed; without one, everything is read anew.
        let _ = std::fs::copy(own.trim(), &index);
        let with = [("GIT_INDEX_FILE", index.as_path())];
        let tree = git(root, &["add", "--all", "."], &with)
            .and_then(|_| git(root, &["write-tree"], &with));
        let _ = std::fs::remove_file(&index);
        Self::at(root, tree?.trim())
    }

    /// The files below `folder`, which ends without a slash.
    pub(crate) fn below<'t>(
        &'t self,
        folder: &'t str,
    ) -> impl Iterator<Item = (&'t str, &'t str)> + 't {
        self.files
            .range(format!("{folder}/")..)
            .take_while(move |(path, _)| {
                path.strip_prefix(folder).is_some_and(|p| p.starts_with('/'))
            })
            .map(|(path, hash)| (path.as_str(), hash.as_str()))
    }

    /// Every path.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> anyhow::Result<String> {
        let hash = self.files.get(path).with_context(|| format!("there is no {path}"))?;
        git(&self.root, &["cat-file", "blob", hash], &[])
    }
}

fn git(root: &Path, arguments: &[&str], with: &[(&str, &Path)]) -> anyhow::Result<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments).envs(with.iter().copied());
    let output = command.output().context("git")?;
    let why = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "git {}: {}", arguments.join(" "), why.trim());
    Ok(String::from_utf8(output.stdout)?)
}
