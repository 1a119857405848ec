use chrono::TimeDelta;
use events::registration::By;
use models::{Currency, Money, PaymentId, RegistrationId, Role, SealKind};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, TestApp, now, request_of, rows, sales};

use crate::{PATH, app};

fn dollars(cents: i64) -> Value {
    json!({"amount": cents, "currency": "USD"})
}

fn quote(id: PaymentId) -> String {
    format!("{PATH}/{id}/refund-quote")
}

/// A place for 50.00 and 3.00 of fees, which this person paid; of the price half comes back.
async fn bought(
    db: &PgPool,
    seller: &Member<'_>,
    buyer: &Member<'_>,
) -> (RegistrationId, PaymentId) {
    let event = seller.event(EventSpec::PUBLISHED).await;
    let place = rows::registration(db, event, &buyer.email, "confirmed").await;
    let id = sales::sold(db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    sales::policy(db, seller.org(), 5_000, true).await;
    let user = buyer.user;
    sqlx::query!("update payments set buyer_user_id = $2 where id = $1", id as _, user as _)
        .execute(db)
        .await
        .unwrap();
    (place, id)
}

/// A second place of the payment, as dear as the first one.
async fn and_another(db: &PgPool, first: RegistrationId, id: PaymentId) -> RegistrationId {
    let event = sqlx::query_scalar!(
        r#"select event_id as "id: models::EventId" from registrations where id = $1"#,
        first as _
    );
    let event = event.fetch_one(db).await.unwrap();
    let place = rows::registration(db, event, "second@example.org", "confirmed").await;
    let spare = sales::sold(db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    sqlx::query!(
        "with item as (update payment_items set payment_id = $1, position = 1 where payment_id = $2)
         update payments set list_minor = 10000, net_minor = 10000, service_fee_minor = 600, total_minor = 10600,
                application_fee_minor = 600, organizer_minor = 10000 where id = $1",
        id as _,
        spare as _
    )
    .execute(db)
    .await
    .unwrap();
    place
}

async fn by_link(app: &TestApp, path: &str, seal: String) -> Answer {
    let mut request = request_of("GET", path, None);
    request.headers_mut().insert("authorization", format!("Seal {seal}").parse().unwrap());
    app.answer(request).await
}

/// What the preview of the place itself says (`cancel-preview`).
async fn of_place(db: &PgPool, place: RegistrationId) -> i64 {
    let mut conn = db.acquire().await.unwrap();
    let terms = ::sales::preview(&mut conn, place, By::Holder(None), now()).await.unwrap();
    terms.refund.unwrap().amount
}

/// RF-4: whoever paid is told what giving the places up pays back by the policy, as each place's own
/// preview says, and not who bears it; by account and by the payment's link alike.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_buyer_is_told_what_giving_up_pays_back(db: PgPool) {
    let app = app(&db);
    let (finance, ada) = (app.member(Role::Finance).await, app.person().await);
    let (first, id) = bought(&db, &finance, &ada).await;
    let second = and_another(&db, first, id).await;
    let told = ada.get(&quote(id)).await;
    let sum = of_place(&db, first).await + of_place(&db, second).await;
    assert_eq!((told.status, &told.body["amount"]), (200, &dollars(5_000)), "{}", told.body);
    assert_eq!(sum, 5_000);
    for part in ["organizer", "platform", "tax"] {
        assert_eq!(told.body[part], Value::Null, "{part}");
    }
    let lines = told.body["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    assert!(
        lines.iter().all(|line| line["gives_up_place"] == true && line["amount"] == dollars(2_500))
    );

    let seal = app.seal(SealKind::Payment, id, 1);
    assert_eq!(by_link(&app, &quote(id), seal).await.body, told.body);
    let item = lines[1]["item_id"].as_str().unwrap();
    let one = ada.get(&format!("{}?items={item}&cause=attendee_cancel", quote(id))).await.body;
    assert_eq!((&one["amount"], one["lines"].as_array().unwrap().len()), (&dollars(2_500), 1));
}

/// RF-1, RF-4: nothing is an answer too, and an event that was moved gives everything back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_buyer_is_told_of_nothing_and_of_everything(db: PgPool) {
    let app = app(&db);
    let (finance, ada) = (app.member(Role::Finance).await, app.person().await);
    let (place, id) = bought(&db, &finance, &ada).await;
    sales::policy(&db, finance.org(), 0, true).await;
    let nothing = ada.get(&quote(id)).await.body;
    assert_eq!((&nothing["amount"], &nothing["lines"][0]["amount"]), (&dollars(0), &dollars(0)));
    assert_eq!(of_place(&db, place).await, 0);
    let later = now() + TimeDelta::seconds(1);
    sqlx::query!("update events set refund_offered_at = $1", later).execute(&db).await.unwrap();
    assert_eq!(ada.get(&quote(id)).await.body["amount"], dollars(5_300));
    assert_eq!(of_place(&db, place).await, 5_300);

    sqlx::query!("update payments set disputed_minor = total_minor").execute(&db).await.unwrap();
    assert_eq!(ada.get(&quote(id)).await.problem(), "409 payment-disputed");
    sqlx::query!("update payments set disputed_minor = 0").execute(&db).await.unwrap();
    sqlx::query!("update payment_items set closed_at = $1", now()).execute(&db).await.unwrap();
    assert_eq!(ada.get(&quote(id)).await.problem(), "409 not-refundable");
    sqlx::query!("update payments set status = 'expired', paid_at = null, ended_at = $1", now())
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(ada.get(&quote(id)).await.problem(), "409 payment-not-paid");
}

/// What goes back is the policy's to say: a buyer who names an amount, fees or another cause is refused
/// at the place.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_buyer_chooses_neither_amount_nor_fees_nor_cause(db: PgPool) {
    let app = app(&db);
    let (finance, ada) = (app.member(Role::Finance).await, app.person().await);
    let (_, id) = bought(&db, &finance, &ada).await;
    let chosen = ["amount=5300", "include_fees=true", "include_fees=false", "cause=organizer"];
    let causes = ["cause=event_cancelled", "cause=no_seat", "cause=rescheduled", "cause=whim"];
    for asked in chosen.into_iter().chain(causes) {
        let refused = ada.get(&format!("{}?{asked}", quote(id))).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{asked}");
        let name = asked.split('=').next().unwrap();
        assert_eq!(refused.body["errors"][0]["pointer"], format!("/{name}"), "{asked}");
    }
}

/// Somebody else's payment is not there; a member without the right may not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_quote_is_for_the_buyer_and_for_whoever_may_refund(db: PgPool) {
    let app = app(&db);
    let (finance, ada) = (app.member(Role::Finance).await, app.person().await);
    let (place, id) = bought(&db, &finance, &ada).await;
    let (bob, other) = (app.person().await, app.member(Role::Owner).await);
    for stranger in [&bob, &other] {
        assert_eq!(stranger.get(&quote(id)).await.problem(), "404 not-found");
    }
    assert_eq!(app.send("GET", &quote(id), None).await.problem(), "401 unauthenticated");
    for seal in [app.seal(SealKind::Manage, place, 1), app.seal(SealKind::Payment, id, 2)] {
        assert_eq!(by_link(&app, &quote(id), seal).await.problem(), "404 not-found");
    }
    let viewer = app.member_of(finance.org(), Role::Viewer).await;
    assert_eq!(viewer.get(&quote(id)).await.problem(), "403 forbidden");

    // Whoever sells and bought a place too chooses as one who sells.
    let user = finance.user;
    sqlx::query!("update payments set buyer_user_id = $1", user as _).execute(&db).await.unwrap();
    let both = finance.get(&format!("{}?amount=100", quote(id))).await.body;
    assert_eq!((&both["amount"], &both["organizer"]), (&dollars(100), &dollars(100)));
}

/// RF-2: finance asks for each cause that can come about, and sees who would bear it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn finance_asks_what_each_cause_would_pay_back(db: PgPool) {
    let app = app(&db);
    let (finance, ada) = (app.member(Role::Finance).await, app.person().await);
    let (_, id) = bought(&db, &finance, &ada).await;
    let ask = async |cause: &str| finance.get(&format!("{}?cause={cause}", quote(id))).await;
    let shares = |body: &Value| {
        ["amount", "organizer", "platform"].map(|part| body[part]["amount"].as_i64())
    };
    assert_eq!(shares(&ask("organizer").await.body), [5_000, 5_000, 0].map(Some));
    let cancelled = ask("attendee_cancel").await.body;
    assert_eq!(shares(&cancelled), [2_500, 2_500, 0].map(Some));
    assert_eq!(cancelled["lines"][0]["gives_up_place"], true);
    for cause in ["event_cancelled", "rescheduled"] {
        assert_eq!(shares(&ask(cause).await.body), [5_300, 5_000, 300].map(Some), "{cause}");
    }
    for cause in ["no_seat", "orphan", "duplicate", "attendee_cancel&amount=100"] {
        assert_eq!(ask(cause).await.problem(), "422 validation-failed", "{cause}");
    }
}
