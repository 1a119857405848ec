//! Tells everybody at an event what happened to it, 200 people to a task.

mod announce_event;

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::{Clock, DeadJob};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    clock: Clock,
    tasks: Tasks,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, clock, tasks })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, announce_event::announce_event, bury)
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
