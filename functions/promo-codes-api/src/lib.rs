//! Promo codes: made, changed and counted by organizers, tried by anyone before buying.

mod archive_promo_code;
mod check_promo_code;
mod create_batch;
mod create_promo_code;
mod disable_promo_code;
mod edit_promo_code;
mod enable_promo_code;
mod export_batch;
mod export_promo_report;
mod get_promo_code;
mod get_promo_report;
mod list_batches;
mod list_promo_codes;
mod list_redemptions;
mod rules;
mod shown;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        Ok(Self { db, keys, clock })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        list_promo_codes, create_promo_code, get_promo_code, edit_promo_code,
        disable_promo_code, enable_promo_code, archive_promo_code,
        list_redemptions, get_promo_report, export_promo_report,
        list_batches, create_batch, export_batch, check_promo_code)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("promo-codes-api", operations())
}
