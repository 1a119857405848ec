//! What the app tells a person: notices, wishes about mails, and the link that stops them.

mod delete_notification;
mod get_preferences;
mod list_notifications;
mod look_at_subscription;
mod put_preferences;
mod read_all_notifications;
mod read_notification;
mod resubscribe;
mod unsubscribe;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
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
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        Ok(Self { db, keys, clock, links: LinkKey::parse(env.text("LINK_KEY")?)? })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State; list_notifications, read_notification, read_all_notifications,
        delete_notification, get_preferences, put_preferences, look_at_subscription, unsubscribe,
        resubscribe)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("notifications-api", operations())
}
