//! One function as a process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::extract::Request;
use axum::response::Response;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use super::failure::{Failed, NoAnswer, unavailable};
use super::orphans::Leash;
use crate::forward::Asked;
use crate::manifest::Manifest;

/// Far more than a start takes, also when twenty start at once on a small machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// More than a process takes to be gone when its sockets are closed.
const LAST_BREATH: Duration = Duration::from_millis(200);
/// Far more than a process takes to say that it is there.
const ALIVE: Duration = Duration::from_secs(5);
/// Cloud Run sends SIGKILL ten seconds after SIGTERM.
const END: Duration = Duration::from_secs(10);

/// A function, up or not.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) manifest: Manifest,
    program: PathBuf,
    environment: Vec<(String, String)>,
    /// How long a request waits for its answer.
    patience: Duration,
    leash: Arc<Leash>,
    state: Mutex<State>,
    /// Of the process, without the lock that a start and an end hold; 0 is none.
    pid: AtomicU32,
    /// Processes that take no request any more and finish what they began.
    ending: Mutex<JoinSet<()>>,
    /// Requests that were let in and have no answer yet.
    under_way: AtomicU64,
    pub(super) requests: AtomicU64,
    pub(super) starts: AtomicU64,
}

struct State {
    running: Option<Running>,
    asked: Instant,
    failed: Option<Failed>,
}

struct Running {
    child: Child,
    address: SocketAddr,
    /// Reads on, or the pipe fills.
    _output: JoinSet<()>,
}

impl Member {
    pub(super) fn new(
        name: &'static str,
        manifest: Manifest,
        programs: &Path,
        env: &web::Env,
        leash: &Arc<Leash>,
    ) -> anyhow::Result<Self> {
        let program = programs.join(name);
        anyhow::ensure!(
            program.exists(),
            "there is no program {}: run cargo build --workspace --bins",
            program.display()
        );
        let environment = env.pairs().map(|(name, value)| (name.into(), value.into())).collect();
        // The function itself answers a second before its time is over.
        let patience = Duration::from_secs(manifest.seconds()?);
        Ok(Self {
            name,
            manifest,
            patience,
            leash: Arc::clone(leash),
            program,
            environment,
            state: Mutex::new(State { running: None, asked: Instant::now(), failed: None }),
            pid: AtomicU32::new(0),
            ending: Mutex::default(),
            under_way: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            starts: AtomicU64::new(0),
        })
    }

    /// Lets the process answer, and starts it where it is not up.
    pub(super) async fn answer(&self, request: Request) -> Response {
        self.requests.fetch_add(1, Ordering::Relaxed);
        // Counted before the process is looked for: one that is needed is not stopped.
        let _counted = Counted::of(&self.under_way);
        let read = tokio::time::timeout(self.patience, Asked::read(request)).await;
        let answer = match read.context("it is sent too slowly").flatten() {
            Ok(Ok(asked)) => self.ask(&asked).await,
            Ok(Err(too_large)) => Ok(too_large),
            Err(why) => Err(why.into()),
        };
        answer.unwrap_or_else(|NoAnswer { why, again_after }| {
            let id = uuid::Uuid::new_v4().simple().to_string();
            let error = format!("{why:#}");
            tracing::error!(function = self.name, request_id = id, error, "no answer");
            unavailable(&id, again_after)
        })
    }

    /// Asks the process, and the next one where this one has ended or is about to.
    async fn ask(&self, asked: &Asked) -> Result<Response, NoAnswer> {
        let mut repeated = false;
        loop {
            let address = self.address().await?;
            let url = format!("http://{address}");
            let error = match asked.of(&url, self.patience).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            self.look_after(address, error.is_connect()).await;
            if repeated || !asked.may_be_repeated(&error) {
                return Err(anyhow::Error::from(error).into());
            }
            repeated = true;
        }
    }

    async fn address(&self) -> Result<SocketAddr, NoAnswer> {
        let mut state = self.state.lock().await;
        state.asked = Instant::now();
        if let Some(running) = &mut state.running {
            match running.child.try_wait().map_err(anyhow::Error::from)? {
                None => return Ok(running.address),
                Some(status) => tracing::warn!(function = self.name, %status, "ended by itself"),
            }
            state.running = None;
            self.forget();
        }
        if let Some(failed) = &state.failed
            && let again_after = failed.pause()
            && !again_after.is_zero()
        {
            let why = anyhow::anyhow!("{} ({} times)", failed.why, failed.times);
            return Err(NoAnswer { why, again_after });
        }
        let started = tokio::time::timeout(PATIENCE, self.start()).await;
        match started.unwrap_or_else(|_| Err(anyhow::anyhow!("{} does not listen", self.name))) {
            Ok(running) => {
                state.failed = None;
                let address = running.address;
                state.running = Some(running);
                Ok(address)
            }
            Err(why) => {
                self.forget();
                let times = state.failed.as_ref().map_or(0, |failed| failed.times) + 1;
                let failed = Failed { last: Instant::now(), times, why: format!("{why:#}") };
                let again_after = failed.pause();
                state.failed = Some(failed);
                Err(NoAnswer { why, again_after })
            }
        }
    }

    /// A process that did not answer may be ending: its sockets are closed before it is gone, and
    /// the next request would still be sent there. One that takes no request any more is left to what
    /// it has begun, and one that hangs is ended, as Cloud Run's liveness probe does.
    async fn look_after(&self, address: SocketAddr, closed: bool) {
        let mut state = self.state.lock().await;
        let Some(running) = &mut state.running else { return };
        // Somebody else has seen to it.
        if running.address != address {
            return;
        }
        if tokio::time::timeout(LAST_BREATH, running.child.wait()).await.is_ok() {
            return;
        }
        let refuses = async || TcpStream::connect(address).await.is_err();
        if closed || tokio::time::timeout(LAST_BREATH, refuses()).await == Ok(true) {
            if let Some(mut ending) = state.running.take() {
                self.forget();
                let begun = async move { tokio::time::timeout(END, ending.child.wait()).await };
                let mut all = self.ending.lock().await;
                while all.try_join_next().is_some() {}
                all.spawn(async move { drop(begun.await) });
            }
            return;
        }
        let probe = format!("http://{address}/healthz");
        if !matches!(tokio::time::timeout(ALIVE, cloud::text(&probe)).await, Ok(Ok(_))) {
            tracing::warn!(function = self.name, "hangs, and is ended");
            // Dropped, it is killed.
            state.running = None;
            self.forget();
        }
    }

    /// The process is this function's no more.
    fn forget(&self) {
        self.pid.store(0, Ordering::Relaxed);
        self.leash.ended(self.name);
    }

    async fn start(&self) -> anyhow::Result<Running> {
        self.starts.fetch_add(1, Ordering::Relaxed);
        let mut child = self
            .leash
            .command(&self.program)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .envs([("HOST", "127.0.0.1"), ("PORT", "0")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", self.program.display()))?;
        if let Some(id) = child.id() {
            self.leash.started(self.name, id);
            self.pid.store(id, Ordering::Relaxed);
        }
        let output = child.stdout.take().context("its output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let Some(line) = lines.next_line().await? else {
                let status = child.wait().await?;
                anyhow::bail!("{} ended before it listened: {status}", self.name);
            };
            match listening(&line) {
                Some(address) => break address,
                None => crate::terminal::line(&line),
            }
        };
        let mut output = JoinSet::new();
        output.spawn(pass_on(lines));
        Ok(Running { child, address, _output: output })
    }

    /// Ends a process that nobody asked for a while. One that is about to start, or to end, is let be.
    pub(super) async fn stop_if_idle(&self, idle: Duration) {
        let Ok(mut state) = self.state.try_lock() else { return };
        if self.under_way.load(Ordering::Relaxed) == 0
            && state.asked.elapsed() >= idle
            && let Some(running) = state.running.take()
        {
            self.end(running).await;
        }
    }

    /// Ends the process if there is one.
    pub(super) async fn stop(&self) {
        if let Some(running) = self.state.lock().await.running.take() {
            self.end(running).await;
        }
    }

    /// SIGTERM, then patience, then no more of it.
    async fn end(&self, mut running: Running) {
        let Some(id) = running.child.id() else { return };
        let asked = Command::new("kill").arg("-TERM").arg(id.to_string()).status().await;
        let waited = tokio::time::timeout(END, running.child.wait()).await;
        if asked.is_err() || waited.is_err() {
            tracing::warn!(function = self.name, "did not end by itself");
        }
        self.forget();
    }

    /// The id of the process, if it is up or about to be.
    pub(super) fn id(&self) -> Option<u32> {
        Some(self.pid.load(Ordering::Relaxed)).filter(|id| *id != 0)
    }
}

fn listening(line: &str) -> Option<SocketAddr> {
    let line: Value = serde_json::from_str(line).ok()?;
    line["address"].as_str()?.parse().ok()
}

/// Logs of functions are logs of this process.
async fn pass_on(mut lines: Lines<BufReader<ChildStdout>>) {
    while let Ok(Some(line)) = lines.next_line().await {
        crate::terminal::line(&line);
    }
}

/// Counts down when it is dropped, also when whoever asked went away.
struct Counted<'c>(&'c AtomicU64);

impl<'c> Counted<'c> {
    fn of(count: &'c AtomicU64) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
