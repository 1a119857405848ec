//! Killed between any two steps, and started again.

use std::sync::Arc;

use billing::document::DocumentJob;
use issue_document_job::{State, router};
use sqlx::PgPool;
use testkit::{Cut, TestApp, cut};

use crate::world::World;

/// The issue, acceptance 5: one document, one number, one file, wherever it was broken off.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_document_that_is_killed_anywhere_is_issued_once(db: PgPool) {
    let world = World::new(&db).await;
    let mut sold = Vec::new();
    let points = Cut::everywhere(async |at| {
        let payment = world.sold(&format!("p{}", sold.len()), 1_000, "USD").await;
        sold.push(payment);
        let done = cut(&db, at, world.deliver(DocumentJob::Payment { payment })).await;
        world.invoice(payment).await;
        world.invoice(payment).await;
        done.is_some()
    });
    assert!(points.await > 5);
    let made = world.all().await;
    assert_eq!(made.len(), sold.len());
    assert!(made.iter().all(|made| made.file.is_some()));
    let last = sqlx::query_scalar!("select last_number from document_series").fetch_one(&db).await;
    assert_eq!(usize::try_from(last.unwrap()).unwrap(), sold.len(), "no gap");
}

/// RF-12: the number stays, and the file follows.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn without_its_fonts_it_is_tried_again(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.sold("a", 1_000, "USD").await;
    let bare = TestApp::new(&db, |env, db, clock| {
        State::new(&env.clone().with([("FONTS_DIR", "/nowhere")]), db, clock).map(router)
    });
    let job = serde_json::json!(DocumentJob::Payment { payment });
    assert_eq!(bare.send("POST", "/", Some(job)).await.status, 503);
    let filed = async || {
        let made = world.all().await;
        made.into_iter().map(|made| (made.number, made.file.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(filed().await, [("INV-2026-000001".to_owned(), false)]);
    world.invoice(payment).await;
    assert_eq!(filed().await, [("INV-2026-000001".to_owned(), true)]);
}

/// The issue, acceptance 3: the same eight times at once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn eight_at_once_issue_one(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.sold("a", 1_000, "USD").await;
    let refund = world.back(payment, None).await;
    let mut at_once = tokio::task::JoinSet::new();
    for n in 0..16 {
        let job = if n % 2 == 0 {
            DocumentJob::Payment { payment }
        } else {
            DocumentJob::Refund { refund }
        };
        let (app, job) = (Arc::clone(&world.app), serde_json::json!(job));
        at_once.spawn(async move { app.send("POST", "/", Some(job)).await.status });
    }
    for status in at_once.join_all().await {
        assert!(status == 200 || status == 503, "{status}");
    }
    world.issue(DocumentJob::Refund { refund }).await;
    let mut numbers = world.numbers().await;
    numbers.sort();
    assert_eq!(numbers, ["INV-2026-000001", "INV-CN-2026-000001"]);
}
