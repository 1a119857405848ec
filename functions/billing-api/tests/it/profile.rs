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
        (json!({"address": {"country": "zz"}}), "/address/country"),
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
    let sent = |email: &str| json!({"email": email, "address": {"line1": "1 High Street", "country": "gb"}});
    let refused = owner.patch(PROFILE, version, sent("jörg@example.org")).await;
    assert_eq!(refused.problem(), "422 validation-failed", "{}", refused.body);
    assert_eq!(refused.body["errors"][0]["pointer"], "/email");
    let version = owner.get(PROFILE).await.version();
    let edited = owner.patch(PROFILE, version, sent("joerg@example.org")).await;
    assert_eq!(edited.status, 200, "{}", edited.body);
    assert_eq!(edited.body["address"]["country"], "GB");
}

/// Of two tabs that saw the same, one is let through; the other's words reach Stripe neither in part
/// nor in whole, and news of one's own change do not make what was just answered old.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_tabs_at_once_one_changes_the_profile(db: PgPool) {
    let shop = shop(&db).await;
    let (owner, version) = customer(&shop, &db).await;
    let mut version = version;
    for round in 0..3 {
        let named = |tab: &str| json!({"legal_name": format!("{tab} {round}"), "address": {"line1": format!("1 {tab} Street {round}"), "country": "GB"}});
        let (one, two) = tokio::join!(
            owner.patch(PROFILE, version, named("High")),
            owner.patch(PROFILE, version, named("Low"))
        );
        let mut problems = [one.problem(), two.problem()];
        problems.sort_unstable();
        assert_eq!(problems, ["200 -", "412 precondition-failed"], "round {round}");
        let won = if one.status == 200 { &one } else { &two };
        let at_stripe = &shop.stand.objects("customer")[0];
        assert_eq!(won.body["legal_name"], at_stripe["name"]);
        assert_eq!(won.body["address"]["line1"], at_stripe["address"]["line1"]);
        version = won.version();
        let stripe = crate::stripe(&shop);
        let ear = Ear { db: &db, stripe: &stripe, clock: &shop.app.clock };
        let notice = Notice {
            event: format!("evt_{round}"),
            r#type: "customer.updated".into(),
            object: at_stripe["id"].as_str().unwrap().to_owned(),
            account: None,
        };
        ear.hear(&notice).await.unwrap();
        assert_eq!(owner.get(PROFILE).await.version(), version);
    }
}

/// All or nothing: what is refused leaves name, address and numbers as they were, and the form that
/// was seen can be sent again, mended.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_that_is_refused_leaves_nothing_behind(db: PgPool) {
    let shop = shop(&db).await;
    let (owner, version) = customer(&shop, &db).await;
    let numbers = json!([{"type": "gb_vat", "value": "GB123456789"}]);
    let first = owner
        .patch(PROFILE, version, json!({"legal_name": "Example Ltd", "tax_ids": numbers}))
        .await;
    assert_eq!(first.status, 200, "{}", first.body);
    let version = first.version();
    let refused = [
        json!({"legal_name": "Other", "tax_ids": [{"type": "eu_vat", "value": "DE1"}]}),
        json!({"legal_name": "Other", "email": "jörg@example.org", "tax_ids": [{"type": "eu_vat", "value": "DE123456789"}]}),
    ];
    for change in refused {
        let answer = owner.patch(PROFILE, version, change.clone()).await;
        assert_eq!(answer.status, 422, "{change}: {}", answer.body);
        let stands = owner.get(PROFILE).await;
        assert_eq!(stands.version(), version, "{change}");
        assert_eq!(stands.body["legal_name"], "Example Ltd", "{change}");
        assert_eq!(stands.body["tax_ids"], numbers, "{change}");
    }
    let mended =
        json!({"legal_name": "Other", "tax_ids": [{"type": "eu_vat", "value": "DE123456789"}]});
    let mended = owner.patch(PROFILE, version, mended).await;
    assert_eq!(mended.body["tax_ids"], json!([{"type": "eu_vat", "value": "DE123456789"}]));
}

/// A change that died in the middle keeps nobody out for long.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_that_died_keeps_nobody_out(db: PgPool) {
    let shop = shop(&db).await;
    let (owner, version) = customer(&shop, &db).await;
    let version = owner.patch(PROFILE, version, json!({"legal_name": "Example"})).await.version();
    sqlx::query!("update billing_customers set editing_since = $1", shop.app.clock.now())
        .execute(&db)
        .await
        .unwrap();
    let again = async || owner.patch(PROFILE, version, json!({"legal_name": "Again"})).await;
    assert_eq!(again().await.problem(), "412 precondition-failed");
    shop.app.advance(chrono::TimeDelta::minutes(2));
    assert_eq!(again().await.status, 200);
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
