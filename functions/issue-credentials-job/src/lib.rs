//! Gives one person what the rules give: award, certificate, number and entry of the record in one
//! transaction (CE-4). However often it is delivered, there is one of each.

mod plan;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use credentials::certificate::{self, Desk, IssueOutcome, Issued};
use credentials::code::Code;
use credentials::jobs::IssueCredentials;
use credentials::{Error, run, waiting};
use models::{Clock, DeadJob, Fault as _, Kind};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    tasks: Tasks,
    clock: Clock,
    origin: Arc<str>,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, tasks, clock, origin: env.text("PUBLIC_ORIGIN")?.into() })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, work, bury)
}

async fn work(app: State, job: IssueCredentials) -> web::Result<()> {
    let desk = Desk { origin: &app.origin, code: Code::random, now: app.clock.now() };
    let mut tx = db::begin(&app.db).await?;
    match certificate::issue_person(&mut tx, desk, &job).await {
        Ok(issued) => match plan::count(&mut tx, &job, &issued, desk.now).await {
            Ok(()) => {
                settle(&mut tx, &job, &issued, desk).await?;
                tx.commit().await?;
            }
            Err(billing::Error::PlanLimitReached(_)) => {
                drop(tx);
                hold(&app, &job, desk).await?;
            }
            Err(error) => return Err(error.into()),
        },
        // Refused by a rule: nothing of the attempt stays, the number is not drawn.
        Err(error) if error.kind() == Kind::Conflict => {
            drop(tx);
            refuse(&app, &job, &error, desk).await?;
        }
        Err(error) => return Err(error.into()),
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn settle(
    conn: &mut sqlx::PgConnection,
    job: &IssueCredentials,
    issued: &Issued,
    desk: Desk<'_>,
) -> web::Result<()> {
    waiting::note(&mut *conn, job, issued).await?;
    if let Some(id) = job.run {
        run::settle(conn, id, job.registration, issued, desk.now).await?;
    }
    Ok(())
}

async fn refuse(
    app: &State,
    job: &IssueCredentials,
    error: &Error,
    desk: Desk<'_>,
) -> web::Result<()> {
    let refused = without(IssueOutcome::Refused, error.code());
    let mut tx = db::begin(&app.db).await?;
    settle(&mut tx, job, &refused, desk).await?;
    tx.commit().await?;
    Ok(())
}

/// Nothing of the attempt stays; it comes again with the next month, or with a larger plan.
async fn hold(app: &State, job: &IssueCredentials, desk: Desk<'_>) -> web::Result<()> {
    let held = without(IssueOutcome::HeldByLimit, "plan-limit-reached");
    let mut tx = db::begin(&app.db).await?;
    settle(&mut tx, job, &held, desk).await?;
    plan::again(&mut tx, job, desk.now).await?;
    tx.commit().await?;
    Ok(())
}

/// No certificate, and why.
const fn without(outcome: IssueOutcome, code: &'static str) -> Issued {
    Issued { outcome, code: Some(code), certificate: None, learner: None, made: Vec::new() }
}

/// A run ends also where a task was given up; operators may have it delivered again.
async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let job = serde_json::from_value::<IssueCredentials>(dead.payload.clone());
    if let Ok(IssueCredentials { run: Some(id), registration, .. }) = job {
        let given_up = without(IssueOutcome::Refused, "given-up");
        run::settle(&mut tx, id, registration, &given_up, now).await?;
    }
    db::outbox::bury(&mut tx, &dead, now).await?;
    tx.commit().await
}
