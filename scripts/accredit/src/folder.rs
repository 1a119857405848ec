//! The data folder belongs to one process at a time: two that start its Postgres, or write its keys,
//! would come between each other.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use embedded_postgres::{Cluster, Durability};

use crate::share::{Share, USERS};

const LOCK: &str = "lock";

/// Makes a folder that only this account enters: what lies in it is about people.
pub(crate) fn private(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    let mode = 0o700;
    std::fs::DirBuilder::new().recursive(true).mode(mode).create(folder)?;
    // It may have been made before.
    Ok(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode))?)
}

/// A data folder that no other process works in for as long as this is kept. The kernel gives it
/// back when the process ends, in whatever way.
pub(crate) struct Held {
    folder: PathBuf,
    _lock: File,
}

impl Held {
    /// Makes the folder where it is not there; an error that names the other process where there is
    /// one.
    pub(crate) fn take(folder: &Path) -> anyhow::Result<Self> {
        if let Some(held) = Self::if_free(folder)? {
            return Ok(held);
        }
        // What stands in it is the other's.
        let id = std::fs::read_to_string(folder.join(LOCK)).unwrap_or_default();
        let whose = match id.trim() {
            "" => "another process".to_owned(),
            id => format!("the process {id}"),
        };
        bail!(
            "{} is in use by {whose}: end that, or choose another folder with --data",
            folder.display()
        );
    }

    /// The same, and nothing where there is another.
    pub(crate) fn if_free(folder: &Path) -> anyhow::Result<Option<Self>> {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let file = folder.join(LOCK);
        let open = OpenOptions::new().create(true).truncate(false).write(true).open(&file);
        let mut lock = open.with_context(|| file.display().to_string())?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("locking {}", file.display()));
            }
        }
        lock.set_len(0)?;
        writeln!(lock, "{}", std::process::id())?;
        Ok(Some(Self { folder: folder.to_owned(), _lock: lock }))
    }

    /// Takes out what a server has put there. A folder that holds none of that is somebody else's.
    pub(crate) fn empty(&self) -> anyhow::Result<()> {
        let place = self.folder.display();
        let _nobody = Share::of_nobody(&self.folder)?
            .with_context(|| format!("a command still works in {place}: nothing was taken away"))?;
        let postgres = self.folder.join("postgres");
        let ours = postgres.is_dir() || self.folder.join("keys").is_dir();
        if postgres.join("postmaster.pid").exists() {
            // Left by a process that was killed: when it ends later, it takes along the socket that
            // the next one has made at the same place.
            drop(Cluster::start(&postgres, Durability::Kept));
        }
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            // Who has one open would lock something else than the next one.
            if path.ends_with(LOCK) || path.ends_with(USERS) {
                continue;
            }
            ensure!(
                ours,
                "{place} is no data folder, for it holds {}: nothing was taken away",
                path.display()
            );
            let gone = if path.is_dir() {
                std::fs::remove_dir_all(&path)
            } else {
                std::fs::remove_file(&path)
            };
            gone.with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PL-13
    #[test]
    fn starting_over_takes_away_what_a_server_made_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("accredit-fresh-{}", std::process::id()));
        let held = Held::take(&folder).unwrap();
        std::fs::write(folder.join("thesis.txt"), "three years of work").unwrap();
        let told = held.empty().unwrap_err().to_string();
        assert!(told.contains("is no data folder") && told.contains("thesis.txt"), "{told}");
        std::fs::create_dir_all(folder.join("keys")).unwrap();
        std::fs::write(folder.join("keys/pepper"), "").unwrap();
        held.empty().unwrap();
        let mut left: Vec<_> =
            std::fs::read_dir(&folder).unwrap().flatten().map(|f| f.file_name()).collect();
        left.sort();
        assert_eq!(left, [LOCK, USERS], "locks stay, or somebody else would take another");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
