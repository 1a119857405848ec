use models::{EventId, OrgId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp, request_of, rows, sales};

use crate::{PATH, offer, with_stripe};

/// Asks for the page as the buyer who has the payment's link.
async fn ask(app: &TestApp, made: &Value, buyer: Value) -> Answer {
    let path = format!("{PATH}/{}/checkout", made["id"].as_str().unwrap());
    let body = json!({"return_to": "/events", "buyer": buyer});
    let mut request = request_of("POST", &path, Some(body));
    let seal = format!("Seal {}", made["token"].as_str().unwrap());
    request.headers_mut().insert("authorization", seal.parse().unwrap());
    app.answer(request).await
}

/// The draft of somebody to whom a place of the event is on offer.
async fn drafted(db: &PgPool, app: &TestApp, event: EventId, email: &str) -> Value {
    let place = rows::registration(db, event, email, "confirmed").await;
    offer(db, place).await;
    let body = json!({"registration_ids": [place]});
    app.send_as_holder(place, "POST", PATH, Some(body)).await.body
}

/// An event whose places cost 20 dollars.
async fn priced(db: &PgPool, org: OrgId) -> EventId {
    let event = rows::event(db, org, EventSpec::PUBLISHED).await;
    sales::price(db, event, 2_000, "USD").await;
    event
}

async fn seller(db: &PgPool, account: &str) -> OrgId {
    let org = rows::organization(db).await;
    sales::payout_account(db, org, account, "US").await;
    sales::legal_identity(db, org).await;
    org
}

/// PA-14, PA-22: a double click and a second tab lead to the same page, on which can be paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pages_that_are_asked_for_at_once_are_one(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let org = seller(&db, &stand.account("US").await.unwrap()).await;
    let event = priced(&db, org).await;
    for n in 0..8 {
        let made = drafted(&db, &app, event, &format!("p{n}@example.org")).await;
        let first = async || {
            let page = ask(&app, &made, json!({})).await;
            (page.status, page.body["checkout_url"].clone())
        };
        let (one, two, three, four) = tokio::join!(first(), first(), first(), first());
        assert_eq!((one.0, one.1.is_string()), (200, true), "{one:?}");
        assert_eq!([&two, &three, &four], [&one; 3]);
        let id = made["id"].as_str().unwrap();
        let state = sqlx::query_scalar!("select status from payments where id::text = $1", id);
        assert_eq!(state.fetch_one(&db).await.unwrap(), "open");
    }
    assert!(stand.objects("checkout.session").iter().all(|page| page["status"] == "open"));
}

/// RF-12: what is said of the invoice on the way back to an open page stands on it, and nothing that
/// was said before is lost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_open_page_still_hears_whom_the_invoice_is_for(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let org = seller(&db, &stand.account("US").await.unwrap()).await;
    let made = drafted(&db, &app, priced(&db, org).await, "ada@example.org").await;
    let first = ask(&app, &made, json!({"name": "First"})).await;
    let company = json!({"company": "Wound Care Ltd", "tax_id": "GB123456789", "country": "GB"});
    let second = ask(&app, &made, company).await;
    assert_eq!(first.body["checkout_url"], second.body["checkout_url"], "{}", second.body);
    let kept =
        sqlx::query!("select buyer_name, buyer_company, buyer_tax_id, buyer_country from payments");
    let kept = kept.fetch_one(&db).await.unwrap();
    let kept = [kept.buyer_name, kept.buyer_company, kept.buyer_tax_id, kept.buyer_country];
    assert_eq!(
        kept.map(Option::unwrap_or_default),
        ["First", "Wound Care Ltd", "GB123456789", "GB"]
    );
}

/// PA-11: Stripe knows sooner than we that an account is restricted; the buyer is told whose matter
/// it is, and can go on when it is lifted.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seller_that_stripe_does_not_pay_is_not_ready(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let account = stand.account("US").await.unwrap();
    let org = seller(&db, &account).await;
    let made = drafted(&db, &app, priced(&db, org).await, "ada@example.org").await;
    stand.act(sandbox::stripe::Action::Restrict { account: account.clone() }).await.unwrap();
    let refused = ask(&app, &made, json!({})).await;
    assert_eq!(refused.problem(), "409 seller-not-ready");
    stand.finish_onboarding(&account).await.unwrap();
    assert_eq!(ask(&app, &made, json!({})).await.status, 200);
}
