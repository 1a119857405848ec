use billing::dispute;
use models::{DisputeId, EventId, Money, PaymentId, Role};
use sandbox::stripe::{Action, Stand};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, now, rows, sales};

use crate::{PATH, with_stripe};

/// A payment of 53.00 that was really made at the stand-in.
async fn paid(db: &PgPool, stand: &Stand, event: EventId, account: &str) -> PaymentId {
    let place = rows::registration(db, event, "ada@example.org", "confirmed").await;
    rows::presence(db, place, 55, "met").await;
    let id = sales::sold(db, place, account, Money::new(5_000, "USD".parse().unwrap())).await;
    let form = billing::stripe::Form::new()
        .with("mode", "payment")
        .with("success_url", "https://accredit.test/checkout/return")
        .with("line_items[0][quantity]", 1)
        .with("line_items[0][price_data][currency]", "usd")
        .with("line_items[0][price_data][unit_amount]", 5_300)
        .with("line_items[0][price_data][product_data][name]", "Ticket")
        .with("payment_method_types[0]", "card");
    let environment = stand.environment();
    let of =
        |name: &str| environment.iter().find(|(known, _)| known == name).map(|(_, v)| v.as_str());
    let stripe = billing::stripe::Stripe::from_env(of, cloud::client().clone());
    let session: Value = stripe.post("/v1/checkout/sessions", &form, "open").await.unwrap();
    stand.pay(session["id"].as_str().unwrap(), "success").await.unwrap();
    let charge = stand.objects("charge")[0]["id"].as_str().unwrap().to_owned();
    sqlx::query!("update payments set stripe_charge_id = $2 where id = $1", id as _, charge)
        .execute(db)
        .await
        .unwrap();
    id
}

/// The buyer's bank takes the payment back, and we hear of it.
async fn disputed(db: &PgPool, stand: &Stand, finance: &Member<'_>) -> DisputeId {
    let account = stand.account("US").await.unwrap();
    let event = finance.event(EventSpec::PUBLISHED).await;
    paid(db, stand, event, &account).await;
    let charge = stand.objects("charge")[0]["id"].as_str().unwrap().to_owned();
    let action = Action::Dispute { charge, reason: String::new(), inquiry: false };
    let opened = stand.act(action).await.unwrap();
    let object = stand.object(opened["id"].as_str().unwrap()).unwrap();
    let mut tx = db.begin().await.unwrap();
    let disputed = dispute::sync(&mut tx, &object, now(), now()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    disputed.id
}

/// RF-11: the pack is put together by itself, goes to the bank once, and only in time.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn evidence_is_put_together_and_sent_once(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let id = disputed(&db, &stand, &finance).await;
    let path = format!("{PATH}/disputes/{id}");
    let listed = finance.get(&format!("{PATH}/disputes?open=true")).await.body;
    assert_eq!(listed["data"][0]["id"], json!(id));
    let shown = finance.get(&path).await.body;
    assert_eq!(shown["pack"]["places"][0]["present_minutes"], 55, "{shown}");
    assert_eq!(shown["amount"], json!({"amount": 5300, "currency": "USD"}));
    let payment = shown["payment_id"].as_str().unwrap();
    let quote = finance.get(&format!("{PATH}/{payment}/refund-quote")).await;
    assert_eq!(quote.problem(), "409 payment-disputed");

    let words = json!({"text": "She was there for the whole course."});
    let sent = finance.post(&format!("{path}/evidence"), words.clone()).await;
    assert_eq!((sent.status, &sent.body["status"]), (201, &json!("under_review")), "{}", sent.body);
    let evidence = &stand.objects("dispute")[0]["evidence"];
    assert_eq!(evidence["uncategorized_text"], "She was there for the whole course.");
    assert!(
        evidence["product_description"].as_str().unwrap().contains("present 55 of"),
        "{evidence}"
    );
    let again = finance.post(&format!("{path}/evidence"), words).await;
    assert_eq!(again.problem(), "409 evidence-too-late");
    let other = app.member(Role::Owner).await;
    assert_eq!(other.get(&path).await.problem(), "404 not-found");
}

/// The organizer gives in: the bank has decided, and there is no more to say.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_dispute_that_is_accepted_is_lost(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let path = format!("{PATH}/disputes/{}", disputed(&db, &stand, &finance).await);
    let done = finance.post(&format!("{path}/accept"), json!({})).await;
    assert_eq!((done.status, &done.body["status"]), (201, &json!("lost")), "{}", done.body);
    assert!(done.body["closed_at"].is_string());
    assert_eq!(
        finance.post(&format!("{path}/accept"), json!({})).await.problem(),
        "409 dispute-closed"
    );
    let words = json!({"text": "Wait."});
    let late = finance.post(&format!("{path}/evidence"), words).await;
    assert_eq!(late.problem(), "409 dispute-closed");
    let jobs =
        sqlx::query_scalar!(r#"select count(*) as "n!" from outbox where queue = 'refund-run'"#);
    assert_eq!(jobs.fetch_one(&db).await.unwrap(), 1, "the organizer's part is to come back");
}
