//! Ends the subscription of an organization that closes, at once (BI-18, R21). Whoever closes one
//! leaves the job behind in the same transaction, so neither a kill nor an outage of Stripe loses it.

mod end_plan;

use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use models::{Clock, DeadJob};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    stripe: Stripe,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        Ok(Self { db, stripe, clock })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, end_plan::end_plan, bury)
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
