//! Killed between any two steps of a payout, and started again.

use chrono::TimeDelta;
use models::Money;
use sqlx::PgPool;
use testkit::{Cut, cut};

use crate::world::World;

/// The issue, acceptance 5: PA-13, PA-41. What is due leaves once, the same morning.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payout_that_is_killed_anywhere_leaves_once(db: PgPool) {
    let world = World::of(&db, "US").await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let due = Money::new(5_000 + n, "USD".parse().unwrap());
        let days = 4 * n;
        world.sell(&format!("buyer{n}@example.org"), days - 3, due).await;
        world.advance(TimeDelta::days(4));
        let done = cut(&db, at, world.run()).await;
        // What was ordered and not sent is taken up when the first round can no longer be at it.
        world.advance(TimeDelta::minutes(3));
        assert_eq!(world.run().await, "200", "{at:?}");
        let there = world.stand.objects("payout");
        let sum: i64 = there.iter().map(|payout| payout["amount"].as_i64().unwrap()).sum();
        assert_eq!(sum, (1..=n).map(|n| 5_000 + n).sum::<i64>(), "{at:?} {there:?}");
        assert_eq!(world.payouts().await.len(), there.len(), "{at:?}");
        done.is_some()
    });
    assert!(points.await > 4);
}
