//! What strangers find: public events and organizations, their pages' facts, feeds and the sitemap.

mod availability;
mod card;
mod credits;
mod get_event_calendar;
mod get_event_page;
mod get_event_schema;
mod get_organizer;
mod get_organizer_calendar;
mod get_sitemap;
mod list_organizers;
mod markdown;
mod opened;
mod origin;
mod page_parts;
mod search_events;
mod tickets;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::Objects;
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

use crate::origin::Origin;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    links: LinkKey,
    clock: Clock,
    objects: Objects,
    origin: Origin,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let origin = Origin::new(env.text("PUBLIC_ORIGIN")?);
        Ok(Self { db, keys, links, clock, objects, origin })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        search_events, get_event_page, get_event_calendar, get_event_schema,
        list_organizers, get_organizer, get_organizer_calendar, get_sitemap)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("discovery-api", operations())
}
