//! Makes the file of a certificate, keeps it under its hash, and then tells the holder.

mod ornament;
mod page;
mod render;

use std::path::PathBuf;

use aws_lc_rs::digest::{SHA256, digest};
use axum::Router;
use axum::extract::FromRef;
use chrono::{DateTime, Utc};
use cloud::{Bucket, Objects, Tasks};
use credentials::certificate::{self, Rendering};
use credentials::jobs::RenderCertificate;
use models::{Clock, DeadJob};
use print::Fonts;
pub use render::{Error, render};
use sqlx::PgPool;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    objects: Objects,
    tasks: Tasks,
    clock: Clock,
    /// Read with the first file that is made.
    fonts: PathBuf,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let fonts = env.text("FONTS_DIR")?.into();
        Ok(Self { db, objects, tasks, clock, fonts })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, work, bury)
}

/// Rendering twice gives the same bytes under the same name; only the first is written down and
/// told (R1). A certificate that was replaced or revoked meanwhile gets its file, but no mail.
async fn work(app: State, job: RenderCertificate) -> web::Result<()> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let rendering = certificate::to_render(&mut conn, job.certificate).await?;
    drop(conn);
    if rendering.pdf_object.is_some() {
        return Ok(());
    }
    let file = render(&rendering.snapshot, &rendering.design, Fonts::of(&app.fonts)?)?;
    let (name, hash) = (Objects::name_of(&file, "pdf"), digest(&SHA256, &file));
    app.objects.put(Bucket::Certificates, &name, "application/pdf", file).await?;
    write_down(&app, &rendering, &name, hash.as_ref(), now).await
}

async fn write_down(
    app: &State,
    rendering: &Rendering,
    name: &str,
    hash: &[u8],
    now: DateTime<Utc>,
) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    let first = certificate::rendered(&mut tx, rendering.id, name, hash, now).await?;
    if first && rendering.active {
        if rendering.replaces {
            outreach::certificates::replaced(&mut tx, rendering.id, now).await?;
        } else {
            outreach::certificates::issued(&mut tx, rendering.id, now).await?;
        }
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
