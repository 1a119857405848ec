//! Reads again whatever Stripe spoke of, and applies it: payments, refunds, disputes, plans,
//! accounts, payouts. In whatever order and how often events come, the end is the same (PA-42).

mod settle_payment;

use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use cloud::Tasks;
use models::{Clock, DeadJob};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    stripe: Stripe,
    tasks: Tasks,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, stripe, tasks, clock })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, settle_payment::settle_payment, bury)
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
