//! Events for their organizers: planning, publishing, changing, closing.

mod add_session;
mod add_speaker;
mod advance;
mod ask_question;
mod cancel_event;
mod close_event;
mod complete_event;
mod count_events;
mod create_event;
mod create_ticket;
mod delete_event;
mod delete_event_image;
mod delete_question;
mod delete_session;
mod delete_speaker;
mod delete_ticket;
mod duplicate_event;
mod get_closing;
mod get_dashboard;
mod get_event;
mod get_policy;
mod get_settings;
mod list_event_history;
mod list_event_speakers;
mod list_events;
mod list_questions;
mod list_sessions;
mod list_speakers;
mod list_tickets;
mod listing;
mod order_event_speakers;
mod order_questions;
mod order_sessions;
mod order_tickets;
mod ordered;
mod picture;
mod plan;
mod prices;
mod publish_event;
mod put_event_image;
mod put_on_stage;
mod reopen_event;
mod replace_policy;
mod replace_settings;
mod reschedule_event;
mod resume_event;
mod session_body;
mod shown;
mod start_event;
mod take_off_stage;
mod unpublish_event;
mod update_event;
mod update_question;
mod update_session;
mod update_speaker;
mod update_ticket;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::{Objects, Tasks};
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
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, keys, links, clock, tasks, objects })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    let pictures: O = web::operations!(State; put_event_image, delete_event_image);
    let others: O = web::operations!(State;
        list_events, create_event, count_events, get_dashboard, get_event, update_event, delete_event,
        publish_event, unpublish_event, start_event, complete_event, resume_event, close_event, reopen_event, reschedule_event,
        cancel_event, duplicate_event, list_event_history, get_closing,
        list_sessions, add_session, update_session, delete_session, order_sessions,
        list_tickets, create_ticket, update_ticket, delete_ticket, order_tickets,
        list_questions, ask_question, update_question, delete_question, order_questions,
        list_event_speakers, put_on_stage, take_off_stage, order_event_speakers,
        list_speakers, add_speaker, update_speaker, delete_speaker,
        get_policy, replace_policy, get_settings, replace_settings);
    // The limit of the picture is told by its handler; the form around it needs some room.
    others.and_all(pictures.with_bodies_up_to(6 << 20))
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("events-api", operations())
}
