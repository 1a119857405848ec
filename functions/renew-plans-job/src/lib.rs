//! Every hour: plans that were given away and are over, and what people are told about trials,
//! payments and cards (BI-5, BI-21), evidence that is due (RF-11), fee statements of the month that
//! has ended (RF-12); certificates that waited for a larger plan go out (BI-10); members who paid for
//! their seat and do so no more (BI-13).

mod evidence;
mod held;
mod renew;
mod seats;
mod statements;

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::Clock;
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    clock: Clock,
    tasks: Tasks,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, clock, tasks })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::schedule(state, renew::renew)
}
