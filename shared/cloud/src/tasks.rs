//! Carries outbox rows to their job functions after a commit.

mod google;

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use db::outbox::{self, Delivery};
use models::{Clock, DeadJob, Fault as _, JobId, Kind};
use sqlx::PgPool;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tracing::Instrument as _;

use crate::{Error, Lookup, required};
use google::CloudTasks;

/// How many rows are handed over together.
const BATCH: i64 = 50;
/// The relay comes every minute and takes along what is due before it comes again. A flush does
/// not: a row that waits may still be put off by a second one with its key.
const AHEAD: TimeDelta = TimeDelta::minutes(1);
/// How long a row is left alone before the relay takes it for lost.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// One that could not be handed on waits that long, longer with every try.
const MOST_LEASES: i32 = 12;
/// How many rows are on their way at once, and how long rows are begun: whoever flushes waits for
/// it.
const AT_ONCE: usize = 8;
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the relay begins batches: one that is cut off has rows in hand.
const ROUND: Duration = Duration::from_secs(15);

/// One queue a process: whoever flushes wakes it.
static WAKE: Notify = Notify::const_new();

/// Ends when rows were committed in this process since the last time it ended.
pub async fn woken() {
    WAKE.notified().await;
}

/// Hands on what was committed to the outbox.
#[derive(Clone)]
pub struct Tasks(Carrier);

#[derive(Clone)]
enum Carrier {
    /// The queue runs in this process and reads the outbox itself.
    Embedded,
    Cloud {
        tasks: CloudTasks,
        clock: Clock,
    },
}

impl Tasks {
    /// `TASKS` is `embedded` or `cloud`; for the latter see [`google`].
    pub fn from_env<'e>(lookup: impl Lookup<'e>, clock: Clock) -> anyhow::Result<Self> {
        match required(&lookup, "TASKS")? {
            "embedded" => Ok(Self(Carrier::Embedded)),
            "cloud" => {
                let tasks = CloudTasks::from_env(&lookup, clock.clone())?;
                Ok(Self(Carrier::Cloud { tasks, clock }))
            }
            other => anyhow::bail!("TASKS cannot be {other:?}: say embedded or cloud"),
        }
    }

    /// Hands on what is due, after the commit. Sooner is nicer, the relay is the guarantee: a
    /// failure is logged and never told to the caller, whose work is done.
    pub async fn flush(&self, db: &PgPool) {
        let Carrier::Cloud { tasks, clock } = &self.0 else {
            WAKE.notify_one();
            return;
        };
        let (tasks, clock, db) = (tasks.clone(), clock.clone(), db.clone());
        let handing = async move {
            let handed = batch(&tasks, &clock, &db, TimeDelta::zero()).await;
            if let Some(error) = handed.map_or_else(Some, |handed| handed.failed) {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the relay will hand it on");
            }
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "it is waited for; a caller who hangs up would leave rows of others in hand"
        )]
        let handing = tokio::spawn(handing.in_current_span());
        if handing.await.is_err() {
            tracing::warn!("cut off; the relay will hand it on");
        }
    }

    /// Hands on everything that is due within a minute, and says how many rows that were. What
    /// fails holds up nothing else, and is said at the end.
    pub async fn relay(&self, db: &PgPool) -> Result<usize, Error> {
        let Carrier::Cloud { tasks, clock } = &self.0 else {
            WAKE.notify_one();
            return Ok(0);
        };
        let (began, mut all, mut failed) = (Instant::now(), 0, None);
        loop {
            let handed = batch(tasks, clock, db, AHEAD).await?;
            all += handed.gone;
            failed = failed.or(handed.failed);
            if handed.claimed == 0 || handed.late || began.elapsed() > ROUND {
                return failed.map_or(Ok(all), Err);
            }
        }
    }
}

/// What became of a batch.
struct Handed {
    claimed: usize,
    gone: usize,
    /// Time ran out before all were tried.
    late: bool,
    /// What kept the first that did not go.
    failed: Option<Error>,
}

/// Hands on a few rows at once. One that fails is put off and holds up no other; those for which
/// no time is left are given back.
async fn batch(
    tasks: &CloudTasks,
    clock: &Clock,
    db: &PgPool,
    ahead: TimeDelta,
) -> Result<Handed, Error> {
    let now = clock.now();
    let mut conn = db.acquire().await?;
    let due = outbox::claim(&mut conn, now + ahead, now, now + LEASE, BATCH).await?;
    drop(conn); // no network while a connection is held
    let mut handed = Handed { claimed: due.len(), gone: 0, late: false, failed: None };
    let (began, mut due, mut under_way) = (Instant::now(), due.into_iter(), JoinSet::new());
    loop {
        while under_way.len() < AT_ONCE
            && began.elapsed() < PATIENCE
            && let Some(delivery) = due.next()
        {
            let (tasks, clock, db) = (tasks.clone(), clock.clone(), db.clone());
            let handing = async move { hand_on(&tasks, &db, &clock, delivery).await };
            under_way.spawn(handing.in_current_span());
        }
        match under_way.join_next().await {
            None => break,
            Some(Ok(Ok(()))) => handed.gone += 1,
            Some(Ok(Err(error))) => handed.failed = handed.failed.or(Some(error)),
            Some(Err(cut)) => tracing::warn!(error = &cut as &dyn std::error::Error, "cut off"),
        }
    }
    let left: Vec<JobId> = due.map(|delivery| delivery.id).collect();
    if !left.is_empty() {
        handed.late = true;
        outbox::give_back(&mut *db.acquire().await?, &left).await?;
    }
    Ok(handed)
}

/// The row goes when Cloud Tasks has the task. Killed in between, the next try meets the same
/// name and is told that the task is there.
async fn hand_on(
    tasks: &CloudTasks,
    db: &PgPool,
    clock: &Clock,
    delivery: Delivery,
) -> Result<(), Error> {
    let (id, created) = (delivery.id, tasks.create(&delivery).await);
    let hopeless = match created {
        Ok(()) => None,
        // The task itself is at fault, as when it is larger than 1 MiB. What a right or a queue
        // lacks is no fault of the task: the relay comes back until somebody gave it.
        Err(error @ Error::Refused { status: 400 | 413, .. }) => Some(error),
        Err(error) => {
            if error.kind() == Kind::Internal {
                tracing::error!(job = %id, error = &error as &dyn std::error::Error, "refused");
            }
            let now = clock.now();
            let at = now + LEASE * delivery.attempts.clamp(1, MOST_LEASES);
            let mut tx = ::db::begin(db).await?;
            outbox::retry(&mut tx, id, at, &error.to_string()).await?;
            tx.commit().await?;
            return Err(error);
        }
    };
    let mut tx = ::db::begin(db).await?;
    outbox::done(&mut tx, id).await?;
    if let Some(error) = hopeless {
        let Delivery { id, queue, payload, attempts, .. } = delivery;
        tracing::error!(job = %id, "job given up");
        let dead = DeadJob { id, queue, payload, attempts, error: error.to_string() };
        outbox::bury(&mut tx, &dead, clock.now()).await?;
    }
    Ok(tx.commit().await?)
}
