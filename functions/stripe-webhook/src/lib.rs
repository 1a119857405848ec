//! What Stripe tells us of money, plans and accounts. Kept at once, done by settle-payment-job.

mod receive;

use axum::Router;
use axum::extract::FromRef;
use billing::stripe::{Secrets, Stripe};
use cloud::Tasks;
use models::Clock;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    secrets: Endpoints,
    stripe: Stripe,
    tasks: Tasks,
    clock: Clock,
}

/// The secrets of the two endpoints; without one, every message to it is refused.
#[derive(Clone)]
pub(crate) struct Endpoints {
    pub(crate) account: Secrets,
    pub(crate) connect: Secrets,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let secrets = |name| Secrets::parse(env.optional(name).unwrap_or_default());
        let endpoints = Endpoints {
            account: secrets("STRIPE_WEBHOOK_SECRET"),
            connect: secrets("STRIPE_CONNECT_WEBHOOK_SECRET"),
        };
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, secrets: endpoints, stripe, tasks, clock })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::webhook("/webhooks/stripe/{scope}", receive::receive, state)
}
