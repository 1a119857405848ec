//! Every morning: what is due to organizers goes to their banks (PA-13), what the platform owes them
//! goes to their accounts (RF-8), and daily payouts of who owes something end (LG-2).

mod debts;
mod release;

use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use models::Clock;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    clock: Clock,
    stripe: Stripe,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        Ok(Self { db, clock, stripe })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::schedule(state, release::release)
}
