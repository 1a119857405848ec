//! Ends holds and offers that are past their time, and waiting when an event has begun, every
//! minute. Rules read times, so its punctuality decides nothing.

mod expire_holds;
mod tell;

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::Clock;
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
    web::schedule(state, expire_holds::expire_holds)
}
