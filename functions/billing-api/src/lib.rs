//! Plans of organizations: what is on offer, what is used, trials, buying, changing, ending.

mod cancel_subscription;
mod change_plan;
mod confirm_checkout;
mod drop_scheduled_change;
mod edit_profile;
mod get_invoice;
mod get_profile;
mod get_subscription;
mod get_usage;
mod list_invoices;
mod list_plans;
mod once;
mod open_portal;
mod quote_plan_change;
mod reactivate_subscription;
mod refresh_subscription;
mod shown;
mod start_checkout;
mod start_trial;

use std::sync::Arc;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
    stripe: Stripe,
    origin: Arc<str>,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let origin = env.text("PUBLIC_ORIGIN")?.trim_end_matches('/').into();
        Ok(Self { db, keys, clock, stripe, origin })
    }
}

fn operations() -> OpenApiRouter<State> {
    web::operations!(State;
        list_plans, get_subscription, get_usage, start_trial, start_checkout, confirm_checkout, quote_plan_change, change_plan,
        drop_scheduled_change, cancel_subscription, reactivate_subscription, refresh_subscription, open_portal, get_profile,
        edit_profile, list_invoices, get_invoice)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("billing-api", operations())
}
