//! Counts presence again, and reads the reports of meetings that are over.

mod read_report;
mod reconcile_presence;

use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use events::zoom::connection::Access;
use events::zoom::{Vault, Zoom};
use models::{Clock, DeadJob};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    access: Access,
    tasks: Tasks,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let zoom = Zoom::from_env(|name| env.optional(name), cloud::client().clone());
        let vault = Vault::parse(env.text("VAULT_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { access: Access { db: db.clone(), zoom, vault }, db, tasks, clock })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, reconcile_presence::reconcile_presence, bury)
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
