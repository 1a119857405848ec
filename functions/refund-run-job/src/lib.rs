//! Pays back: the steps of one refund at Stripe, the refunds of a whole cancelled event, and what a
//! lost dispute takes back from an organizer (RF-5, RF-9, RF-11).

mod refund;
mod run;

use axum::Router;
use axum::extract::FromRef;
use billing::dispute::{self, RecoverJob};
use billing::refund::{RefundJob, RunJob};
use billing::stripe::Stripe;
use cloud::Tasks;
use models::{Clock, DeadJob};
use serde::Deserialize;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    stripe: Stripe,
    tasks: Tasks,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, stripe, tasks, clock })
    }
}

/// What is to be done.
#[derive(Deserialize)]
#[serde(untagged)]
enum Work {
    Refund(RefundJob),
    Run(RunJob),
    Recover(RecoverJob),
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, refund_run, bury)
}

async fn refund_run(app: State, work: Work) -> web::Result<()> {
    match work {
        Work::Refund(job) => refund::advance(&app, job.refund).await?,
        Work::Run(job) => run::go_on(&app, job).await?,
        Work::Recover(job) => {
            dispute::recover(&app.db, &app.stripe, job.dispute, app.clock.now()).await?;
        }
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
