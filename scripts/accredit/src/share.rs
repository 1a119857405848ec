//! Who uses the embedded server of a data folder. Whoever gives the last share back stops it: a
//! command that found it running has it to its own end, whoever started it.

use std::fs::{File, OpenOptions};
use std::path::Path;

use anyhow::Context as _;

/// The file that shares are locks on.
pub(crate) const USERS: &str = "users";

/// A share in the server. The kernel gives it back when the process ends, in whatever way.
pub(crate) struct Share(File);

impl Share {
    /// Taken before one looks whether the server runs; waits while the last one stops it.
    pub(crate) fn take(folder: &Path) -> anyhow::Result<Self> {
        let share = Self::opened(folder)?;
        share.0.lock_shared().with_context(|| format!("locking {}", folder.display()))?;
        Ok(share)
    }

    /// What keeps all others from a share; nothing where somebody has one.
    pub(crate) fn of_nobody(folder: &Path) -> anyhow::Result<Option<Self>> {
        let share = Self::opened(folder)?;
        Ok(share.is_last().then_some(share))
    }

    fn opened(folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join(USERS);
        let open = OpenOptions::new().create(true).truncate(false).write(true).open(&file);
        Ok(Self(open.with_context(|| file.display().to_string())?))
    }

    /// Gives it back, and says whether it was the last. If so, nobody gets another one until this is
    /// dropped.
    pub(crate) fn is_last(&self) -> bool {
        // Two that have one do not keep each other from finding out.
        let _ = self.0.unlock();
        self.0.try_lock().is_ok()
    }
}
