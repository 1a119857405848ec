//! Inviting people into an organization, and answering.

mod accept_invitation;
mod decline_invitation;
mod invite_member;
mod list_invitations;
mod list_my_invitations;
mod look_at_invitation;
mod resend_invitation;
mod revoke_invitation;

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
    web::operations!(State; list_invitations, invite_member, resend_invitation, revoke_invitation,
        look_at_invitation, accept_invitation, decline_invitation, list_my_invitations)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("invitations-api", operations())
}
