use billing::refund::RefundJob;
use events::registration::By;
use models::{OrgId, Role};
use sandbox::stripe::Action;
use serde_json::Value;
use sqlx::PgPool;
use testkit::rows;

use crate::world::World;

/// What buyers were told of payments, in order: key, and the facts.
async fn told(db: &PgPool) -> Vec<(String, Value)> {
    let rows = sqlx::query!(
        "select message_key, variables->'facts' as facts from messages where about_kind = 'payment' order by created_at, id"
    );
    let rows = rows.fetch_all(db).await.unwrap();
    rows.into_iter().map(|row| (row.message_key, row.facts.unwrap_or_default())).collect()
}

fn keys(told: &[(String, Value)]) -> Vec<&str> {
    told.iter().map(|(key, _)| key.as_str()).collect()
}

/// What refund-run-job does with the refund that was asked for.
async fn pay_back(world: &World) {
    let asked =
        sqlx::query_scalar!("delete from outbox where queue = 'refund-run' returning payload");
    let job = serde_json::from_value(asked.fetch_one(&world.db).await.unwrap());
    let RefundJob { refund } = job.unwrap();
    let (db, now) = (&world.db, world.now());
    let done = billing::refund::advance(db, &world.stripe, refund, now).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    sales::refunded(&mut tx, &done.unwrap(), now).await.unwrap();
    tx.commit().await.unwrap();
}

/// One receipt, however often the payment is told, and another mail with the exact sum when the
/// money goes back, however often that is told.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_buyer_gets_one_receipt_and_one_word_of_the_refund(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    let messages = world.stand.take();
    for message in messages.iter().chain(&messages) {
        assert_eq!(world.deliver(message).await, 200);
    }
    world.confirm(held).await;
    assert_eq!(world.follow().await, 1);
    let receipts = told(&db).await;
    assert_eq!(keys(&receipts), ["payment-receipt"]);
    assert_eq!(receipts[0].1["purchase"]["total"], "23.52 USD");
    assert_eq!(receipts[0].1["lines"][0]["amount"], "23.52 USD");

    world.advance(chrono::TimeDelta::hours(1));
    let mut tx = db.begin().await.unwrap();
    let by = (held.registration, By::Holder(None));
    let shown = sales::preview(&mut tx, by.0, by.1, world.now()).await.unwrap().refund;
    sales::give_up(&mut tx, by, (None, shown), world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let cancelled = sqlx::query_scalar!(
        r#"select variables->'facts'->>'refund' as "refund!" from messages where message_key = 'registration-cancelled'"#
    );
    assert_eq!(cancelled.fetch_one(&db).await.unwrap(), "20.00 USD");
    assert_eq!(told(&db).await.len(), 1, "nothing went back yet");
    pay_back(&world).await;
    let messages = world.stand.take();
    for message in messages.iter().chain(&messages) {
        assert_eq!(world.deliver(message).await, 200);
    }
    let all = told(&db).await;
    assert_eq!(keys(&all), ["payment-receipt", "refund-sent"]);
    assert_eq!(all[1].1["amount"], "20.00 USD");
}

/// PA-19: what follows a settlement comes a moment later. Whoever gave the place up by then is not
/// told that it is sure; the money came all the same.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_left_at_once_is_not_told_that_the_place_is_sure(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.confirm(held).await;
    let mut tx = db.begin().await.unwrap();
    let by = (held.registration, By::Holder(None));
    let shown = sales::preview(&mut tx, by.0, by.1, world.now()).await.unwrap().refund;
    sales::give_up(&mut tx, by, (None, shown), world.now()).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
    let keys = sqlx::query_scalar!("select message_key from messages order by message_key");
    let keys = keys.fetch_all(&db).await.unwrap();
    assert_eq!(keys, ["payment-receipt", "registration-cancelled"]);
}

/// PA-20: a bank takes its days, and refuses; both are told once, the second with a way to try
/// again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_buyer_hears_of_a_bank_that_refuses_in_the_end(db: PgPool) {
    let world = World::of(&db, 1).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "debit_fails").await.unwrap();
    world.deliver_all().await;
    assert_eq!(keys(&told(&db).await), ["payment-processing"]);
    world.advance(chrono::TimeDelta::hours(1));
    world.stand.act(Action::SettleDelayed { session, ok: false }).await.unwrap();
    let messages = world.stand.take();
    for message in messages.iter().chain(&messages) {
        assert_eq!(world.deliver(message).await, 200);
    }
    let all = told(&db).await;
    assert_eq!(keys(&all), ["payment-processing", "payment-failed"]);
    assert_eq!(all[1].1["payment"]["kind"], "payment");
    assert_eq!(world.status(held).await, ("failed".to_owned(), "expired".to_owned()));
}

/// RF-10: a bank that fears fraud is told to finance once and kept with the payment, and nothing goes
/// back by itself.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fear_of_fraud_is_told_to_finance_and_pays_nothing_back(db: PgPool) {
    let world = World::of(&db, 1).await;
    let org = sqlx::query_scalar!(r#"select organization_id as "id: OrgId" from events"#);
    rows::member(&db, org.fetch_one(&db).await.unwrap(), Role::Finance).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    // The organizer's account has an entry of its own among them.
    let charges = world.stand.objects("charge");
    let ids = charges.iter().map(|charge| charge["id"].as_str().unwrap());
    let charge = ids.into_iter().find(|id| id.starts_with("ch_")).unwrap().to_owned();
    world.stand.act(Action::Warn { charge }).await.unwrap();
    // The payment's own news come behind it.
    let messages = world.stand.take();
    for message in messages.iter().rev() {
        assert_eq!(world.deliver(message).await, 200);
    }
    let kept = async || {
        let row = sqlx::query!("select fraud_warned_at, fraud_type from payments");
        let row = row.fetch_one(&db).await.unwrap();
        (row.fraud_warned_at, row.fraud_type)
    };
    let first = kept().await;
    assert!(first.0.is_some());
    assert_eq!(first.1.as_deref(), Some("made_with_stolen_card"));
    world.advance(chrono::TimeDelta::minutes(1));
    for message in &messages {
        assert_eq!(world.deliver(message).await, 200);
    }
    assert_eq!(kept().await, first, "once");
    let told = sqlx::query_scalar!(
        r#"select variables->'facts'->>'what' as "what!" from messages where message_key = 'team-money'"#
    );
    assert_eq!(told.fetch_all(&db).await.unwrap(), ["fraud-feared"]);
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()));
    assert!(world.stand.objects("refund").is_empty());
}
