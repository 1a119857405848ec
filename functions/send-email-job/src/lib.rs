//! Sends one mail: claims it, makes its text and links, speaks SMTP, writes down what became of it.
//! The only holder of the mail password.

mod mime;
mod post;
mod send_email;

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::extract::FromRef;
use cloud::{Objects, Tasks};
use models::{Clock, LinkKey};
use outreach::render::Links;
use sqlx::PgPool;
use tokio::sync::OnceCell;

use crate::post::Post;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    clock: Clock,
    tasks: Tasks,
    objects: Objects,
    post: Post,
    office: Office,
}

/// What every mail shares.
#[derive(Clone)]
struct Office {
    origin: String,
    /// The host of the app.
    host: String,
    /// Where our mails come from.
    domain: String,
    key: LinkKey,
    links: Arc<Links>,
    /// Whether leases of a process that died were ended; see [`send_email`].
    released: Arc<OnceCell<()>>,
    alone: bool,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let origin = env.text("PUBLIC_ORIGIN")?.trim_end_matches('/').to_owned();
        let host =
            url::Url::parse(&origin)?.host_str().context("PUBLIC_ORIGIN has a host")?.to_owned();
        let key = LinkKey::parse(env.text("LINK_KEY")?)?;
        let office = Office {
            host,
            domain: env.text("MAIL_DOMAIN")?.to_owned(),
            links: Arc::new(Links::Made { origin: origin.clone(), key: key.clone() }),
            origin,
            key,
            released: Arc::default(),
            alone: env.optional("TASKS") == Some("embedded"),
        };
        let post = Post::open(env.text("SMTP_URL")?)?;
        Ok(Self { db, clock, tasks, objects, post, office })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, send_email::send_email, send_email::bury)
}
