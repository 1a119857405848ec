//! Payments: what people pay and get back, who sells, and what is paid out.

mod accept_dispute;
mod account_out;
mod answer_dispute;
mod asked;
mod buyer;
mod cancel_payment;
mod confirm_payment;
mod connect_account;
mod correct_document;
mod disconnect_account;
mod edit_seller_settings;
mod evidence;
mod export_ledger;
mod export_payments;
mod get_account;
mod get_balance;
mod get_dispute;
mod get_document_file;
mod get_payment;
mod get_refund;
mod get_refund_run;
mod get_sales_summary;
mod get_seller_settings;
mod list_disputes;
mod list_documents;
mod list_ledger;
mod list_ledger_balances;
mod list_my_payments;
mod list_payments;
mod list_payout_countries;
mod list_payouts;
mod list_refund_policies;
mod list_refund_runs;
mod list_refunds;
mod mark_paid_outside;
mod open_checkout;
mod open_dashboard;
mod open_onboarding;
mod origin;
mod pause_refund_run;
mod quote_payment;
mod quote_refund;
mod refresh_account;
mod refund_payment;
mod refund_terms;
mod renew_payment;
mod request_payout;
mod resume_refund_run;
mod retry_refund;
mod save_refund_policy;
mod send_evidence;
mod settle_refund_outside;
mod start_refund_run;
mod tell;
mod whole_list;

use auth::Keys;
use axum::Router;
use axum::extract::FromRef;
use billing::stripe::Stripe;
use cloud::{Objects, Tasks};
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
    objects: Objects,
    stripe: Stripe,
    origin: Origin,
    sales: sales::Origin,
}

impl State {
    /// From its parts; the environment holds the rest.
    pub fn new(env: &web::Env, db: PgPool, clock: Clock) -> anyhow::Result<Self> {
        let keys = Keys::checking(env, clock.clone())?;
        let links = LinkKey::parse(env.text("LINK_KEY")?)?;
        let tasks = Tasks::from_env(|name| env.optional(name), clock.clone())?;
        let objects = Objects::from_env(|name| env.optional(name), clock.clone())?;
        let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let origin = Origin::new(env.text("PUBLIC_ORIGIN")?);
        let sales =
            sales::Origin { address: env.text("PUBLIC_ORIGIN")?.to_owned(), links: links.clone() };
        Ok(Self { db, keys, links, clock, tasks, objects, stripe, origin, sales })
    }
}

fn operations<O: web::Operations<State>>() -> O {
    web::operations!(State;
        quote_payment, open_checkout, get_payment, confirm_payment, cancel_payment, renew_payment, list_my_payments,
        connect_account, get_account, disconnect_account, refresh_account, list_payout_countries,
        open_onboarding, open_dashboard, get_seller_settings, edit_seller_settings,
        list_refund_policies, save_refund_policy, get_balance, list_payouts, request_payout,
        list_payments, export_payments, get_sales_summary, mark_paid_outside,
        quote_refund, refund_payment, list_refunds, get_refund, retry_refund, settle_refund_outside,
        list_refund_runs, start_refund_run, get_refund_run, pause_refund_run, resume_refund_run,
        list_ledger, list_ledger_balances, export_ledger,
        list_disputes, get_dispute, send_evidence, accept_dispute,
        list_documents, get_document_file, correct_document)
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
