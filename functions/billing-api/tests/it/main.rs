//! The behaviour of billing-api, beside a stand-in of Stripe.

#![cfg(test)] // clippy then takes the helpers for tests too

mod buying;
mod changing;
mod contract;
mod debts;
mod plans;
mod profile;
mod rows;
mod staff;
mod statements;
mod tax_rules;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use billing_api::{State, router};
use chrono::TimeDelta;
use models::Clock;
use sandbox::stripe::Stand;
use serde_json::json;
use sqlx::PgPool;
use testkit::{TestApp, env_with};

/// The function, and Stripe.
struct Shop {
    app: TestApp,
    stand: Stand,
    offset: Arc<AtomicI64>,
}

impl Shop {
    /// Lets time pass, for both.
    fn advance(&self, by: TimeDelta) {
        self.app.advance(by);
        self.offset.fetch_add(by.num_seconds(), Ordering::Relaxed);
    }
}

async fn shop(db: &PgPool) -> Shop {
    let offset = Arc::new(AtomicI64::new(0));
    let stand = Stand::start(Clock::stepped(testkit::now(), offset.clone())).await.unwrap();
    let env =
        env_with([("STRIPE_API_BASE", &*stand.base_url), ("STRIPE_SECRET_KEY", &stand.secret_key)]);
    let app = TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router));
    Shop { app, stand, offset }
}

/// The client of the function, for what webhooks would ask of it.
fn stripe(shop: &Shop) -> billing::stripe::Stripe {
    let env = |name: &str| match name {
        "STRIPE_API_BASE" => Some(&*shop.stand.base_url),
        _ => Some(&*shop.stand.secret_key),
    };
    billing::stripe::Stripe::from_env(env, cloud::client().clone())
}

/// The customer pays with another card from now on.
async fn card(shop: &Shop, customer: &str, card: &str) {
    let action = json!({"action": "change_card", "customer": customer, "card": card});
    shop.stand.act(serde_json::from_value(action).unwrap()).await.unwrap();
}
