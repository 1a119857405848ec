//! Ships functions and takes them back: new revisions without traffic, a look at each, then 5, 50
//! and 100 % of all of them together (PL-34). Everything is done by `gcloud` and `skopeo`, whose
//! calls `--plan` prints instead.

mod connections;
mod deploy;
mod logs;
mod rollback;
mod secrets;
mod target;
mod tool;

pub use connections::Connections;
pub(crate) use connections::over_budget;
pub use deploy::Deploy;
pub use logs::Logs;
pub use rollback::Rollback;
pub use secrets::Secrets;

/// An end with a meaning for whoever called: see `accredit deploy --help`.
#[derive(Debug)]
pub struct Failed {
    /// The exit code.
    pub code: u8,
    why: String,
}

impl Failed {
    fn of(code: u8, why: impl Into<String>) -> anyhow::Error {
        Self { code, why: why.into() }.into()
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Failed {}

/// Usage.
const USAGE: u8 = 2;
/// Terraform has not made it yet.
const MISSING: u8 = 3;
/// Traffic had moved, and is back where it was.
const TAKEN_BACK: u8 = 4;
/// Traffic had moved, and some of it could not be taken back.
const STUCK: u8 = 5;
