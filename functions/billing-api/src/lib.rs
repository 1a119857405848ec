//! Plans of organizations: what is on offer, what is used, trials, buying, changing, ending. And for
//! the platform's own people: the catalogue, plans given away, and money that needs a look.

mod cancel_subscription;
mod change_plan;
mod close_finding;
mod confirm_checkout;
mod drop_scheduled_change;
mod edit_profile;
mod end_daily_payouts;
mod get_fee_statement_file;
mod get_invoice;
mod get_profile;
mod get_subscription;
mod get_usage;
mod grant_daily_payouts;
mod grant_plan;
mod list_daily_payouts;
mod list_debts;
mod list_fee_statements;
mod list_findings;
mod list_flagged_payments;
mod list_invoices;
mod list_plans;
mod list_tax_rules;
mod once;
mod open_portal;
mod publish_plan;
mod publish_price;
mod quote_plan_change;
mod reactivate_subscription;
mod record_tax_rule;
mod refresh_subscription;
mod refund_flagged_payment;
mod settle_flagged_payment;
mod shown;
mod sign_off_tax_rule;
mod start_checkout;
mod start_trial;
mod withdraw_tax_rule;
mod write_off_debt;

use std::sync::Arc;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use cloud::{Objects, Tasks};
use models::Clock;
use sqlx::PgPool;
use utoipa::openapi::OpenApi;

/// What this function uses.
#[derive(Clone, FromRef)]
pub struct State {
    db: PgPool,
    keys: Keys,
    clock: Clock,
    stripe: Stripe,
    tasks: Tasks,
    objects: Objects,
    origin: Arc<str>,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let origin = env.text("PUBLIC_ORIGIN")?.trim_end_matches('/').into();
        Ok(Self { db, keys, clock, stripe, tasks, objects, origin })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        list_plans, get_subscription, get_usage, start_trial, start_checkout, confirm_checkout, quote_plan_change, change_plan,
        drop_scheduled_change, cancel_subscription, reactivate_subscription, refresh_subscription, open_portal, get_profile,
        edit_profile, list_invoices, get_invoice, list_fee_statements, get_fee_statement_file,
        list_findings, close_finding, grant_plan, list_flagged_payments, settle_flagged_payment, refund_flagged_payment,
        list_debts, write_off_debt, list_daily_payouts, grant_daily_payouts, end_daily_payouts,
        publish_plan, publish_price, list_tax_rules, record_tax_rule, sign_off_tax_rule, withdraw_tax_rule)
}

/// Everything this function answers.
pub fn router(state: State) -> Router {
    web::api(operations::<Router<State>>(), state)
}

/// Its contract.
#[must_use]
pub fn openapi() -> OpenApi {
    web::document("billing-api", operations())
}
