//! Hands on what a crash between commit and flush left in the outbox, every minute.

mod relay_outbox;

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::Clock;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    tasks: Tasks,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let tasks = Tasks::from_env(|name| env.optional(name), clock)?;
        Ok(Self { db, tasks })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::schedule(state, relay_outbox::relay_outbox)
}
