use billing::ledger::{Account, Journal};
use billing::refund::{self, Wire};
use billing::stripe::Form;
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

/// RF-5, LG-2: fees were collected of a transfer, and then its payment goes back: what is left is
/// taken, and the organizer owes the rest.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_takes_what_is_left_of_its_transfer(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.paid(world.event().await, "ada").await;
    let transfer = world.stand.objects("transfer")[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/transfers/{transfer}/reversals");
    let form = Form::new().with("amount", 100);
    let _: serde_json::Value = world.stripe.post(&path, &form, "collected").await.unwrap();
    Journal::new("fees_collected", "fees_collected:test".into(), "USD".parse().unwrap())
        .about(world.org, Some(payment))
        .debit(Account::Stripe, 100)
        .credit(Account::Organizer, 100)
        .post(&mut db.acquire().await.unwrap(), now())
        .await
        .unwrap();
    let id = world.ask(payment).await;
    for _ in 0..2 {
        assert_eq!(world.deliver(&json!({"refund": id})).await, 200);
    }
    assert_eq!(world.stand.objects("transfer")[0]["amount_reversed"], json!(1639));
    assert_eq!(world.refund(id).await, ("succeeded".into(), 1));
    let owed = sqlx::query_scalar!(
        r#"select sum(amount_minor)::bigint as "owed!" from organizer_lines where payment_id = $1 and not is_fee_claim(kind)"#,
        payment as _
    );
    assert_eq!(owed.fetch_one(&db).await.unwrap(), 100);
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
