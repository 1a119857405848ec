//! Organizations: profile, branding, settings, their beginning and their end.

mod close_organization;
mod complete_organization_onboarding;
mod convert_to_team;
mod create_organization;
mod delete_logo;
mod get_organization;
mod get_organization_closing;
mod list_my_organizations;
mod put_logo;
mod reopen_organization;
mod update_organization;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::{Objects, Tasks};
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
    objects: Objects,
    tasks: Tasks,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, keys, clock, objects, tasks })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State; list_my_organizations, create_organization, get_organization,
        update_organization, put_logo, delete_logo, complete_organization_onboarding, convert_to_team,
        get_organization_closing, close_organization, reopen_organization)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("organizations-api", operations())
}
