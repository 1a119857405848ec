//! The behaviour of payments-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod account;
mod contract;
mod disputes;
mod documents;
mod finance;
mod handover;
mod kept_code;
mod mine;
mod opening;
mod outside;
mod payouts;
mod policies;
mod quotes;
mod refund_quotes;
mod refund_sequences;
mod refunds;
mod renew;
mod settings;
mod trouble;

use models::{Clock, RegistrationId};
use payments_api::{State, router};
use sandbox::stripe::Stand;
use sqlx::PgPool;
use testkit::{TestApp, env, now};

const PATH: &str = "/api/v1/payments";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}

/// The function with Stripe's stand-in behind it, whose time stands still.
async fn with_stripe(db: &PgPool) -> (TestApp, Stand) {
    let stand = Stand::start(Clock::fixed(now())).await.unwrap();
    let env = env().with(stand.environment());
    (TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router)), stand)
}

/// Puts a place on offer for half an hour.
async fn offer(db: &PgPool, place: RegistrationId) {
    sqlx::query!(
        "update registrations set status = 'offered', confirmed_at = null, offer_expires_at = $2::timestamptz + interval '30 minutes'
          where id = $1",
        place as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
}

/// The keys of all messages that were written.
async fn told(db: &PgPool) -> Vec<String> {
    let keys = sqlx::query_scalar!("select message_key from messages order by created_at, id");
    keys.fetch_all(db).await.unwrap()
}
