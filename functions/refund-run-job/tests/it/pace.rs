use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, Money};
use sqlx::PgPool;
use testkit::{now, rows, sales};

use crate::runs::{call_off, status};
use crate::world::World;

/// When the jobs of a kind are due, in order.
async fn due(db: &PgPool, kind: &str) -> Vec<DateTime<Utc>> {
    sqlx::query_scalar!(
        "select available_at from outbox where queue = 'refund-run' and payload ? $1 order by available_at",
        kind
    )
    .fetch_all(db)
    .await
    .unwrap()
}

/// RF-9: however many are paid back, five a second go out, and the run comes again behind them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn five_refunds_a_second_go_out(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    for n in 0..203 {
        let place = rows::registration(&db, event, &format!("p{n}@example.org"), "confirmed").await;
        sales::sold(&db, place, "acct_1", Money::new(1_000, "USD".parse().unwrap())).await;
    }
    let run = call_off(&world, event).await;
    let job = world.waiting().await.pop().unwrap();
    assert_eq!(world.deliver(&job).await, 200);
    let refunds = due(&db, "refund").await;
    assert_eq!((refunds.len(), refunds[0]), (200, now()));
    let pauses = refunds.windows(2).map(|pair| pair[1] - pair[0]);
    assert!(pauses.into_iter().all(|pause| pause == TimeDelta::milliseconds(200)));
    assert_eq!(due(&db, "run").await, [now() + TimeDelta::seconds(40)]);
    assert_eq!(status(&world, run).await, "running");
}

/// A single refund waits for nobody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_single_refund_goes_out_at_once(db: PgPool) {
    let world = World::new(&db).await;
    let id = world.paid(world.event().await, "ada").await;
    world.ask(id).await;
    assert_eq!(due(&db, "refund").await, [now()]);
}

/// RF-9: the platform has one account at Stripe, and so one pace: two runs at the same time, of two
/// organizers' events or not, share it, and no moment is anybody's twice.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_runs_at_once_share_the_pace(db: PgPool) {
    let world = World::new(&db).await;
    for event in ["a", "b"] {
        let at = world.event().await;
        for n in 0..15 {
            let email = format!("{event}{n}@example.org");
            let place = rows::registration(&db, at, &email, "confirmed").await;
            sales::sold(&db, place, "acct_1", Money::new(1_000, "USD".parse().unwrap())).await;
        }
        call_off(&world, at).await;
    }
    let jobs = world.waiting().await;
    let (one, other) = tokio::join!(world.deliver(&jobs[0]), world.deliver(&jobs[1]));
    assert_eq!((one, other), (200, 200));
    let turns = due(&db, "refund").await;
    let wanted = (0..30).map(|n| now() + TimeDelta::milliseconds(200) * n);
    assert_eq!(turns, wanted.collect::<Vec<_>>());

    // A third run is behind both; when the pace has gone idle nobody waits for it.
    let third = paid_event(&world).await;
    call_off(&world, third).await;
    let job = world.waiting().await.into_iter().find(|job| job["run"].is_string()).unwrap();
    assert_eq!(world.deliver(&job).await, 200);
    assert_eq!(due(&db, "refund").await, [now() + TimeDelta::seconds(6)]);
    world.waiting().await;
    world.app.advance(TimeDelta::minutes(1));
    let last = paid_event(&world).await;
    call_off(&world, last).await;
    let job = world.waiting().await.pop().unwrap();
    assert_eq!(world.deliver(&job).await, 200);
    assert_eq!(due(&db, "refund").await, [world.app.clock.now()]);
}

/// An event with one buyer.
async fn paid_event(world: &World) -> EventId {
    let event = world.event().await;
    let place = rows::registration(&world.db, event, "one@example.org", "confirmed").await;
    sales::sold(&world.db, place, "acct_1", Money::new(1_000, "USD".parse().unwrap())).await;
    event
}
