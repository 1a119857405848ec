//! What the platform's own people look after: jobs that were given up, and the comparison with
//! Stripe. Each act has a reason, and leaves a line in the audit log.

mod dismiss_dead_job;
mod list_dead_jobs;
mod list_reconciliations;
mod replay_dead_job;
mod start_reconciliation;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    tasks: Tasks,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, keys, tasks, clock })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        list_dead_jobs, replay_dead_job, dismiss_dead_job, list_reconciliations, start_reconciliation)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("operators-api", operations())
}
