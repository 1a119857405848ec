use billing::dispute::{self, Disputed, News};
use billing::ledger::Account;
use billing::payment;
use billing::refund::{self, Wire};
use models::PaymentId;
use sandbox::stripe::Action;
use serde_json::Value;
use sqlx::PgPool;
use testkit::now;

use crate::runs::{call_off, call_off_without_refunds};
use crate::world::World;

/// The buyer's bank takes the payment back.
async fn dispute(world: &World, id: PaymentId) -> String {
    let charge =
        sqlx::query_scalar!("select stripe_charge_id from payments where id = $1", id as _);
    let charge = charge.fetch_one(&world.db).await.unwrap().unwrap();
    let opened = world
        .stand
        .act(Action::Dispute { charge, reason: String::new(), inquiry: false })
        .await
        .unwrap();
    opened["id"].as_str().unwrap().to_owned()
}

/// Reads the dispute again and applies it.
async fn read(world: &World, id: &str) -> Option<Disputed> {
    let object: Value = world.stripe.get(&format!("/v1/disputes/{id}")).await.unwrap();
    let mut tx = world.db.begin().await.unwrap();
    let moved = dispute::sync(&mut tx, &object, now(), now()).await.unwrap();
    if let Some(moved) = &moved {
        ::sales::disputed(&mut tx, moved, now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    moved
}

async fn held(world: &World, id: PaymentId) -> i64 {
    let mut tx = world.db.begin().await.unwrap();
    payment::lock(&mut tx, id).await.unwrap().unwrap().disputed
}

/// RF-11, LG-1: a lost dispute costs the organizer what the bank took, once, and leaves the bank's
/// fee to be claimed.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_lost_dispute_takes_the_money_and_the_seat(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let id = dispute(&world, payment).await;
    assert_eq!(read(&world, &id).await.unwrap().news, News::Opened);
    assert_eq!(read(&world, &id).await, None, "nothing new");
    assert_eq!(held(&world, payment).await, 1639);
    assert_eq!(world.left(payment, Account::Disputes).await, 1639);

    world.stand.act(Action::CloseDispute { dispute: id.clone(), won: false }).await.unwrap();
    assert_eq!(read(&world, &id).await.unwrap().news, News::Lost);
    assert_eq!(read(&world, &id).await, None);
    world.work().await;
    assert_eq!(world.calls("/reversals"), 1);
    assert_eq!(world.left(payment, Account::Disputes).await, 0);
    assert_eq!(world.left(payment, Account::Organizer).await, 1500, "15.00 for the bank's work");
    assert_eq!(held(&world, payment).await, 1639, "it is never settled again");
    assert_eq!(world.told().await, ["dispute-closed", "dispute-opened"]);
    let seat = sqlx::query_scalar!("select status from registrations");
    assert_eq!(seat.fetch_one(&db).await.unwrap(), "cancelled");
    world.balanced().await;
}

/// RF-11: won, all flags fall, and nothing is taken from anybody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_won_dispute_leaves_no_trace_but_its_costs(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let before = world.left(payment, Account::Organizer).await;
    let id = dispute(&world, payment).await;
    world.stand.act(Action::CloseDispute { dispute: id.clone(), won: true }).await.unwrap();
    // Both events were lost: the decision is the first that is read.
    assert_eq!(read(&world, &id).await.unwrap().news, News::Won);
    world.work().await;
    assert_eq!(world.calls("/reversals"), 0);
    assert_eq!(held(&world, payment).await, 0);
    assert_eq!(world.left(payment, Account::Disputes).await, 0);
    assert_eq!(world.left(payment, Account::Organizer).await, before);
    world.balanced().await;
}

/// RF-9, RF-10: what the bank looked into when the event was called off goes back when it is won,
/// whether the run is done by then or not; without refunds it stays.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_the_bank_held_when_the_event_was_called_off_goes_back_when_it_is_won(db: PgPool) {
    let world = World::new(&db).await;
    for works in [false, true] {
        let event = world.event().await;
        let names = if works { ["ada", "bea"] } else { ["cleo", "dora"] };
        world.paid(event, names[0]).await;
        let held_up = world.paid(event, names[1]).await;
        let id = dispute(&world, held_up).await;
        read(&world, &id).await.unwrap();
        call_off(&world, event).await;
        if works {
            world.work().await;
            assert_eq!(world.stand.objects("refund").len(), 3, "the one that is not held");
        }
        world.stand.act(Action::CloseDispute { dispute: id.clone(), won: true }).await.unwrap();
        assert_eq!(read(&world, &id).await.unwrap().news, News::Won);
        world.work().await;
        assert_eq!(world.left(held_up, Account::RefundsDue).await, 0);
        assert_eq!(world.left(held_up, Account::Organizer).await, 0);
    }
    assert_eq!(world.stand.objects("refund").len(), 4);
    let runs = sqlx::query_scalar!("select status from refund_runs order by id");
    assert_eq!(runs.fetch_all(&db).await.unwrap(), ["done"; 3], "one made up for it");
    let stays = world.event().await;
    let kept = world.paid(stays, "eve").await;
    let id = dispute(&world, kept).await;
    read(&world, &id).await.unwrap();
    call_off_without_refunds(&world, stays).await;
    world.stand.act(Action::CloseDispute { dispute: id.clone(), won: true }).await.unwrap();
    read(&world, &id).await.unwrap();
    world.work().await;
    assert_eq!(world.stand.objects("refund").len(), 4);
    world.balanced().await;
}

/// RF-8, RF-11: what a refund took back, a failed one too, is not taken a second time when the dispute
/// is lost; what is left is.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_lost_dispute_takes_no_more_than_is_left(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let part = world.part(payment, 500).await;
    world.work().await;
    assert_eq!(world.refund(part).await.0, "succeeded");
    let made = world.stand.objects("refund")[0]["id"].as_str().unwrap().to_owned();
    world.stand.act(Action::FailRefund { refund: made.clone() }).await.unwrap();
    let wire: Wire = world.stripe.get(&format!("/v1/refunds/{made}")).await.unwrap();
    let mut tx = world.db.begin().await.unwrap();
    refund::apply(&mut tx, &wire, now(), now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.refund(part).await.0, "failed");
    let id = dispute(&world, payment).await;
    read(&world, &id).await.unwrap();
    world.stand.act(Action::CloseDispute { dispute: id.clone(), won: false }).await.unwrap();
    assert_eq!(read(&world, &id).await.unwrap().news, News::Lost);
    world.work().await;
    assert!(world.waiting().await.is_empty(), "nothing is tried for ever");
    let transfer = &world.stand.objects("transfer")[0];
    assert_eq!(transfer["amount_reversed"], transfer["amount"], "all of it, and no more");
    world.balanced().await;
}
