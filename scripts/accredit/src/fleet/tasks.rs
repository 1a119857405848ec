//! Stands in for Cloud Tasks and the metadata server, by their REST interfaces: a task is a file
//! until its function answered 2xx, so killing this process at any moment loses none.

mod wire;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use models::Clock;
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::identity::{Lent, Signer};
use crate::folder::private;
use crate::functions::Function;
pub(super) use wire::{environment, router};

const LOOK: Duration = Duration::from_millis(500);
/// As `terraform` sets it for every queue: one second, doubled, an hour at most.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);
/// A task as it is kept in its file.
#[derive(Clone, Serialize, Deserialize)]
struct Task {
    queue: String,
    name: String,
    due: DateTime<Utc>,
    headers: BTreeMap<String, String>,
    body: String,
    /// Whose token it is sent with.
    oidc_token: Option<Lent>,
    tries: u32,
}

/// What waits, by when it is due; and every name ever seen by this process, since a name is not
/// given twice.
#[derive(Default)]
struct Known {
    waiting: BTreeMap<(DateTime<Utc>, String), Task>,
    names: HashSet<String>,
}

/// The queues.
pub(super) struct Tasks {
    folder: PathBuf,
    /// Their names.
    queues: HashSet<String>,
    clock: Clock,
    signer: Arc<Signer>,
    known: Mutex<Known>,
    came: Notify,
}

impl Tasks {
    /// Reads what an earlier process left.
    pub(super) fn open(
        folder: &Path,
        queues: HashSet<String>,
        clock: Clock,
        signer: Arc<Signer>,
    ) -> anyhow::Result<Self> {
        private(folder)?;
        let mut known = Known::default();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "json") {
                let task: Task = serde_json::from_slice(&std::fs::read(&path)?)
                    .with_context(|| format!("{} is no task", path.display()))?;
                known.names.insert(task.name.clone());
                known.waiting.insert((task.due, task.name.clone()), task);
            }
        }
        let known = Mutex::new(known);
        Ok(Self { folder: folder.to_owned(), queues, clock, signer, known, came: Notify::new() })
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a task; false if its name is taken.
    fn add(&self, task: Task) -> std::io::Result<bool> {
        let mut known = self.known();
        if known.names.contains(&task.name) {
            return Ok(false);
        }
        self.keep(&task)?;
        known.names.insert(task.name.clone());
        known.waiting.insert((task.due, task.name.clone()), task);
        drop(known);
        self.came.notify_one();
        Ok(true)
    }

    /// Whole or not at all.
    fn keep(&self, task: &Task) -> std::io::Result<()> {
        let (part, whole) = (self.file(task, "part"), self.file(task, "json"));
        std::fs::write(&part, serde_json::to_vec(task)?)?;
        std::fs::rename(part, whole)
    }

    fn file(&self, task: &Task, ending: &str) -> PathBuf {
        let name = task.name.rsplit('/').next().unwrap_or(&task.name);
        self.folder.join(format!("{name}.{ending}"))
    }

    /// Takes what is due, of each queue as much as it has room for.
    fn due(&self, room: &mut HashMap<String, usize>) -> Vec<Task> {
        let now = self.clock.now();
        let mut known = self.known();
        let mut taken = Vec::new();
        let due = known.waiting.iter().take_while(|((due, _), _)| *due <= now);
        for (at, task) in due {
            if let Some(free) = room.get_mut(&task.queue)
                && *free > 0
            {
                *free -= 1;
                taken.push(at.clone());
            }
        }
        taken.iter().filter_map(|at| known.waiting.remove(at)).collect()
    }

    /// Delivers tasks until it is told to stop, and waits for the answers to what it began.
    pub(super) async fn run(&self, functions: &[Function], mut stop: watch::Receiver<bool>) {
        let workers = functions.iter().filter_map(|f| Some((f.manifest.queue.clone()?, f)));
        let workers: HashMap<String, &Function> = workers.collect();
        let mut room: HashMap<String, usize> = workers
            .iter()
            .map(|(queue, function)| {
                let most = function.manifest.concurrency * function.manifest.max_instances;
                (queue.clone(), usize::try_from(most.min(8)).unwrap_or(1))
            })
            .collect();
        let mut under_way = JoinSet::new();
        while !*stop.borrow() {
            for task in self.due(&mut room) {
                let Some(function) = workers.get(&task.queue) else { continue };
                let router = function.router.clone();
                let token = task.oidc_token.as_ref().and_then(|lent| self.signer.bearer(lent));
                under_way.spawn(async move { (deliver(router, &task, token).await, task) });
            }
            tokio::select! {
                Some(Ok((answer, task))) = under_way.join_next() => {
                    *room.entry(task.queue.clone()).or_default() += 1;
                    self.answered(answer, task);
                }
                () = self.came.notified() => {}
                () = tokio::time::sleep(LOOK) => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
        while let Some(ended) = under_way.join_next().await {
            if let Ok((answer, task)) = ended {
                self.answered(answer, task);
            }
        }
    }

    fn answered(&self, answer: StatusCode, mut task: Task) {
        if answer.is_success() {
            // What stays is delivered once more, which a job is safe for.
            let _ = std::fs::remove_file(self.file(&task, "json"));
            return;
        }
        tracing::warn!(queue = task.queue, status = answer.as_u16(), "a task is tried again");
        let wait = TimeDelta::seconds(1 << task.tries.min(12)).min(LONGEST_WAIT);
        task.tries += 1;
        task.due = self.clock.now() + wait;
        if let Err(error) = self.keep(&task) {
            tracing::error!(%error, "a task could not be kept");
        }
        self.known().waiting.insert((task.due, task.name.clone()), task);
    }
}

async fn deliver(router: Router, task: &Task, token: Option<HeaderValue>) -> StatusCode {
    let name = task.name.rsplit('/').next().unwrap_or_default();
    let mut request = Request::post("/");
    for (header, value) in &task.headers {
        request = request.header(header, value);
    }
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, token);
    }
    let request = request
        .header("x-cloudtasks-taskname", name)
        .header("x-cloudtasks-queuename", &task.queue)
        .header("x-cloudtasks-taskretrycount", task.tries)
        .header("x-cloudtasks-taskexecutioncount", task.tries)
        .header("x-cloudtasks-tasketa", task.due.timestamp())
        .body(Body::from(STANDARD.decode(&task.body).unwrap_or_default()));
    match request {
        Ok(request) => match router.oneshot(request).await {
            Ok(answer) => answer.status(),
        },
        Err(_) => StatusCode::BAD_REQUEST,
    }
}
