use billing::stripe::{Form, Notice};
use models::Role;
use sales::Ear;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Member, rows};

use crate::{Shop, shop};

const PROFILE: &str = "/api/v1/billing/profile";

/// An owner, and the version of what stands on the invoices.
async fn customer<'a>(shop: &'a Shop, db: &PgPool) -> (Member<'a>, i32) {
    let owner = shop.app.member(Role::Owner).await;
    rows::plan(db, owner.org(), "attendee", "free").await;
    let version = owner.get(PROFILE).await.version();
    (owner, version)
}

/// Section 8: what cannot stand on an invoice is refused in its place, and Stripe is not asked.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_stand_on_an_invoice_is_refused_in_its_place(db: PgPool) {
    let shop = shop(&db).await;
    let (owner, version) = customer(&shop, &db).await;
    let many = vec![json!({"type": "eu_vat", "value": "DE123456789"}); 6];
    let refusals = [
        (json!({"address": {"line1": "a\u{0}b"}}), "/address/line1"),
        (json!({"address": {"line1": "a".repeat(201)}}), "/address/line1"),
        (json!({"address": {"postal_code": "1".repeat(21)}}), "/address/postal_code"),
        (json!({"address": {"country": "Germany"}}), "/address/country"),
        (json!({"address": {"country": "ßß"}}), "/address/country"),
        (json!({"tax_ids": [{"type": "EU VAT", "value": "DE123456789"}]}), "/tax_ids/0/type"),
        (json!({"tax_ids": [{"type": "eu_vat", "value": "1".repeat(51)}]}), "/tax_ids/0/value"),
        (json!({"tax_ids": [{"type": "eu_vat", "value": "a\u{0}b"}]}), "/tax_ids/0/value"),
        (json!({"tax_ids": many}), "/tax_ids"),
    ];
    for (body, place) in refusals {
        let refused = owner.patch(PROFILE, version, body.clone()).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{body}: {}", refused.body);
        assert_eq!(refused.body["errors"][0]["pointer"], place);
    }
    assert!(shop.stand.calls().is_empty(), "nothing of it reached Stripe");
}

/// What Stripe alone can refuse is told in its place, and what is right after that is taken.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_stripe_refuses_is_told_in_its_place(db: PgPool) {
    let shop = shop(&db).await;
    let (owner, version) = customer(&shop, &db).await;
    let address =
        |country: &str| json!({"address": {"line1": "1 High Street", "country": country}});
    let refused = owner.patch(PROFILE, version, address("XX")).await;
    assert_eq!(refused.problem(), "422 validation-failed", "{}", refused.body);
    assert_eq!(refused.body["errors"][0]["pointer"], "/address/country");
    let version = owner.get(PROFILE).await.version();
    let edited = owner.patch(PROFILE, version, address("gb")).await;
    assert_eq!(edited.status, 200, "{}", edited.body);
    assert_eq!(edited.body["address"]["country"], "GB");
}

/// A card that was taken away is shown no longer, nor warned of; one that pays instead is.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_card_that_was_taken_away_is_shown_no_longer(db: PgPool) {
    let shop = shop(&db).await;
    let (owner, _) = customer(&shop, &db).await;
    let order =
        json!({"plan": "organizer", "interval": "month", "currency": "USD", "return_to": "/org"});
    let opened = owner.post("/api/v1/billing/checkouts", order).await;
    let session = shop.stand.objects("checkout.session")[0]["id"].as_str().unwrap().to_owned();
    shop.stand.pay(&session, "mastercard").await.unwrap();
    let path = format!("/api/v1/billing/checkouts/{}/confirm", opened.body["id"].as_str().unwrap());
    assert_eq!(owner.post(&path, json!({})).await.status, 200);
    let card = async || owner.get(PROFILE).await.body["card"].clone();
    assert_eq!(card().await["last4"], "4444");
    let stripe = crate::stripe(&shop);
    let methods = shop.stand.objects("payment_method");
    let id = methods[0]["id"].as_str().unwrap();
    let path = format!("/v1/payment_methods/{id}/detach");
    stripe.post::<Value>(&path, &Form::new(), "detach").await.unwrap();
    let ear = Ear { db: &db, stripe: &stripe, clock: &shop.app.clock };
    let notice = Notice {
        event: "evt_1".into(),
        r#type: "payment_method.detached".into(),
        object: id.to_owned(),
        account: None,
    };
    for _ in 0..2 {
        ear.hear(&notice).await.unwrap();
        assert_eq!(card().await, Value::Null);
    }
    let customer = shop.stand.objects("customer")[0]["id"].as_str().unwrap().to_owned();
    crate::card(&shop, &customer, "success").await;
    ear.hear(&Notice { object: customer, r#type: "customer.updated".into(), ..notice.clone() })
        .await
        .unwrap();
    assert_eq!(card().await["brand"], "visa");
    ear.hear(&notice).await.unwrap();
    assert_eq!(card().await["brand"], "visa", "the news of the other card comes late");
}
