//! Issues invoices, credit notes and fee statements (RF-12): the number is drawn with what the
//! document says, then its file is made and kept under its hash, then that is written down.

mod layout;
mod page;
mod render;
mod sheet;
mod words;

use std::path::PathBuf;

use aws_lc_rs::digest::{SHA256, digest};
use axum::Router;
use axum::extract::FromRef;
use billing::document::{self, DocumentJob, Platform};
use cloud::{Bucket, Objects, Tasks};
use models::{Clock, DeadJob, DocumentId};
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
    platform: Platform,
    /// Read with the first file that is made.
    fonts: PathBuf,
}

impl State {
    /// From its parts; the environment holds the rest. Who runs the platform by law stands on fee
    /// statements: `PUBLIC_LEGAL_NAME`, `PUBLIC_LEGAL_ADDRESS` with `|` between its lines, and
    /// `PUBLIC_LEGAL_TAX_ID`.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let said = |name| env.optional(name).filter(|text| !text.is_empty());
        let platform = Platform {
            name: said("PUBLIC_LEGAL_NAME").unwrap_or("Accredit").to_owned(),
            address: said("PUBLIC_LEGAL_ADDRESS").map(|lines| lines.replace('|', "\n")),
            tax_id: said("PUBLIC_LEGAL_TAX_ID").map(str::to_owned),
        };
        let fonts = env.text("FONTS_DIR")?.into();
        Ok(Self { db, objects, tasks, clock, platform, fonts })
    }
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::job(state, issue_document, bury)
}

/// Safe to repeat, and to break off anywhere: a source has one document, what it says gives the
/// same bytes each time, and where they are is written down once.
async fn issue_document(app: State, job: DocumentJob) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    let issued = document::issue(&mut tx, job, &app.platform, app.clock.now()).await?;
    tx.commit().await?;
    for document in issued {
        file(&app, document).await?;
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn file(app: &State, id: DocumentId) -> web::Result<()> {
    let found = document::file(&mut *app.db.acquire().await?, id).await?;
    let Some(document::File { snapshot, object: None, .. }) = found else { return Ok(()) };
    let pdf = render(&snapshot, Fonts::of(&app.fonts)?)?;
    let (name, hash) = (Objects::name_of(&pdf, "pdf"), digest(&SHA256, &pdf));
    app.objects.put(Bucket::Certificates, &name, "application/pdf", pdf).await?;
    document::filed(&mut *app.db.acquire().await?, id, &name, hash.as_ref()).await?;
    Ok(())
}

async fn bury(app: State, dead: DeadJob) -> sqlx::Result<()> {
    let mut conn = app.db.acquire().await?;
    db::outbox::bury(&mut conn, &dead, app.clock.now()).await
}
