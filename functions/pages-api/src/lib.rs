//! The pages that strangers and crawlers open first: the app's own page, with title, description,
//! sharing facts and schema.org in its head (UX-43, PL-32). The app takes over from there.

mod head;
mod offers;
mod shell;
mod show_certificate_page;
mod show_event_page;
mod show_general_page;
mod show_organization_page;

use axum::Router;
use axum::extract::FromRef;
use cloud::Objects;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::shell::Shell;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    objects: Objects,
    shell: Shell,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let shell = Shell::new(env.text("FRONTEND")?, env.text("PUBLIC_ORIGIN")?, clock.clone())?;
        Ok(Self { db, objects, shell, clock })
    }
}

fn operations() -> OpenApiRouter<State> {
    let told: OpenApiRouter<State> =
        web::operations!(State; show_event_page, show_organization_page, show_certificate_page);
    told.merge(show_general_page::routes())
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("pages-api", operations())
}
