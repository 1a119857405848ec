//! Bodies, their rules, what credit events carry, and one's own verified record.

mod bodies;
mod change_rule_set;
mod copy_rule_set;
mod create_body;
mod create_credit_type;
mod create_designation;
mod create_rule_set;
mod credit_types;
mod designations;
mod get_rule_set;
mod list_bodies;
mod list_credit_types;
mod list_designations;
mod list_entries;
mod list_public_designations;
mod list_rule_sets;
mod publish_rule_set;
mod retire_rule_set;
mod rule_sets;
mod total_entries;
mod try_rule_set;
mod update_body;
mod update_designation;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use cloud::Tasks;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    tasks: Tasks,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        Ok(Self { db, keys, tasks, clock })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        list_bodies, create_body, update_body, list_credit_types, create_credit_type,
        list_rule_sets, get_rule_set, create_rule_set, change_rule_set, publish_rule_set, retire_rule_set,
        copy_rule_set, try_rule_set, list_designations, create_designation, update_designation,
        list_public_designations, list_entries, total_entries)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("cpd-api", operations())
}
