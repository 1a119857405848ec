//! One function as a process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::forward::forward;
use crate::manifest::Manifest;

/// Far more than a start takes, also when twenty start at once on a small machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// A program that cannot start is not tried by every request.
const PAUSE: Duration = Duration::from_secs(1);
/// Cloud Run sends SIGKILL ten seconds after SIGTERM.
const END: Duration = Duration::from_secs(10);

/// A function, up or not.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) manifest: Manifest,
    program: PathBuf,
    environment: Vec<(String, String)>,
    state: Mutex<State>,
    /// Requests that were let in and have no answer yet.
    under_way: AtomicU64,
    pub(super) requests: AtomicU64,
    pub(super) starts: AtomicU64,
}

struct State {
    running: Option<Running>,
    asked: Instant,
    failed: Option<(Instant, String)>,
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
    ) -> anyhow::Result<Self> {
        let program = programs.join(name);
        anyhow::ensure!(
            program.exists(),
            "there is no program {}: run cargo build --workspace --bins",
            program.display()
        );
        let environment = env.pairs().map(|(name, value)| (name.into(), value.into())).collect();
        Ok(Self {
            name,
            manifest,
            program,
            environment,
            state: Mutex::new(State { running: None, asked: Instant::now(), failed: None }),
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
        let answer = match self.address().await {
            Ok(address) => forward(&format!("http://{address}"), request).await,
            Err(error) => Err(error),
        };
        answer.unwrap_or_else(|error| {
            tracing::error!(function = self.name, error = format!("{error:#}"), "no answer");
            unavailable()
        })
    }

    async fn address(&self) -> anyhow::Result<SocketAddr> {
        let mut state = self.state.lock().await;
        state.asked = Instant::now();
        if let Some(running) = &mut state.running {
            match running.child.try_wait()? {
                None => return Ok(running.address),
                Some(status) => tracing::warn!(function = self.name, %status, "ended by itself"),
            }
            state.running = None;
        }
        if let Some((when, why)) = &state.failed
            && when.elapsed() < PAUSE
        {
            anyhow::bail!("{why} (tried {:.1} s ago)", when.elapsed().as_secs_f32());
        }
        match tokio::time::timeout(PATIENCE, self.start()).await {
            Ok(Ok(running)) => {
                state.failed = None;
                let address = running.address;
                state.running = Some(running);
                Ok(address)
            }
            Ok(Err(error)) => {
                state.failed = Some((Instant::now(), format!("{error:#}")));
                Err(error)
            }
            Err(_) => anyhow::bail!("{} does not listen", self.name),
        }
    }

    async fn start(&self) -> anyhow::Result<Running> {
        self.starts.fetch_add(1, Ordering::Relaxed);
        let mut child = Command::new(&self.program)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            // The line that says where it listens is needed here, whatever else is logged.
            .envs([("HOST", "127.0.0.1"), ("PORT", "0"), ("RUST_LOG", "warn,web::boot=info")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", self.program.display()))?;
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

    /// Ends a process that nobody asked for a while.
    pub(super) async fn stop_if_idle(&self, idle: Duration) {
        let mut state = self.state.lock().await;
        if self.under_way.load(Ordering::Relaxed) == 0
            && state.asked.elapsed() >= idle
            && let Some(running) = state.running.take()
        {
            end(running, self.name).await;
        }
    }

    /// Ends the process if there is one.
    pub(super) async fn stop(&self) {
        if let Some(running) = self.state.lock().await.running.take() {
            end(running, self.name).await;
        }
    }

    /// The id of the process, if it is up.
    pub(super) async fn id(&self) -> Option<u32> {
        self.state.lock().await.running.as_ref()?.child.id()
    }
}

/// SIGTERM, then patience, then no more of it.
async fn end(mut running: Running, name: &str) {
    let Some(id) = running.child.id() else { return };
    let asked = Command::new("kill").arg("-TERM").arg(id.to_string()).status().await;
    let waited = tokio::time::timeout(END, running.child.wait()).await;
    if asked.is_err() || waited.is_err() {
        tracing::warn!(function = name, "did not end by itself");
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

fn unavailable() -> Response {
    let problem = json!({
        "type": "/problems/unavailable", "title": "Service Unavailable", "status": 503,
        "code": "unavailable", "instance": "",
    });
    let head = [(CONTENT_TYPE, "application/problem+json"), (RETRY_AFTER, "1")];
    (StatusCode::SERVICE_UNAVAILABLE, head, problem.to_string()).into_response()
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
