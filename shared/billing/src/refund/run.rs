//! The refunds of a whole cancelled event: a run that resumes by what is missing (RF-9).

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{Currency, EventId, Money, OrgId, PaymentId, RefundRunId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::Status;
use crate::Error;

/// The next payments of a run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RunJob {
    /// Which.
    pub run: RefundRunId,
    /// Behind this payment; from the first one on without it.
    #[serde(default)]
    pub after: Option<PaymentId>,
}

impl RunJob {
    /// All of a run.
    #[must_use]
    pub const fn of(run: RefundRunId) -> Self {
        Self { run, after: None }
    }
}

impl db::outbox::Job for RunJob {
    const QUEUE: &'static str = "refund-run";
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
    /// Some banks refused, or sent the money back.
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
    /// Every payment has had its turn; what has no refund of the run by now was refused.
    pub asked: bool,
}

/// Starts the run of an event: everybody who paid gets it back. There is one at a time. Nobody asks
/// for one that makes up for what an earlier one had to leave.
pub async fn start(
    conn: &mut PgConnection,
    organization: OrgId,
    event: EventId,
    by: impl Into<Option<UserId>>,
    now: DateTime<Utc>,
) -> Result<RefundRunId, Error> {
    let by: Option<UserId> = by.into();
    let id = RefundRunId::new(now);
    sqlx::query!(
        "insert into refund_runs (id, organization_id, event_id, status, total, started_by, created_at)
         select $1, $2, $3, 'running', count(distinct i.payment_id)::int, $4, $5
           from payment_items i join registrations r on r.id = i.registration_id join payments p on p.id = i.payment_id
          where r.event_id = $3 and p.status = 'paid' and p.disputed_minor = 0 and i.closed_at is null
            and i.total_minor > i.refunded_minor",
        id as _,
        organization as _,
        event as _,
        by as _,
        now
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("refund_runs_one_open", Error::PaymentInProgress)])?;
    db::outbox::push(conn, &RunJob::of(id), now).await?;
    Ok(id)
}

/// An event was called off: the codes of its places are free again, and what cost nothing, or was
/// paid back before, is over (PC-7). What was paid stays open for a run.
pub async fn call_off(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with given_up as (select id from registrations where event_id = $1 and status = 'cancelled'),
              over as (
              update payment_items i set closed_at = $2 from payments p, given_up r
               where i.registration_id = r.id and i.closed_at is null and i.total_minor = i.refunded_minor
                 and p.id = i.payment_id and p.status = 'paid')
         update promo_redemptions u set state = 'released', released_at = $2 from given_up r
          where u.registration_id = r.id and u.state <> 'released'",
        event as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The bank gave a payment free: a run that had to leave it pays it back after all. Where its event
/// was called off without refunds there is no run, and nothing happens; a run that somebody paused
/// has it when it goes on.
pub async fn catch_up(
    conn: &mut PgConnection,
    payment: PaymentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let runs = sqlx::query!(
        r#"select distinct on (u.event_id) u.id as "id: RefundRunId", u.organization_id as "organization: OrgId",
                  u.event_id as "event!: EventId", u.status as "status: RunStatus"
             from refund_runs u
            where u.event_id in (select r.event_id from payment_items i join registrations r on r.id = i.registration_id
                                   join payments p on p.id = i.payment_id
                                  where p.id = $1 and p.status = 'paid' and p.disputed_minor = 0 and i.closed_at is null
                                    and i.total_minor > i.refunded_minor)
            order by u.event_id, u.created_at desc, u.id desc"#,
        payment as _
    )
    .fetch_all(&mut *conn)
    .await?;
    for run in runs.into_iter().filter(|run| run.status != RunStatus::Paused) {
        let under_way = sqlx::query!(
            "update refund_runs set asked_at = null where id = $1 and status = 'running'",
            run.id as _
        );
        if under_way.execute(&mut *conn).await?.rows_affected() > 0 {
            db::outbox::push(conn, &RunJob::of(run.id), now).await?;
        } else {
            start(conn, run.organization, run.event, None, now).await?;
        }
    }
    Ok(())
}

/// Locks a run.
pub async fn lock(conn: &mut PgConnection, id: RefundRunId) -> sqlx::Result<Option<Run>> {
    sqlx::query_as!(
        Run,
        r#"select id, organization_id as organization, event_id as event, status as "status: RunStatus", total,
                  asked_at is not null as "asked!"
             from refund_runs where id = $1 for no key update"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// Payments of the run's event that have no refund of it yet, behind this one, at most `limit`.
pub async fn next_payments(
    conn: &mut PgConnection,
    (event, after): (EventId, Option<PaymentId>),
    limit: i64,
) -> sqlx::Result<Vec<PaymentId>> {
    sqlx::query_scalar!(
        r#"select p.id as "id: PaymentId" from payments p
            where p.status = 'paid' and p.disputed_minor = 0
              and p.id in (select i.payment_id from payment_items i join registrations r on r.id = i.registration_id
                            where r.event_id = $1 and i.closed_at is null and i.refunded_minor < i.total_minor)
              and not exists (select from refunds f where f.payment_id = p.id and f.cause_key = $2)
              and ($4::uuid is null or p.id > $4)
            order by p.id limit $3"#,
        event as _,
        cause_key(event),
        limit,
        after as _
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

/// Goes on with a run. One that ended with failures tries them again.
pub async fn resume(conn: &mut PgConnection, run: &Run, now: DateTime<Utc>) -> Result<(), Error> {
    if run.status == RunStatus::Done {
        return Err(Error::RunFinished);
    }
    sqlx::query!(
        "update refund_runs set status = 'running', asked_at = null, finished_at = null where id = $1",
        run.id as _
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("refund_runs_one_open", Error::PaymentInProgress)])?;
    let failed = sqlx::query_scalar!(
        r#"select id from refunds where refund_run_id = $1 and status = 'failed' and settled_outside_at is null order by id"#,
        run.id as _
    )
    .fetch_all(&mut *conn)
    .await?;
    // All of them are locked before the first takes its turn, which others wait for.
    let mut again = Vec::with_capacity(failed.len());
    for id in failed {
        again.extend(super::lock(conn, id).await?.filter(|r| r.status == Status::Failed));
    }
    for refund in again {
        super::retry(conn, &refund, now).await?;
    }
    db::outbox::push(conn, &RunJob::of(run.id), now).await?;
    Ok(())
}

/// Whether anybody has paid for this event, or has a page open to do so: then cancelling it owes
/// something.
pub async fn owes(conn: &mut PgConnection, event: EventId) -> sqlx::Result<bool> {
    let owes = sqlx::query_scalar!(
        r#"select exists (select from payments p join payment_items i on i.payment_id = p.id join registrations r on r.id = i.registration_id
                           where r.event_id = $1 and i.closed_at is null
                             and (p.status in ('open', 'processing') or (p.status = 'paid' and i.total_minor > i.refunded_minor))) as "owes!""#,
        event as _
    );
    owes.fetch_one(conn).await
}

/// What a run of this event would pay back now, currency by currency: what a bank holds and what was
/// kept of places given up is not in it. Only of events that the member reaches, where a scope is.
pub async fn owed(
    conn: &mut PgConnection,
    (organization, scope): (OrgId, Option<&[EventId]>),
    event: EventId,
) -> sqlx::Result<Vec<Money>> {
    sqlx::query_as!(
        Money,
        r#"select sum(i.total_minor - i.refunded_minor)::bigint as "amount!", p.currency as "currency: Currency"
             from payment_items i join registrations r on r.id = i.registration_id join payments p on p.id = i.payment_id
            where r.event_id = $1 and p.organization_id = $2 and ($3::uuid[] is null or r.event_id = any($3))
              and p.status = 'paid' and p.disputed_minor = 0 and i.closed_at is null and i.total_minor > i.refunded_minor
            group by p.currency order by p.currency"#,
        event as _,
        organization as _,
        scope as _
    )
    .fetch_all(conn)
    .await
}

/// Pages on which somebody could still pay for this event.
pub async fn open_pages(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<Vec<(PaymentId, String)>> {
    let rows = sqlx::query!(
        r#"select p.id, p.stripe_session_id as "session!" from payments p
            where p.status = 'open' and p.stripe_session_id is not null
              and p.id in (select i.payment_id from payment_items i join registrations r on r.id = i.registration_id where r.event_id = $1)
            order by p.id"#,
        event as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.session)).collect())
}

/// Every payment of a run has had its turn.
pub async fn asked(
    conn: &mut PgConnection,
    run: RefundRunId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("update refund_runs set asked_at = $2 where id = $1", run as _, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a run for which nothing is left to ask, once each of its refunds has been told to Stripe;
/// with failures, where a payment was refused. Whoever takes the last step calls it; anybody else's
/// call changes nothing.
pub async fn finish(
    conn: &mut PgConnection,
    run: RefundRunId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(Run { status: RunStatus::Running, event: Some(event), asked, .. }) =
        lock(conn, run).await?
    else {
        return Ok(());
    };
    let missing = !next_payments(conn, (event, None), 1).await?.is_empty();
    if asked || !missing {
        tally(conn, run, missing, now).await?;
    }
    Ok(())
}

/// A bank sent the money of a run back that was done: it has a failure after all, and whoever goes on
/// with it asks again (RF-8). A run that is at work counts its failures at its end.
pub(super) async fn came_back(conn: &mut PgConnection, run: RefundRunId) -> sqlx::Result<()> {
    sqlx::query!(
        "update refund_runs set status = 'done_with_failures' where id = $1 and status = 'done'",
        run as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn tally(
    conn: &mut PgConnection,
    run: RefundRunId,
    refused: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update refund_runs r
            set status = case when c.failed > 0 or $3 then 'done_with_failures' else 'done' end, finished_at = $2
           from (select count(*) filter (where status = 'failed' and settled_outside_at is null) as failed,
                        count(*) filter (where status in ('requested', 'submitted')) as waiting
                   from refunds where refund_run_id = $1) c
          where r.id = $1 and r.status = 'running' and c.waiting = 0",
        run as _,
        now,
        refused
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
