//! Who was there: the personal join link, timelines, corrections, triage, the roll, imported
//! reports.

mod adjust_presence;
mod call_roll;
mod change;
mod claim_participant;
mod commit_import;
mod export_presence;
mod get_presence;
mod ignore_participant;
mod import_report;
mod imported;
mod join_meeting;
mod list_participants;
mod list_presence;
mod match_participant;
mod people;
mod person;
mod preview_adjustment;
mod pull_reports;
mod recompute_presence;
mod recount;
mod restore_participant;
mod shown_participant;
mod unmatch_participant;
mod viewer;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use events::zoom::Vault;
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    links: LinkKey,
    vault: Vault,
    tasks: Tasks,
    clock: Clock,
    origin: Origin,
}

/// Where the pages are.
#[derive(Clone)]
struct Origin(String);

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let vault = Vault::parse(env.text("VAULT_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let origin = Origin(env.text("PUBLIC_ORIGIN")?.trim_end_matches('/').to_owned());
        Ok(Self { db, keys, links, vault, tasks, clock, origin })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        join_meeting, list_presence, export_presence, get_presence, adjust_presence, preview_adjustment,
        list_participants, match_participant, unmatch_participant, ignore_participant, restore_participant,
        claim_participant, call_roll, import_report, commit_import, recompute_presence, pull_reports)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("attendance-api", operations())
}
