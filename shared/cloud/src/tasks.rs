//! Carries outbox rows to their job functions after a commit.

mod google;

use chrono::TimeDelta;
use db::outbox::{self, Delivery};
use models::{Clock, DeadJob, Fault as _, Kind};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::{Error, Lookup, required};
use google::CloudTasks;

/// How many rows are handed over together.
const BATCH: i64 = 50;
/// The relay comes every minute and takes along what is due before it comes again. A flush does
/// not: a row that waits may still be put off by a second one with its key.
const AHEAD: TimeDelta = TimeDelta::minutes(1);
/// How long a row is left alone before the relay takes it for lost.
const LEASE: TimeDelta = TimeDelta::minutes(5);

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
        if let Err(error) = self.batch(db, TimeDelta::zero()).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the relay will hand it on");
        }
    }

    /// Hands on everything that is due within a minute, and says how many rows that were.
    pub async fn relay(&self, db: &PgPool) -> Result<usize, Error> {
        let mut all = 0;
        loop {
            match self.batch(db, AHEAD).await? {
                0 => return Ok(all),
                some => all += some,
            }
        }
    }

    async fn batch(&self, db: &PgPool, ahead: TimeDelta) -> Result<usize, Error> {
        let (tasks, clock) = match &self.0 {
            Carrier::Embedded => {
                WAKE.notify_one();
                return Ok(0);
            }
            Carrier::Cloud { tasks, clock } => (tasks, clock),
        };
        let now = clock.now();
        let mut conn = db.acquire().await?;
        let due = outbox::claim(&mut conn, now + ahead, now + LEASE, BATCH).await?;
        drop(conn); // no network while a connection is held
        let count = due.len();
        for delivery in due {
            hand_on(tasks, db, clock, delivery).await?;
        }
        Ok(count)
    }
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
