//! Stripe's stand-in: the API, signed webhooks, hosted checkout, onboarding and portal, and a
//! panel for what only banks and buyers decide. Speaks Stripe's wire format, so that the app's own
//! client and webhook are used and nothing else. Every currency settles in itself.

mod accounts;
mod action;
mod balance;
mod cards;
mod catalogue;
mod charges;
mod checkout;
mod control;
mod customers;
mod deliver;
mod disputes;
mod events;
mod exchange;
mod expand;
mod faults;
mod fees;
mod field;
mod files;
mod gateway;
mod idempotency;
mod invoices;
mod known;
mod lines;
mod list;
mod money;
mod pages;
mod params;
mod pay;
mod payouts;
mod portal;
mod preview;
mod proration;
mod refunds;
mod refusal;
mod renewals;
mod route;
mod schedules;
mod stand;
mod standing;
mod store;
mod subscriptions;
mod tax;
mod timers;
mod transfers;
mod world;

use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::routing::{any, get, post};
use models::Clock;
use world::{Setting, Stripe};

pub use action::Action;
pub use deliver::{Message, signature};
pub use events::{Delivery, Mode};
pub use faults::{Fault, FaultKind};
pub use stand::Stand;
pub use world::Call;

/// How often what is due happens by itself.
const TICK: Duration = Duration::from_secs(1);

/// The stand-in's routes and the environment that points the app to it.
pub fn stripe(
    origin: &str,
    data: &Path,
    clock: &Clock,
) -> anyhow::Result<(Router, Vec<(String, String)>)> {
    let file = Some(data.join("stripe.jsonl"));
    let setting = Setting { origin, app: origin, file, seed: None, mode: Mode::Normal };
    let stripe = Stripe::open(setting, clock.clone())?;
    deliver::resume(&stripe);
    tick(stripe.clone());
    Ok((router(stripe.clone()), environment(&stripe)))
}

/// Sessions expire and plans renew although nobody calls.
fn tick(stripe: Stripe) {
    #[expect(clippy::disallowed_methods, reason = "a vendor's clock goes on by itself")]
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(TICK).await;
            stripe.change(|_| ());
        }
    });
}

fn environment(stripe: &Stripe) -> Vec<(String, String)> {
    let [key, account, connect] = stripe.secrets();
    let pairs = [
        ("STRIPE_API_BASE", format!("{}/sandbox/stripe", stripe.origin)),
        ("STRIPE_SECRET_KEY", key),
        ("STRIPE_WEBHOOK_SECRET", account),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", connect),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).into()
}

fn router(stripe: Stripe) -> Router {
    Router::new()
        .route("/sandbox/stripe", get(pages::panel::show))
        .route("/sandbox/stripe/act", post(pages::panel::act))
        .route("/sandbox/stripe/control.json", get(control::get).post(control::post))
        .route(
            "/sandbox/stripe/checkout/{id}",
            get(pages::checkout::show).post(pages::checkout::pay),
        )
        .route(
            "/sandbox/stripe/onboarding/{id}",
            get(pages::onboarding::show).post(pages::onboarding::act),
        )
        .route("/sandbox/stripe/dashboard/{id}", get(pages::onboarding::dashboard))
        .route("/sandbox/stripe/portal/{id}", get(pages::portal::show).post(pages::portal::act))
        .route("/sandbox/stripe/invoice/{id}", get(pages::invoice::show).post(pages::invoice::pay))
        .route("/sandbox/stripe/v1/{*path}", any(gateway::call))
        .with_state(stripe)
}

#[cfg(test)]
mod tests;
