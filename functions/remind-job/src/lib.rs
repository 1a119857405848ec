//! Every five minutes: reminders that are due, seats without a name, invitations whose time is over,
//! people whom the meeting does not see, invoices that are due.

mod event_reminders;
mod invitations;
mod invoices;
mod nameless;
mod remind;
mod unmatched;

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
    web::schedule(state, remind::remind)
}
