//! A person's own account: profile, photo, addresses, security, activity.

mod add_address;
mod complete_onboarding;
mod delete_photo;
mod get_me;
mod get_security;
mod list_activity;
mod make_primary;
mod put_photo;
mod remove_address;
mod update_me;
mod verify_address;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::{Objects, Tasks};
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
    links: LinkKey,
    tasks: Tasks,
    objects: Objects,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self {
            db,
            keys: Keys::checking(env, clock.clone())?,
            links: LinkKey::parse(env.text("LINK_KEY")?)?,
            tasks: Tasks::from_env(|name| env.optional(name), clock.clone())?,
            objects: Objects::from_env(|name| env.optional(name), clock.clone())?,
            clock,
        })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State; get_me, update_me, put_photo, delete_photo, complete_onboarding,
        get_security, list_activity, add_address, verify_address, make_primary, remove_address)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("accounts-api", operations())
}
