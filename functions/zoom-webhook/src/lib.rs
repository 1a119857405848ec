//! What Zoom tells us about meetings, people in them and its accounts.

mod receive;
mod signature;

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::Clock;
use signature::Secret;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    secret: Option<Secret>,
    tasks: Tasks,
    clock: Clock,
}

impl State {
    /// From its parts. Without a secret every message is refused.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let secret =
            env.optional("ZOOM_WEBHOOK_SECRET").filter(|text| !text.is_empty()).map(Secret::new);
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, secret, tasks, clock })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::webhook("/webhooks/zoom", receive::receive, state)
}
