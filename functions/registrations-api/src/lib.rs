//! Registering, waiting and leaving: for guests by a personal link, for people with an account,
//! and for organizers.

mod accept_offer;
mod add_registrations;
mod approve_registration;
mod booked_by;
mod bulk;
mod caller;
mod cancel_registration;
mod count_registrations;
mod decide_registrations;
mod decline_offer;
mod decline_registration;
mod export_registrations;
mod get_calendar;
mod get_personal;
mod get_registration;
mod import_file;
mod import_registrations;
mod leave_waitlist;
mod link_registrations;
mod list_my_registrations;
mod list_registrations;
mod list_waitlist;
mod listing;
mod name_seat;
mod offer_seat;
mod party;
mod paying;
mod person;
mod personal_links;
mod personal_row;
mod preview_cancellation;
mod prioritise_registration;
mod recover_links;
mod register;
mod resend_links;
mod shown;
mod transfer_registration;
mod update_registration;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::{Objects, Tasks};
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

use crate::personal_links::Origin;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    links: LinkKey,
    clock: Clock,
    tasks: Tasks,
    objects: Objects,
    origin: Origin,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let origin = Origin::new(env.text("PUBLIC_ORIGIN")?);
        Ok(Self { db, keys, links, clock, tasks, objects, origin })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        register, list_registrations, count_registrations, export_registrations, list_my_registrations,
        get_personal, get_registration, update_registration, preview_cancellation, cancel_registration,
        leave_waitlist, accept_offer, decline_offer, resend_links, recover_links, link_registrations,
        name_seat, transfer_registration, approve_registration, decline_registration, decide_registrations,
        list_waitlist, offer_seat, prioritise_registration, add_registrations, import_registrations, get_calendar)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("registrations-api", operations())
}
