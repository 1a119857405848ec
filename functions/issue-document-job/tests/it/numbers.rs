//! Numbers: one after the other, whatever goes wrong.

use std::sync::Arc;

use billing::document::DocumentJob;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;
use testkit::now;

use crate::world::World;

/// RF-12, acceptance 13: sales at once, with failures mixed in, have the numbers from 1 on.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn numbers_are_consecutive_however_many_sell_at_once(db: PgPool) {
    let world = World::new(&db).await;
    let mut sold = Vec::new();
    for n in 0..200 {
        sold.push(world.sold(&format!("p{n}"), 1_000 + n, "USD").await);
    }
    // Every fifth one failed, or was over nothing; each job comes twice.
    for failed in sold.iter().step_by(5) {
        sqlx::query!(
            "update payments set status = 'failed', paid_at = null where id = $1",
            *failed as _
        )
        .execute(&db)
        .await
        .unwrap();
    }
    let mut at_once = tokio::task::JoinSet::new();
    for payment in sold.iter().chain(&sold).copied() {
        let app = Arc::clone(&world.app);
        let job = serde_json::json!(DocumentJob::Payment { payment });
        at_once.spawn(async move { app.send("POST", "/", Some(job)).await.status });
    }
    for status in at_once.join_all().await {
        // A busy pool says so, and the queue comes again.
        assert!(status == 200 || status == 503, "{status}");
    }
    for payment in &sold {
        world.invoice(*payment).await;
    }
    let mut numbers = world.numbers().await;
    numbers.sort();
    let expected: Vec<String> = (1..=160).map(|n| format!("INV-2026-{n:06}")).collect();
    assert_eq!(numbers, expected);
    let unmade = world.all().await.into_iter().filter(|made| made.file.is_none());
    assert_eq!(unmade.count(), 0);
}

/// RF-12: the year is the seller's: in Auckland it begins eleven hours before London.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_year_is_that_of_the_sellers_zone(db: PgPool) {
    let world = World::new(&db).await;
    sqlx::query!("update organizations set time_zone = 'Pacific/Auckland'")
        .execute(&db)
        .await
        .unwrap();
    let (before, after) =
        (world.sold("a", 1_000, "NZD").await, world.sold("b", 1_000, "NZD").await);
    let new_year: DateTime<Utc> = "2026-12-31T11:00:00Z".parse().unwrap();
    world.app.advance(new_year - now() - TimeDelta::seconds(1));
    world.invoice(before).await;
    world.invoice(after).await;
    assert_eq!(world.numbers().await, ["INV-2026-000001", "INV-2027-000001"]);
    let days = world.all().await.into_iter().map(|made| made.said.issued_on.to_string());
    assert_eq!(days.collect::<Vec<_>>(), ["2026-12-31", "2027-01-01"]);
}

/// RF-12: the prefix is the seller's, each kind has its own series, each seller theirs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_seller_and_kind_counts_alone(db: PgPool) {
    let world = World::new(&db).await;
    sqlx::query!("update seller_settings set document_prefix = 'WCS'").execute(&db).await.unwrap();
    let sold = world.sold("a", 1_000, "USD").await;
    world.invoice(sold).await;
    let refund = world.back(sold, None).await;
    world.issue(DocumentJob::Refund { refund }).await;
    let other = World::new(&db).await;
    other.app.advance(TimeDelta::minutes(1));
    let sold = other.sold("b", 1_000, "USD").await;
    other.invoice(sold).await;
    let numbers = other.numbers().await;
    assert_eq!(numbers, ["WCS-2026-000001", "WCS-CN-2026-000001", "INV-2026-000001"]);
}
