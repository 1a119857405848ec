//! Payments: what people pay and get back, who sells, and what is paid out.

mod account_out;
mod connect_account;
mod disconnect_account;
mod edit_seller_settings;
mod get_account;
mod get_balance;
mod get_seller_settings;
mod list_payout_countries;
mod list_payouts;
mod list_refund_policies;
mod open_dashboard;
mod open_onboarding;
mod origin;
mod refresh_account;
mod request_payout;
mod save_refund_policy;
mod tell;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use cloud::Tasks;
use models::{Clock, LinkKey};
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

use crate::origin::Origin;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    links: LinkKey,
    clock: Clock,
    tasks: Tasks,
    stripe: Stripe,
    origin: Origin,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let origin = Origin::new(env.text("PUBLIC_ORIGIN")?);
        Ok(Self { db, keys, links, clock, tasks, stripe, origin })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        connect_account, get_account, disconnect_account, refresh_account, list_payout_countries,
        open_onboarding, open_dashboard, get_seller_settings, edit_seller_settings,
        list_refund_policies, save_refund_policy, get_balance, list_payouts, request_payout)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("payments-api", operations())
}
