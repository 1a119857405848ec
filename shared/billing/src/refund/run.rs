//! The refunds of a whole cancelled event: a run that resumes by what is missing (RF-9).

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{Currency, EventId, OrgId, PaymentId, RefundRunId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;

/// The next payments of a run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RunJob {
    /// Which.
    pub run: RefundRunId,
}

impl db::outbox::Job for RunJob {
    const QUEUE: &'static str = "refund-run-job";
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RefundRunStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum RunStatus {
    /// At work.
    Running,
    /// Stopped by somebody.
    Paused,
    /// All money is on its way.
    Done,
    /// Some banks refused.
    DoneWithFailures,
}

/// A run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Which.
    pub id: RefundRunId,
    /// Whose event.
    pub organization: OrgId,
    /// Which event.
    pub event: Option<EventId>,
    /// How far.
    pub status: RunStatus,
    /// Payments to pay back.
    pub total: i32,
}

/// Starts the run of an event: everybody who paid gets it back. There is one at a time.
pub async fn start(
    conn: &mut PgConnection,
    organization: OrgId,
    event: EventId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<RefundRunId, Error> {
    let id = RefundRunId::new(now);
    sqlx::query!(
        "insert into refund_runs (id, organization_id, event_id, status, total, started_by, created_at)
         select $1, $2, $3, 'running', count(distinct i.payment_id)::int, $4, $5
           from payment_items i join registrations r on r.id = i.registration_id join payments p on p.id = i.payment_id
          where r.event_id = $3 and p.status = 'paid' and i.total_minor > i.refunded_minor",
        id as _,
        organization as _,
        event as _,
        by as _,
        now
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("refund_runs_one_open", Error::PaymentInProgress)])?;
    db::outbox::push(conn, &RunJob { run: id }, now).await?;
    Ok(id)
}

/// Locks a run.
pub async fn lock(conn: &mut PgConnection, id: RefundRunId) -> sqlx::Result<Option<Run>> {
    sqlx::query_as!(
        Run,
        r#"select id, organization_id as organization, event_id as event, status as "status: RunStatus", total
             from refund_runs where id = $1 for no key update"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// Payments of the run's event that have no refund of it yet, at most `limit`.
pub async fn next_payments(
    conn: &mut PgConnection,
    event: EventId,
    limit: i64,
) -> sqlx::Result<Vec<PaymentId>> {
    sqlx::query_scalar!(
        r#"select p.id as "id: PaymentId" from payments p
            where p.status = 'paid' and p.refunded_minor < p.total_minor and p.disputed_minor = 0
              and p.id in (select i.payment_id from payment_items i join registrations r on r.id = i.registration_id where r.event_id = $1)
              and not exists (select from refunds f where f.payment_id = p.id and f.cause_key = $2)
            order by p.id limit $3"#,
        event as _,
        cause_key(event),
        limit
    )
    .fetch_all(conn)
    .await
}

/// Names the refund of an event within a payment.
#[must_use]
pub fn cause_key(event: EventId) -> String {
    format!("event:{event}")
}

/// Stops a run; what is on its way goes on.
pub async fn pause(conn: &mut PgConnection, run: &Run) -> Result<(), Error> {
    if !matches!(run.status, RunStatus::Running | RunStatus::Paused) {
        return Err(Error::RunFinished);
    }
    sqlx::query!("update refund_runs set status = 'paused' where id = $1", run.id as _)
        .execute(conn)
        .await?;
    Ok(())
}

/// Goes on with a run, or finishes one that ended with failures.
pub async fn resume(conn: &mut PgConnection, run: &Run, now: DateTime<Utc>) -> Result<(), Error> {
    if run.status == RunStatus::Done {
        return Err(Error::RunFinished);
    }
    sqlx::query!(
        "update refund_runs set status = 'running', finished_at = null where id = $1",
        run.id as _
    )
    .execute(&mut *conn)
    .await?;
    db::outbox::push(conn, &RunJob { run: run.id }, now).await?;
    Ok(())
}

/// Nothing is left to ask for: the run is done once each refund has come to its end.
pub async fn tally(
    conn: &mut PgConnection,
    run: RefundRunId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update refund_runs r
            set status = case when c.failed > 0 then 'done_with_failures' else 'done' end, finished_at = $2
           from (select count(*) filter (where status = 'failed') as failed,
                        count(*) filter (where status in ('requested', 'submitted')) as waiting
                   from refunds where refund_run_id = $1) c
          where r.id = $1 and r.status = 'running' and c.waiting = 0",
        run as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The refunds of a run by what became of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RefundTally)]
pub struct Tally {
    /// What became of them.
    pub status: super::Status,
    /// How many.
    pub count: i64,
    /// In minor units.
    pub amount: i64,
    /// In what.
    pub currency: Currency,
}

/// How far a run is, by state and currency.
pub async fn progress(conn: &mut PgConnection, run: RefundRunId) -> sqlx::Result<Vec<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"select status, count(*) as "count!", sum(amount_minor)::bigint as "amount!", currency
             from refunds where refund_run_id = $1 group by status, currency order by status, currency"#,
        run as _
    )
    .fetch_all(conn)
    .await
}
