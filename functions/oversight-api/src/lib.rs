//! What happened in an organization: the audit log.

mod export_audit;
mod list_audit;
mod log;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self { db, keys: Keys::checking(env, clock)? })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State; list_audit, export_audit)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("oversight-api", operations())
}
