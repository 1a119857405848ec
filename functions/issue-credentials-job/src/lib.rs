//! TODO-LEAD: replaced by the owner of this function.

use axum::Router;
use models::Clock;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone)]
pub struct State {
    _db: PgPool,
    _clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(_env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self { _db: db, _clock: clock })
    }
}

/// Everything this function answers.
pub fn router(_state: State) -> Router {
    Router::new()
}
