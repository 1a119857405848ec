//! Members of an organization, their roles, and who owns it.

mod answer_ownership;
mod get_ownership_offer;
mod leave_organization;
mod list_members;
mod offer_ownership;
mod remove_member;
mod update_member;
mod withdraw_ownership;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
    tasks: Tasks,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, keys, clock, tasks })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State; list_members, update_member, remove_member, leave_organization,
        get_ownership_offer, offer_ownership, answer_ownership, withdraw_ownership)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("members-api", operations())
}
