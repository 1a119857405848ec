//! What renew-plans-job is for stands here, in one sentence.

use axum::Router;
use axum::extract::FromRef;
use models::Clock;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(_env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self { db, clock })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::schedule(state, run)
}

/// Safe to run twice, and quick: long work goes to queues.
async fn run(_app: State) -> web::Result<()> {
    Ok(())
}
