use billing::ledger::Account;
use billing::refund::{self, Wire};
use sandbox::stripe::{Action, FaultKind};
use serde_json::json;
use sqlx::PgPool;
use testkit::now;

use crate::world::World;

/// RF-5, LG-2: the buyer's money, the organizer's part and the platform's fee go back, each once;
/// then nothing is owed to anybody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_takes_three_steps_and_leaves_nothing(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let id = world.ask(payment).await;
    assert_eq!(world.left(payment, Account::RefundsDue).await, -1639);
    for _ in 0..3 {
        assert_eq!(world.deliver(&json!({"refund": id})).await, 200);
    }
    for path in ["/v1/refunds", "/reversals", "/refunds"] {
        let wanted = if path == "/refunds" { 2 } else { 1 };
        assert_eq!(world.calls(path), wanted, "{path}");
    }
    assert_eq!(world.refund(id).await, ("succeeded".into(), 1));
    assert_eq!(world.left(payment, Account::Organizer).await, 0);
    assert_eq!(world.left(payment, Account::RefundsDue).await, 0);
    world.balanced().await;
    let reversed = &world.stand.objects("transfer")[0]["amount_reversed"];
    assert_eq!(*reversed, json!(1639), "the organizer's account gave it back");
}

/// PA-41: an answer that is lost is asked for again with the same key, at each step.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn lost_answers_and_lost_requests_double_nothing(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    let steps = ["/v1/refunds", "/reversals", "/v1/application_fees"];
    for (n, step) in steps.into_iter().enumerate() {
        for (kind, word) in [(FaultKind::Before, "before"), (FaultKind::After, "after")] {
            let payment = world.paid(event, &format!("{word}{n}")).await;
            let id = world.ask(payment).await;
            world.stand.fault("POST", step, kind).await.unwrap();
            assert_eq!(world.deliver(&json!({"refund": id})).await, 503, "{word} {step}");
            assert_eq!(world.deliver(&json!({"refund": id})).await, 200, "{word} {step}");
            assert_eq!(world.left(payment, Account::Organizer).await, 0, "{word} {step}");
            assert_eq!(world.left(payment, Account::RefundsDue).await, 0, "{word} {step}");
        }
    }
    assert_eq!(world.stand.objects("refund").len(), 6);
    assert!(world.stand.objects("transfer").iter().all(|t| t["amount_reversed"] == 1639));
    world.balanced().await;
}

/// RF-8: the claim stays until it is tried again, and what is said of the first try later changes
/// nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_that_came_back_is_tried_again(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let id = world.ask(payment).await;
    world.work().await;
    let first = world.stand.objects("refund")[0]["id"].as_str().unwrap().to_owned();
    world.stand.act(Action::FailRefund { refund: first.clone() }).await.unwrap();
    let wire: Wire = world.stripe.get(&format!("/v1/refunds/{first}")).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let done = refund::apply(&mut tx, &wire, now(), now()).await.unwrap().unwrap();
    ::sales::refunded(&mut tx, &done, now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.refund(id).await, ("failed".into(), 1));
    assert_eq!(world.left(payment, Account::RefundsDue).await, -1639);
    assert_eq!(world.told().await, ["refund-failed"]);

    let mut tx = db.begin().await.unwrap();
    let failed = refund::lock(&mut tx, id).await.unwrap().unwrap();
    refund::retry(&mut tx, &failed, now()).await.unwrap();
    assert!(refund::apply(&mut tx, &wire, now(), now()).await.unwrap().is_none(), "old news");
    tx.commit().await.unwrap();
    world.work().await;
    assert_eq!(world.refund(id).await, ("succeeded".into(), 2));
    assert_eq!(world.stand.objects("refund").len(), 2);
    assert_eq!(world.calls("/reversals"), 1, "the organizer's part had come already");
    assert_eq!(world.left(payment, Account::RefundsDue).await, 0);
    assert_eq!(world.left(payment, Account::Organizer).await, 0);
    world.balanced().await;
}

/// RF-8: what Stripe will never do has failed, and is not tried for ever.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_that_stripe_refuses_has_failed(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let id = world.ask(payment).await;
    let charge = world.stand.objects("charge");
    let charge = charge
        .iter()
        .find(|charge| charge["disputed"] == false && charge["payment_intent"].is_string());
    let charge = charge.unwrap()["id"].as_str().unwrap().to_owned();
    world
        .stand
        .act(Action::Dispute { charge, reason: String::new(), inquiry: false })
        .await
        .unwrap();
    assert_eq!(world.deliver(&json!({"refund": id})).await, 200);
    assert_eq!(world.refund(id).await, ("failed".into(), 1));
    assert_eq!(world.told().await, ["refund-failed"]);
    assert_eq!(world.calls("/reversals"), 0);
    world.balanced().await;
}

/// RF-8: a refund that was taken back at Stripe is one that failed: finance hears of it, and it can
/// be tried again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_that_was_taken_back_at_stripe_has_failed(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let id = world.ask(payment).await;
    world.work().await;
    sqlx::query!("update refunds set status = 'pending', succeeded_at = null")
        .execute(&db)
        .await
        .unwrap();
    let made = world.stand.objects("refund")[0]["id"].as_str().unwrap().to_owned();
    let mut wire: Wire = world.stripe.get(&format!("/v1/refunds/{made}")).await.unwrap();
    wire.status = Some("canceled".to_owned());
    let mut tx = db.begin().await.unwrap();
    let done = refund::apply(&mut tx, &wire, now(), now()).await.unwrap().unwrap();
    ::sales::refunded(&mut tx, &done, now()).await.unwrap();
    let failed = refund::lock(&mut tx, id).await.unwrap().unwrap();
    refund::retry(&mut tx, &failed, now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.told().await, ["refund-failed"]);
    assert_eq!(world.refund(id).await, ("requested".into(), 2));
}
