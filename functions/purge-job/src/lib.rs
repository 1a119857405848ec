//! Every night: what is old goes, what ran out says so, organizations that closed thirty days ago are gone, and sums that are kept are compared with what they sum.

mod closings;
mod offers;
mod purge;
mod seats;

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
    web::schedule(state, purge::purge)
}
