//! TODO-LEAD: replaced by the owner of this function.

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        Ok(Self { db, keys, clock })
    }
}

fn operations() -> OpenApiRouter<State> {
    OpenApiRouter::new()
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("events-api", operations())
}
