//! The runs: one a night, and those that somebody asks for. One at a time.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};
use db::audit::{self, Actor, Entry};
use models::{Page, ReconciliationId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;

use super::Stage;

/// When a night's run begins, in hours of UTC.
const HOUR: u32 = 2;
/// A run that has not moved for so long has broken off.
const STUCK: TimeDelta = TimeDelta::minutes(50);

/// The next page of a run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReconcileJob {
    /// Of which run.
    pub run: ReconciliationId,
    /// Which page.
    pub step: i32,
}

impl db::outbox::Job for ReconcileJob {
    const QUEUE: &'static str = "reconcile-payments";
}

/// A run as it stands.
#[derive(Clone, Debug)]
pub struct Run {
    /// Which.
    pub id: ReconciliationId,
    /// The night that it belongs to.
    pub night: Option<NaiveDate>,
    /// Who asked for it.
    pub started_by: Option<UserId>,
    /// Why.
    pub reason: Option<String>,
    /// What is compared now.
    pub stage: Stage,
    /// The last object of Stripe's list that was compared.
    pub after: Option<String>,
    /// Pages so far.
    pub step: i32,
    /// Objects compared.
    pub compared: i32,
    /// Objects that were wrong here and are right now.
    pub repaired: i32,
    /// Findings that were not known before.
    pub found: i32,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it moved last.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// What a page brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Objects compared.
    pub compared: i32,
    /// Objects that were wrong here and are right now.
    pub repaired: i32,
    /// Findings that were not known before.
    pub found: i32,
}

/// What asking for a run did.
#[derive(Clone, Debug)]
pub enum Begun {
    /// It begins.
    Now(Run),
    /// One is under way.
    Before(Run),
}

/// A run.
pub async fn get(conn: &mut PgConnection, id: ReconciliationId) -> sqlx::Result<Option<Run>> {
    sqlx::query_as!(
        Run,
        r#"select id, night, started_by, reason, stage as "stage: Stage", after, step, compared, repaired, found, started_at,
                  updated_at, finished_at
             from reconciliation_runs where id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// The run that has not ended.
pub async fn under_way(conn: &mut PgConnection) -> sqlx::Result<Option<Run>> {
    sqlx::query_as!(
        Run,
        r#"select id, night, started_by, reason, stage as "stage: Stage", after, step, compared, repaired, found, started_at,
                  updated_at, finished_at
             from reconciliation_runs where finished_at is null"#
    )
    .fetch_optional(conn)
    .await
}

/// Newest first.
pub async fn list(
    conn: &mut PgConnection,
    page: Page<(DateTime<Utc>, ReconciliationId)>,
) -> sqlx::Result<Vec<Run>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Run,
        r#"select id, night, started_by, reason, stage as "stage: Stage", after, step, compared, repaired, found, started_at,
                  updated_at, finished_at
             from reconciliation_runs
            where $1::timestamptz is null or (started_at, id) < ($1, $2::uuid)
            order by started_at desc, id desc limit $3"#,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await
}

/// Begins a run that somebody asks for. While one is under way, that one is given a push.
pub async fn start(
    conn: &mut PgConnection,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> sqlx::Result<Begun> {
    let id = insert(conn, None, Some((by, reason)), now).await?;
    let Some(id) = id else {
        let run = under_way(conn).await?.ok_or(sqlx::Error::RowNotFound)?;
        push(conn, run.id, run.step, now).await?;
        return Ok(Begun::Before(run));
    };
    let entry =
        Entry::new(None, Actor::Support(by), "reconciliation.started", "reconciliation", id);
    audit::write(conn, Entry { after: json!({"reason": reason}), ..entry }, now).await?;
    get(conn, id).await?.map(Begun::Now).ok_or(sqlx::Error::RowNotFound)
}

/// Begins the night's run, once; a run that broke off goes on. Call it every hour.
pub async fn tonight(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    if let Some(run) = under_way(conn).await? {
        if run.updated_at < now - STUCK {
            push(conn, run.id, run.step, now).await?;
        }
    } else if now.hour() >= HOUR {
        insert(conn, Some(now.date_naive()), None, now).await?;
    }
    Ok(())
}

async fn insert(
    conn: &mut PgConnection,
    night: Option<NaiveDate>,
    asked: Option<(UserId, &str)>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<ReconciliationId>> {
    let (by, reason) = asked.unzip();
    let made = sqlx::query_scalar!(
        r#"insert into reconciliation_runs (id, night, started_by, reason, stage, started_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing returning id"#,
        ReconciliationId::new(now) as _,
        night,
        by as Option<UserId>,
        reason,
        Stage::FIRST as _,
        now
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(id) = made {
        push(conn, id, 0, now).await?;
    }
    Ok(made)
}

async fn push(
    conn: &mut PgConnection,
    run: ReconciliationId,
    step: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    db::outbox::push(conn, &ReconcileJob { run, step }, now).await
}

/// Notes what a page brought and where the next one begins; without a next one the run has ended.
/// `false`: somebody else was faster with this page.
pub async fn advance(
    conn: &mut PgConnection,
    job: ReconcileJob,
    progress: Progress,
    next: Option<(Stage, Option<String>)>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let ended = next.is_none();
    let (stage, after) = next.unzip();
    let moved = sqlx::query!(
        "update reconciliation_runs
            set step = step + 1, stage = coalesce($3, stage), after = $4, compared = compared + $5, repaired = repaired + $6,
                found = found + $7, updated_at = $8, finished_at = case when $9 then $8::timestamptz end
          where id = $1 and step = $2 and finished_at is null",
        job.run as _,
        job.step,
        stage as Option<Stage>,
        after.flatten(),
        progress.compared,
        progress.repaired,
        progress.found,
        now,
        ended
    )
    .execute(&mut *conn)
    .await?;
    if moved.rows_affected() == 0 {
        return Ok(false);
    }
    if ended {
        sqlx::query!("delete from reconciliation_seen where run_id = $1", job.run as _)
            .execute(&mut *conn)
            .await?;
    } else {
        push(conn, job.run, job.step + 1, now).await?;
    }
    Ok(true)
}

/// Notes what a run has met at Stripe.
pub async fn seen(
    conn: &mut PgConnection,
    run: ReconciliationId,
    objects: &[String],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into reconciliation_seen (run_id, object_id) select $1, unnest($2::text[]) on conflict do nothing",
        run as _,
        objects
    )
    .execute(conn)
    .await?;
    Ok(())
}
