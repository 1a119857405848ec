use models::{PaymentId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member};

use crate::refunds::golden;
use crate::{PATH, app};

fn dollars(cents: i64) -> Value {
    json!({"amount": cents, "currency": "USD"})
}

/// Asks for what the preview says, with these words of it; gives the preview.
async fn back(finance: &Member<'_>, id: PaymentId, amount: Option<i64>, fees: bool) -> Value {
    let chosen = amount.map_or(String::new(), |amount| format!("&amount={amount}"));
    let path = format!("{PATH}/{id}/refund-quote?include_fees={fees}{chosen}");
    let quote = finance.get(&path).await;
    assert_eq!(quote.status, 200, "{}", quote.body);
    let mut body =
        json!({"reason": "Goodwill.", "include_fees": fees, "expected": quote.body["amount"]});
    if let Some(amount) = amount {
        body["amount"] = dollars(amount);
    }
    let done = finance.post(&format!("{PATH}/{id}/refunds"), body).await;
    assert_eq!((done.status, &done.body["amount"]), (201, &quote.body["amount"]), "{}", done.body);
    quote.body
}

/// RF-2: what went back of the ticket without its fees is gone from the ticket: the fees stay fees,
/// and the organizer pays no more of the ticket than came.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fees_are_never_paid_back_as_ticket(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let quote = format!("{PATH}/{id}/refund-quote");
    back(&finance, id, Some(500), false).await;
    let too_much = finance.get(&format!("{quote}?amount=1146")).await;
    assert_eq!(too_much.problem(), "409 refund-exceeds-payment");
    let rest = back(&finance, id, None, false).await;
    assert_eq!(rest["amount"], dollars(839));
    assert_eq!(rest["lines"][0]["gives_up_place"], false);
    for asked in ["?amount=307", "?amount=1&include_fees=true"] {
        let more = finance.get(&format!("{quote}{asked}")).await;
        assert_eq!(more.problem(), "409 refund-exceeds-payment", "{asked}");
    }
    let item = rest["lines"][0]["item_id"].as_str().unwrap();
    let spent = finance.get(&format!("{quote}?amount=1&items={item}")).await;
    assert_eq!(spent.problem(), "409 refund-exceeds-payment");
    assert_eq!(spent.body["errors"][0]["pointer"], "/items/0", "{}", spent.body);
    assert_eq!(spent.body["errors"][1]["detail"], "0.00 USD");
    assert_eq!(finance.get(&quote).await.problem(), "409 not-refundable");
    let fees = back(&finance, id, None, true).await;
    assert_eq!((&fees["amount"], &fees["organizer"]), (&dollars(307), &dollars(307)));
    assert_eq!(fees["lines"][0]["gives_up_place"], true);
    assert_eq!(finance.get(&quote).await.problem(), "409 not-refundable");
}

/// RF-2: whoever takes the rest of a ticket with its fees takes the rest of them, so that no cent of
/// a rounding keeps a place open (RF-7).
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn parts_with_their_fees_end_in_the_whole(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let mut sum = 0;
    for part in [333, 333, 333, 340] {
        let quote = back(&finance, id, Some(part), true).await;
        sum += quote["amount"]["amount"].as_i64().unwrap();
        assert_eq!(quote["lines"][0]["gives_up_place"], part == 340);
    }
    assert_eq!(sum, 1646);
}
