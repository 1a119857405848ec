//! Getting in: sign-up, sign-in, mailed links, a new password.

mod complete_password_reset;
mod complete_sign_in_link;
mod complete_sign_up;
mod door;
mod mail;
mod request_password_reset;
mod request_sign_in_link;
mod sign_in;
mod sign_up;

use accounts::login::RefreshKey;
use accounts::password::{Hasher, MEMORY_KIB};
use auth::{Keys, Origin};
use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
    hasher: Hasher,
    links: LinkKey,
    refresh: RefreshKey,
    origin: Origin,
    tasks: Tasks,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self {
            db,
            keys: Keys::signing(env, clock.clone())?,
            hasher: Hasher::new(env.text("PEPPER")?, env.value("ARGON2_MEMORY_KIB", MEMORY_KIB)?)?,
            links: LinkKey::parse(env.text("LINK_KEY")?)?,
            refresh: RefreshKey::parse(env.text("REFRESH_KEY")?)?,
            origin: Origin::from_env(env)?,
            tasks: Tasks::from_env(|name| env.optional(name), clock.clone())?,
            clock,
        })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State; sign_up, complete_sign_up, sign_in, request_sign_in_link,
        complete_sign_in_link, request_password_reset, complete_password_reset)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("auth-api", operations())
}
