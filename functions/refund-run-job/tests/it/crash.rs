//! Killed between any two steps of a refund and of a run, and started again.

use billing::ledger::Account;
use models::PaymentId;
use serde_json::json;
use sqlx::PgPool;
use testkit::{Cut, cut};

use crate::runs::{call_off, status};
use crate::world::World;

async fn settled(world: &World, payment: PaymentId, at: Cut) {
    assert_eq!(world.left(payment, Account::RefundsDue).await, 0, "{at:?}");
    assert_eq!(world.left(payment, Account::Organizer).await, 0, "{at:?}");
}

/// The issue, acceptance 5: RF-5, PA-41. Refund, reversal and fee are each there once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_that_is_killed_anywhere_is_paid_once(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let payment = world.paid(event, &format!("buyer{n}")).await;
        let job = json!({"refund": world.ask(payment).await});
        let done = cut(&db, at, world.deliver(&job)).await;
        while world.deliver(&job).await == 503 {}
        settled(&world, payment, at).await;
        let refunds = world.stand.objects("refund");
        assert_eq!(refunds.len(), n, "{at:?}");
        assert!(refunds.iter().all(|refund| refund["amount"] == 1639), "{at:?}");
        let transfers = world.stand.objects("transfer");
        assert!(transfers.iter().all(|t| t["amount_reversed"] == 1639), "{at:?}");
        let fees = world.stand.objects("application_fee");
        assert!(fees.iter().all(|fee| fee["amount_refunded"] == fee["amount"]), "{at:?}");
        done.is_some()
    });
    assert!(points.await > 4);
    world.balanced().await;
}

/// The issue, acceptance 5 and 7: RF-9. The run goes on by what is missing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_whose_call_is_killed_anywhere_misses_and_doubles_nobody(db: PgPool) {
    let world = World::new(&db).await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let event = world.event().await;
        let paid = world.paid(event, &format!("paid{n}")).await;
        let (open, _) = world.open(event, &format!("open{n}")).await;
        let run = call_off(&world, event).await;
        let job = json!({"run": run});
        world.waiting().await;
        let done = cut(&db, at, world.deliver(&job)).await;
        while world.deliver(&job).await == 503 {}
        world.work().await;
        settled(&world, paid, at).await;
        assert_eq!(status(&world, run).await, "done", "{at:?}");
        assert_eq!(world.stand.objects("refund").len(), n, "{at:?}");
        let ended = sqlx::query_scalar!("select status from payments where id = $1", open as _);
        assert_eq!(ended.fetch_one(&db).await.unwrap(), "expired", "{at:?}");
        done.is_some()
    });
    assert!(points.await > 4);
    world.balanced().await;
}
