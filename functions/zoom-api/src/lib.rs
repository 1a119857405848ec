//! Zoom for an organization: connections to hosts, and the meetings behind events.

mod connect_zoom;
mod disconnect_zoom;
mod finish_connection;
mod list_connections;
mod list_hosts;
mod list_meetings;
mod meetings;
mod open_start_link;
mod plan_meetings;
mod recreate_meeting;
mod remove_meetings;
mod retry_meeting;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use events::zoom::connection::Access;
use events::zoom::{Vault, Zoom};
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    access: Access,
    tasks: Tasks,
    clock: Clock,
    transport: Transport,
}

/// Whether cookies travel over TLS only, as they do everywhere but on a laptop.
#[derive(Clone, Copy)]
enum Transport {
    Tls,
    Plain,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let zoom = Zoom::from_env(|name| env.optional(name), cloud::client().clone());
        let vault = Vault::parse(env.text("VAULT_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let plain =
            env.optional("PUBLIC_ORIGIN").is_some_and(|origin| origin.starts_with("http://"));
        let transport = if plain { Transport::Plain } else { Transport::Tls };
        Ok(Self {
            access: Access { db: db.clone(), zoom, vault },
            db,
            keys,
            tasks,
            clock,
            transport,
        })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        connect_zoom, finish_connection, list_connections, disconnect_zoom, list_hosts, list_meetings, plan_meetings,
        remove_meetings, retry_meeting, recreate_meeting, open_start_link)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("zoom-api", operations())
}
