//! Payments: what people pay and get back, who sells, and what is paid out.

mod get_seller_settings;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use cloud::Tasks;
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    links: LinkKey,
    clock: Clock,
    tasks: Tasks,
    stripe: Stripe,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        Ok(Self { db, keys, links, clock, tasks, stripe })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State; get_seller_settings)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("payments-api", operations())
}
