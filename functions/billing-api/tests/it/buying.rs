use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Member, rows};

use crate::{Shop, shop};

const CHECKOUTS: &str = "/api/v1/billing/checkouts";
const SUBSCRIPTION: &str = "/api/v1/billing/subscription";

fn order(plan: &str, interval: &str) -> Value {
    json!({"plan": plan, "interval": interval, "currency": "USD", "return_to": "/org/billing?tab=plan"})
}

/// An owner on the free plan.
async fn owner<'a>(shop: &'a Shop, db: &PgPool) -> Member<'a> {
    let owner = shop.app.member(Role::Owner).await;
    rows::plan(db, owner.org(), "attendee", "free").await;
    owner
}

/// The session that was opened last.
fn session(shop: &Shop) -> String {
    shop.stand.objects("checkout.session")[0]["id"].as_str().unwrap().to_owned()
}

/// Buys a plan, to its end.
async fn buy(shop: &Shop, owner: &Member<'_>, order: Value, card: &str) -> Value {
    let opened = owner.post(CHECKOUTS, order).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    shop.stand.pay(&session(shop), card).await.unwrap();
    let id = opened.body["id"].as_str().unwrap();
    let path = format!("{CHECKOUTS}/{id}/confirm");
    let confirmed = owner.post(&path, json!({})).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.body);
    confirmed.body["subscription"].clone()
}

/// BI-16: what is bought is in force when Stripe, read again, shows it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_is_in_force_when_it_is_paid(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    let opened = owner.post(CHECKOUTS, order("organizer", "month")).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    assert!(opened.body["checkout_url"].as_str().unwrap().starts_with(&shop.stand.base_url));
    let again = owner.post(CHECKOUTS, order("organizer", "month")).await;
    assert_eq!(again.body["id"], opened.body["id"], "the same page for the same thing");
    let path = format!("{CHECKOUTS}/{}/confirm", opened.body["id"].as_str().unwrap());
    assert_eq!(owner.post(&path, json!({})).await.problem(), "409 checkout-open");
    assert_eq!(owner.get(SUBSCRIPTION).await.body["plan"], "attendee");
    let back = shop.stand.pay(&session(&shop), "success").await.unwrap();
    let id = opened.body["id"].as_str().unwrap();
    assert_eq!(back, format!("https://accredit.test/org/billing?tab=plan&checkout={id}"));
    let paid = owner.post(&path, json!({})).await;
    assert_eq!((paid.status, &paid.body["status"]), (200, &json!("complete")), "{}", paid.body);
    let bought = &paid.body["subscription"];
    assert_eq!((&bought["plan"], &bought["status"]), (&json!("organizer"), &json!("active")));
    assert_eq!(bought["amount"], json!({"amount": 2900, "currency": "USD"}));
    assert_eq!(bought["limits"]["events_per_month"], 30);
    assert!(!paid.body.to_string().contains("sub_"), "never an id of Stripe's");
    let more = owner.post(CHECKOUTS, order("organization", "month")).await;
    assert_eq!(more.problem(), "409 subscription-exists");
}

/// Rule 10: a declined card grants nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_declined_card_grants_nothing(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    let opened = owner.post(CHECKOUTS, order("organizer", "month")).await;
    assert!(shop.stand.pay(&session(&shop), "declined").await.is_err());
    let path = format!("{CHECKOUTS}/{}/confirm", opened.body["id"].as_str().unwrap());
    assert_eq!(owner.post(&path, json!({})).await.problem(), "409 checkout-open");
    assert_eq!(owner.get(SUBSCRIPTION).await.body["status"], "free");
}

/// Section 8 and the refusals of the operation.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_not_sold_cannot_be_bought(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    let with = |name: &str, value: Value| {
        let mut order = order("organization", "month");
        order[name] = value;
        order
    };
    let refusals = [
        (with("plan", json!("attendee")), "409 price-not-offered"),
        (with("currency", json!("EUR")), "409 price-not-offered"),
        (with("seats", json!(0)), "422 seats-out-of-range"),
        (with("seats", json!(501)), "422 seats-out-of-range"),
        (with("return_to", json!("https://evil.example")), "422 return-path-invalid"),
        (with("return_to", json!("//evil.example")), "422 return-path-invalid"),
        (with("return_to", json!("/\\evil.example")), "422 return-path-invalid"),
        (with("amount", json!(1)), "422 validation-failed"),
    ];
    for (order, refusal) in refusals {
        let answer = owner.post(CHECKOUTS, order.clone()).await;
        assert_eq!(answer.problem(), refusal, "{order}");
    }
    assert!(shop.stand.calls().is_empty(), "nothing of it reached Stripe");
}

/// BI-4: a trial with two days left goes on at Stripe; its end stays.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_left_of_a_trial_is_kept_by_buying(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    owner.post("/api/v1/billing/trials", json!({"plan": "organizer"})).await;
    let bought = buy(&shop, &owner, order("organization", "month"), "success").await;
    assert_eq!((&bought["plan"], &bought["status"]), (&json!("organization"), &json!("trialing")));
    assert_eq!(bought["trial_ends_at"], "2026-10-31T08:00:00Z");
}

/// BI-20, LG-1: the invoice is mirrored, and what was paid is posted once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_paid_invoice_is_posted_once(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    buy(&shop, &owner, order("organizer", "month"), "success").await;
    let invoice = shop.stand.objects("invoice")[0]["id"].as_str().unwrap().to_owned();
    let stripe = crate::stripe(&shop);
    for _ in 0..2 {
        let object = billing::subscription::Object::Invoice;
        billing::subscription::follow(&db, &stripe, object, &invoice, testkit::now())
            .await
            .unwrap();
    }
    let listed = owner.get("/api/v1/billing/invoices").await;
    let shown = &listed.body["data"][0];
    assert_eq!((&shown["status"], &shown["total"]["amount"]), (&json!("paid"), &json!(2900)));
    let one =
        owner.get(&format!("/api/v1/billing/invoices/{}", shown["id"].as_str().unwrap())).await;
    assert_eq!(&one.body, shown);
    assert_eq!(
        posted(&db, &owner).await,
        [
            ("plan_invoice_paid".to_owned(), "plan_revenue".to_owned(), -2900),
            ("plan_invoice_paid".to_owned(), "stripe".to_owned(), 2900),
        ]
    );
}

/// What the ledger has of an organization.
async fn posted(db: &PgPool, owner: &Member<'_>) -> Vec<(String, String, i64)> {
    let posted = sqlx::query!(
        "select j.kind, e.account, e.amount_minor from ledger_entries e join ledger_journals j on j.id = e.journal_id
          where j.organization_id = $1 order by j.kind, e.account, e.amount_minor",
        owner.org() as _
    );
    let posted = posted.fetch_all(db).await.unwrap().into_iter();
    posted.map(|entry| (entry.kind, entry.account, entry.amount_minor)).collect()
}

/// BI-4: a page from before a trial would charge at once; the trial gets a page of its own, and what
/// leads back elsewhere too.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_from_before_a_trial_is_not_shown_again(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    let before = owner.post(CHECKOUTS, order("organization", "month")).await;
    let charging = session(&shop);
    owner.post("/api/v1/billing/trials", json!({"plan": "organizer"})).await;
    let kept = owner.post(CHECKOUTS, order("organization", "month")).await;
    assert_ne!(kept.body["id"], before.body["id"]);
    assert_eq!(kept.body["trial_ends_at"], "2026-10-31T08:00:00Z");
    let again = owner.post(CHECKOUTS, order("organization", "month")).await;
    assert_eq!(again.body, kept.body);
    let mut elsewhere = order("organization", "month");
    elsewhere["return_to"] = json!("/org/billing?tab=invoices");
    let elsewhere = owner.post(CHECKOUTS, elsewhere).await;
    assert_ne!(elsewhere.body["id"], kept.body["id"]);
    assert!(shop.stand.pay(&charging, "success").await.is_err(), "closed");
    shop.stand.pay(&session(&shop), "success").await.unwrap();
    let path = format!("{CHECKOUTS}/{}/confirm", elsewhere.body["id"].as_str().unwrap());
    let bought = owner.post(&path, json!({})).await;
    assert_eq!(bought.body["subscription"]["status"], "trialing", "{}", bought.body);
}

/// BI-19: of pages that several tabs ask for at once, one can be paid on.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn tabs_that_buy_at_once_leave_one_page(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    for _ in 0..25 {
        let tab = |plan| owner.post(CHECKOUTS, order(plan, "month"));
        let (a, b, c, d) = tokio::join!(
            tab("organizer"),
            tab("organization"),
            tab("organizer"),
            tab("organization")
        );
        for answer in [a, b, c, d] {
            assert!(
                answer.status == 201 || answer.problem() == "409 checkout-replaced",
                "{}",
                answer.body
            );
        }
        let open = sqlx::query_scalar!(
            "select stripe_session_id from plan_checkouts where ended_at is null"
        );
        let open = open.fetch_one(&db).await.unwrap();
        let payable: Vec<_> = shop
            .stand
            .objects("checkout.session")
            .into_iter()
            .filter(|session| session["status"] == "open")
            .map(|session| session["id"].as_str().map(str::to_owned))
            .collect();
        assert_eq!(payable, [open]);
    }
}

/// BI-19: a second subscription of the customer ends at once, is paid back, and is a finding.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_second_subscription_is_ended_and_paid_back(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    owner.post(CHECKOUTS, order("organizer", "month")).await;
    let first = session(&shop);
    // The page of another plan, as if the first could not be closed in time.
    sqlx::query!("update plan_checkouts set ended_at = created_at").execute(&db).await.unwrap();
    owner.post(CHECKOUTS, order("organization", "month")).await;
    let second = session(&shop);
    assert_ne!(first, second);
    shop.stand.pay(&first, "success").await.unwrap();
    shop.stand.pay(&second, "success").await.unwrap();
    let stripe = crate::stripe(&shop);
    for session in [&first, &second] {
        let object = billing::subscription::Object::Checkout;
        billing::subscription::follow(&db, &stripe, object, session, testkit::now()).await.unwrap();
    }
    assert_eq!(owner.get(SUBSCRIPTION).await.body["plan"], "organizer");
    let mut states: Vec<_> = shop
        .stand
        .objects("subscription")
        .iter()
        .map(|subscription| subscription["status"].as_str().unwrap().to_owned())
        .collect();
    states.sort();
    assert_eq!(states, ["active", "canceled"]);
    let refunds = shop.stand.objects("refund");
    assert_eq!((refunds.len(), &refunds[0]["amount"]), (1, &json!(19900)));
    // The invoice of the first one waits for its own notice.
    assert_eq!(
        posted(&db, &owner).await,
        [
            ("plan_invoice_paid".to_owned(), "plan_revenue".to_owned(), -19900),
            ("plan_invoice_paid".to_owned(), "stripe".to_owned(), 19900),
            ("plan_invoice_refunded".to_owned(), "plan_revenue".to_owned(), 19900),
            ("plan_invoice_refunded".to_owned(), "stripe".to_owned(), -19900),
        ]
    );
    let findings = sqlx::query_scalar!("select kind from reconciliation_findings")
        .fetch_all(&db)
        .await
        .unwrap();
    assert_eq!(findings, ["second-subscription"]);
}

/// BI-5, BI-16, BI-18: an end is put off to the end of the period, taken back, and comes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_subscription_ends_with_its_period_unless_that_is_taken_back(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    let cancel = format!("{SUBSCRIPTION}/cancel");
    let reactivate = format!("{SUBSCRIPTION}/reactivate");
    let why = json!({"reason": "unused", "comment": "No events this winter."});
    assert_eq!(owner.post(&cancel, why.clone()).await.problem(), "409 no-subscription");
    buy(&shop, &owner, order("organizer", "month"), "success").await;
    assert_eq!(owner.post(&reactivate, json!({})).await.problem(), "409 not-canceling");
    let ending = owner.post(&cancel, why.clone()).await;
    assert_eq!(ending.body["cancel_at"], "2026-11-01T08:00:00Z", "{}", ending.body);
    assert_eq!(ending.body["access"], "full");
    assert_eq!(owner.post(&cancel, why.clone()).await.problem(), "409 already-canceling");
    let staying = owner.post(&reactivate, json!({})).await;
    assert_eq!(staying.body["cancel_at"], Value::Null, "{}", staying.body);
    let ending = owner.post(&cancel, why).await;
    assert_eq!(ending.body["cancel_reason"], "unused", "{}", ending.body);
}

/// BI-21: the card of a checkout belongs to the subscription at Stripe, and is the one that is shown
/// and warned of; a profile that is read later does not forget it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_card_that_pays_is_shown(db: PgPool) {
    let shop = shop(&db).await;
    let owner = owner(&shop, &db).await;
    buy(&shop, &owner, order("organizer", "month"), "mastercard").await;
    let card = || async { owner.get("/api/v1/billing/profile").await.body["card"].clone() };
    let shown = card().await;
    assert_eq!((&shown["brand"], &shown["last4"]), (&json!("mastercard"), &json!("4444")));
    assert!(shown["expires_on"].is_string(), "{shown}");
    let customer = shop.stand.objects("customer")[0].clone();
    let now = testkit::now() + chrono::TimeDelta::hours(1);
    let mut conn = db.acquire().await.unwrap();
    billing::subscription::sync(&mut conn, &customer, now, now).await.unwrap();
    assert_eq!(card().await, shown);
}
