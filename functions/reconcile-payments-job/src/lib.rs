//! Compares everything of the last days with Stripe, both ways, and what stands here with itself. A
//! lost message is made good; what cannot be made good is shown to people.
//!
//! One delivery is one page. It begins at night, by the hourly round of renew-plans-job, and when
//! staff asks for it.

mod compare;
mod reconcile;
mod stages;

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
    web::job(state, reconcile::reconcile, bury)
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
