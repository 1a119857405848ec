//! Certificates: who gets one, what is missing, issuing and taking back, one's own, and the check
//! that anyone may make.

mod accept_award;
mod awards;
mod correct_award;
mod export_certificates;
mod gates;
mod get_certificate;
mod get_certificate_settings;
mod get_file;
mod get_own_gates;
mod get_run;
mod issue_certificates;
mod list_awards;
mod list_certificates;
mod list_gates;
mod list_own_certificates;
mod list_templates;
mod put_certificate_settings;
mod recompute_awards;
mod reissue_certificate;
mod resend_certificate;
mod revoke_award;
mod revoke_certificate;
mod runs;
mod scope;
mod shown;
mod summarize_gates;
mod update_privacy;
mod verification;
mod verify_any_file;
mod verify_certificate;
mod verify_file;
mod verify_name;
mod waive_gate;

use std::sync::Arc;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::{Objects, Tasks};
use credentials::certificate::Desk;
use credentials::code::Code;
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    links: LinkKey,
    clock: Clock,
    tasks: Tasks,
    objects: Objects,
    origin: Arc<str>,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let origin = env.text("PUBLIC_ORIGIN")?.into();
        Ok(Self { db, keys, links, clock, tasks, objects, origin })
    }

    fn desk(&self) -> Desk<'_> {
        Desk { origin: &self.origin, code: Code::random, now: self.clock.now() }
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        list_templates, get_certificate_settings, put_certificate_settings, list_gates, summarize_gates, get_own_gates, waive_gate,
        list_awards, recompute_awards, accept_award, correct_award, revoke_award, issue_certificates, get_run,
        list_certificates, export_certificates, list_own_certificates, get_certificate, get_file,
        revoke_certificate, reissue_certificate, resend_certificate, update_privacy,
        verify_certificate, verify_file, verify_any_file, verify_name)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("certificates-api", operations())
}
