//! The nightly comparison with Stripe, beside a stand-in of it.

#![cfg(test)] // clippy then takes the helpers for tests too

mod checks;
mod flagged;
mod night;
mod stripe;
/// The same sales that settle-payment-job is tried with.
#[path = "../../../settle-payment-job/tests/it/world.rs"]
#[expect(dead_code, reason = "its owner needs more of it")]
mod world;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use billing::reconcile;
use models::Clock;
use serde_json::Value;
use sqlx::PgPool;
use testkit::{TestApp, env, now, rows};
use world::World;

/// The function at the present of the world.
fn job(world: &World) -> TestApp {
    let passed = (world.now() - now()).num_seconds();
    let clock = Clock::stepped(now(), Arc::new(AtomicI64::new(passed)));
    let env = env().with(world.stand.environment());
    TestApp::with(&world.db, env, move |env, db, _| {
        reconcile_payments_job::State::new(env, db, clock).map(reconcile_payments_job::router)
    })
}

/// What the run has to do next, once.
async fn next(db: &PgPool) -> Vec<Value> {
    sqlx::query_scalar!("delete from outbox where queue = 'reconcile-payments' returning payload")
        .fetch_all(db)
        .await
        .unwrap()
}

/// A whole run, as staff asks for it; each page is delivered so many times.
async fn run(world: &World, times: usize) -> reconcile::Run {
    let person = rows::person(&world.db).await.user;
    let mut tx = world.db.begin().await.unwrap();
    let begun = reconcile::start(&mut tx, (person, "A test."), world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let (reconcile::Begun::Now(run) | reconcile::Begun::Before(run)) = begun;
    go_on(world, times).await;
    let ended = reconcile::get(&mut world.db.acquire().await.unwrap(), run.id).await;
    ended.unwrap().unwrap()
}

/// Delivers what the run has to do until nothing is left.
async fn go_on(world: &World, times: usize) {
    let job = job(world);
    loop {
        let pages = next(&world.db).await;
        if pages.is_empty() {
            return;
        }
        assert_eq!(pages.len(), 1, "a page that comes twice is followed by one");
        for _ in 0..times {
            assert_eq!(job.post("/", pages[0].clone()).await.status, 200);
        }
    }
}

/// Nobody hears what Stripe has sent.
fn lose(world: &World) -> usize {
    world.stand.take().len()
}

/// Kinds of findings that are open.
async fn open(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar!(
        "select kind from reconciliation_findings where fixed_at is null and closed_by is null order by kind"
    )
    .fetch_all(db)
    .await
    .unwrap()
}
