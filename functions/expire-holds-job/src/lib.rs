//! Ends holds and offers that are past their time, waiting when an event has begun, and the pages
//! that people pay on, every minute. Rules read times, so its punctuality decides nothing; of a page
//! the payment service has the last word (PA-17).

mod expire_holds;
mod pages;

use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use cloud::Tasks;
use models::{Clock, LinkKey};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    clock: Clock,
    tasks: Tasks,
    stripe: Stripe,
    origin: sales::Origin,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let origin = sales::Origin { address: env.text("PUBLIC_ORIGIN")?.to_owned(), links };
        Ok(Self { db, clock, tasks, stripe, origin })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::schedule(state, expire_holds::expire_holds)
}
