//! Judges who gets what at an event, and sends on whoever is ready (CR-14, CR-15).

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use credentials::evaluation;
use credentials::jobs::EvaluateOffering;
use models::{Clock, DeadJob};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    tasks: Tasks,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, tasks, clock })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, work, bury)
}

async fn work(app: State, job: EvaluateOffering) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    evaluation::evaluate_offering(&mut tx, &job, app.clock.now()).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
