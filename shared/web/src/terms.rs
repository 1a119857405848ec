//! What a process says about every request that it takes: how long it may last, what time it is,
//! and who may call a job.

use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use models::Clock;

use crate::Env;
use crate::caller::Caller;

/// What `function.yaml` gives a request if it says nothing.
const SECONDS: u64 = 30;
/// The platform cuts off without a word; whoever waits is to read a problem before it does.
const AHEAD: Duration = Duration::from_secs(1);

/// The terms under which requests are taken. A router that nobody gave any has the defaults of a
/// manifest, and no caller to ask for.
#[derive(Clone)]
pub struct Terms {
    pub(crate) patience: Duration,
    pub(crate) clock: Clock,
    pub(crate) caller: Option<Arc<Caller>>,
}

impl Terms {
    /// For a function that runs in somebody else's process: the `timeout` of its manifest.
    #[must_use]
    pub fn new(seconds: u64, clock: Clock) -> Self {
        let patience = Duration::from_secs(seconds).saturating_sub(AHEAD);
        Self { patience, clock, caller: None }
    }

    /// For a process of its own: `TIMEOUT_SECONDS`, and who may call a job, see [`Caller`].
    pub(crate) fn from_env(env: &Env) -> anyhow::Result<Self> {
        let caller = Caller::from_env(env)?.map(Arc::new);
        Ok(Self { caller, ..Self::new(env.value("TIMEOUT_SECONDS", SECONDS)?, env.clock()) })
    }

    /// The router under these terms.
    pub fn over(self, router: Router) -> Router {
        router.layer(Extension(self))
    }
}

impl Default for Terms {
    fn default() -> Self {
        Self::new(SECONDS, Clock::system())
    }
}
