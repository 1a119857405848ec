use chrono::{DateTime, TimeDelta, Utc};
use models::{Currency, EventId, Money, OrgId, PaymentId, RegistrationId, Role, SealKind};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, TestApp, now, request_of, rows, sales};

use crate::{PATH, app};

/// An event with so many seats at 20 dollars, of somebody who can sell.
async fn sold_here(db: &PgPool, org: OrgId, seats: i32) -> EventId {
    let spec = EventSpec { capacity: Some(seats), ..EventSpec::PUBLISHED };
    let event = rows::event(db, org, spec).await;
    sales::price(db, event, 2_000, "USD").await;
    event
}

async fn seller(db: &PgPool) -> OrgId {
    let org = rows::organization(db).await;
    sales::payout_account(db, org, "acct_1", "US").await;
    sales::legal_identity(db, org).await;
    org
}

/// A payment of this place that ended without money a minute ago, by a code half as dear.
async fn ended(db: &PgPool, place: RegistrationId, how: &str) -> PaymentId {
    let id = sales::sold(db, place, "acct_1", Money::new(1_000, Currency::USD)).await;
    sqlx::query!(
        "with items as (update payment_items set closed_at = $3 where payment_id = $1)
         update payments set status = $2, paid_at = null, ended_at = $3 where id = $1",
        id as _,
        how,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

/// A guest whose hold ran out, and the payment that ended with it.
async fn lost(db: &PgPool, event: EventId, email: &str) -> (RegistrationId, PaymentId) {
    let place = rows::registration(db, event, email, "expired").await;
    (place, ended(db, place, "expired").await)
}

/// Makes the seat of a place one that is held, or on offer, for half an hour.
async fn kept(db: &PgPool, place: RegistrationId, status: &str) {
    sqlx::query!(
        "update registrations set status = $2, confirmed_at = null, held_at = case when $2 = 'held' then $3::timestamptz end,
                hold_expires_at = case when $2 = 'held' then $3::timestamptz + interval '30 minutes' end,
                offer_expires_at = case when $2 = 'offered' then $3::timestamptz + interval '30 minutes' end
          where id = $1",
        place as _,
        status,
        now()
    )
    .execute(db)
    .await
    .unwrap();
}

/// Asks as the bearer of a payment's link.
async fn by_link(app: &TestApp, payment: PaymentId, places: &[RegistrationId]) -> Answer {
    let mut request = request_of("POST", PATH, Some(json!({"registration_ids": places})));
    let seal = format!("Seal {}", app.seal(SealKind::Payment, payment, 1));
    request.headers_mut().insert("authorization", seal.parse().unwrap());
    let key = PaymentId::new(now()).to_string();
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    app.answer(request).await
}

async fn status_of(db: &PgPool, place: RegistrationId) -> String {
    sqlx::query_scalar!("select status from registrations where id = $1", place as _)
        .fetch_one(db)
        .await
        .unwrap()
}

fn id_of<T: std::str::FromStr>(value: &Value) -> T {
    value.as_str().unwrap().parse().ok().unwrap()
}

/// PA-16, RG-17, PC-7: a place that was lost is taken anew, at today's price; the old row stays.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_that_was_lost_is_taken_and_paid_anew(db: PgPool) {
    let app = app(&db);
    let event = sold_here(&db, seller(&db).await, 1).await;
    let (place, payment) = lost(&db, event, "ada@example.org").await;
    let made = by_link(&app, payment, &[place]).await;
    assert_eq!((made.status, &made.body["status"]), (201, &json!("draft")), "{}", made.body);
    assert_eq!(made.body["amounts"]["list"], 2_000);
    assert_eq!(made.body["amounts"]["discount"], 0);
    let anew = &made.body["places"][0];
    assert_eq!(anew["earlier_id"], json!(place));
    let taken: RegistrationId = id_of(&anew["registration_id"]);
    assert_eq!(
        (status_of(&db, place).await, status_of(&db, taken).await),
        ("expired".into(), "held".into())
    );
    assert_eq!(anew["token"], json!(app.seal(SealKind::Manage, taken, 1)));
    let path = format!("{PATH}/{}", made.body["id"].as_str().unwrap());
    let mut request = request_of("GET", &path, None);
    let seal = format!("Seal {}", made.body["token"].as_str().unwrap());
    request.headers_mut().insert("authorization", seal.parse().unwrap());
    let shown = app.answer(request).await;
    assert_eq!(shown.body["items"][0]["registration_id"], json!(taken), "{}", shown.body);
    assert_eq!(shown.body["hold_expires_at"], made.body["hold_expires_at"]);

    let again = by_link(&app, payment, &[place]).await;
    assert_eq!(again.problem(), "409 payment-in-progress");
    let (other, of_other) = lost(&db, event, "bob@example.org").await;
    assert_eq!(by_link(&app, of_other, &[other]).await.problem(), "409 sold-out");
}

/// PA-16: a seat that is still held, or on offer, is kept and paid for.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seat_that_is_kept_is_paid_anew(db: PgPool) {
    let app = app(&db);
    let event = sold_here(&db, seller(&db).await, 2).await;
    let held = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    kept(&db, held, "held").await;
    let payment = ended(&db, held, "canceled").await;
    let made = by_link(&app, payment, &[held]).await;
    assert_eq!(made.body["places"][0]["registration_id"], json!(held), "{}", made.body);
    assert_eq!(made.body["places"][0]["token"], Value::Null);

    let offered = rows::registration(&db, event, "bob@example.org", "confirmed").await;
    kept(&db, offered, "offered").await;
    let body = json!({"registration_ids": [offered]});
    let made = app.send_as_holder(offered, "POST", PATH, Some(body)).await;
    assert_eq!((made.status, &made.body["status"]), (201, &json!("draft")), "{}", made.body);
    assert_eq!(status_of(&db, offered).await, "held");
    assert!(made.body["hold_expires_at"].is_string());
}

/// PA-16: what is paid or being paid is not paid twice, and what is not sold any more is not sold.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_paid_anew_says_why(db: PgPool) {
    let app = app(&db);
    let event = sold_here(&db, seller(&db).await, 9).await;
    let paid = rows::registration(&db, event, "paid@example.org", "confirmed").await;
    let payment = sales::sold(&db, paid, "acct_1", Money::new(2_000, Currency::USD)).await;
    assert_eq!(by_link(&app, payment, &[paid]).await.problem(), "409 already-paid");
    sqlx::query!(
        "update payments set status = 'draft', paid_at = null where id = $1",
        payment as _
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(by_link(&app, payment, &[paid]).await.problem(), "409 payment-in-progress");
    let (place, payment) = lost(&db, event, "ada@example.org").await;
    let none = by_link(&app, payment, &[]).await;
    assert_eq!(none.problem(), "422 validation-failed");
    app.advance(TimeDelta::days(1));
    assert_eq!(by_link(&app, payment, &[place]).await.problem(), "409 sales-closed");
    assert_eq!(status_of(&db, place).await, "expired");
}

/// PA-16: three payments a day for a place, whatever became of them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_so_many_payments_are_begun_for_a_place_in_a_day(db: PgPool) {
    let app = app(&db);
    let org = seller(&db).await;
    let spec = EventSpec { starts_in: TimeDelta::days(9), ..EventSpec::PUBLISHED };
    let event = rows::event(&db, org, spec).await;
    sales::price(&db, event, 2_000, "USD").await;
    let (mut place, mut payment) = lost(&db, event, "ada@example.org").await;
    for _ in 0..2 {
        let made = by_link(&app, payment, &[place]).await;
        assert_eq!(made.status, 201, "{}", made.body);
        place = id_of(&made.body["places"][0]["registration_id"]);
        payment = id_of(&made.body["id"]);
        given_up(&db, place, payment, app.clock.now()).await;
        app.advance(TimeDelta::minutes(1));
    }
    assert_eq!(by_link(&app, payment, &[place]).await.problem(), "429 too-many-attempts");
    app.advance(TimeDelta::hours(24));
    assert_eq!(by_link(&app, payment, &[place]).await.status, 201);
}

/// The buyer leaves: payment and hold end.
async fn given_up(db: &PgPool, place: RegistrationId, payment: PaymentId, at: DateTime<Utc>) {
    let mut tx = db.begin().await.unwrap();
    ::sales::cancel(&mut tx, payment, at).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(status_of(db, place).await, "cancelled");
}

/// Only who comes, who booked and who was to pay; somebody else's place is not there.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_the_holder_pays_anew(db: PgPool) {
    let app = app(&db);
    let event = sold_here(&db, seller(&db).await, 9).await;
    let (place, payment) = lost(&db, event, "ada@example.org").await;
    let (other, of_other) = lost(&db, event, "bob@example.org").await;
    assert_eq!(by_link(&app, of_other, &[place]).await.problem(), "404 not-found");
    assert_eq!(by_link(&app, payment, &[place, other]).await.problem(), "404 not-found");
    let body = json!({"registration_ids": [place]});
    let stranger = app.member(Role::Owner).await;
    assert_eq!(stranger.post(PATH, body.clone()).await.problem(), "404 not-found");
    let wrong = app.send_as_holder(other, "POST", PATH, Some(body.clone())).await;
    assert_eq!(wrong.problem(), "404 not-found");
    assert_eq!(app.send("POST", PATH, Some(body.clone())).await.status, 401);

    let person = app.person().await;
    sqlx::query!(
        "update registrations set user_id = $2 where id = $1",
        place as _,
        person.user as _
    )
    .execute(&db)
    .await
    .unwrap();
    let key = [("idempotency-key", "once")];
    let made = person.send("POST", PATH, Some(body.clone()), &key).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let twice = person.send("POST", PATH, Some(body), &key).await;
    assert_eq!((twice.status, &twice.body), (201, &made.body));
    let buyer = sqlx::query_scalar!("select buyer_user_id from payments where status = 'draft'");
    assert_eq!(buyer.fetch_all(&db).await.unwrap(), [Some(person.user.into())]);
}

/// PA-16: ten an hour from one address, the refused ones among them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_address_begins_only_so_many_payments(db: PgPool) {
    let app = app(&db);
    let event = sold_here(&db, seller(&db).await, 9).await;
    let (place, payment) = lost(&db, event, "ada@example.org").await;
    let seal = format!("Seal {}", app.seal(SealKind::Payment, payment, 1));
    let ask = async || {
        let mut request = request_of("POST", PATH, Some(json!({"registration_ids": [place]})));
        let key = PaymentId::new(now()).to_string();
        let headers = [
            ("authorization", seal.as_str()),
            ("idempotency-key", key.as_str()),
            ("x-forwarded-for", "203.0.113.9, 10.0.0.1"),
        ];
        for (name, value) in headers {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        app.answer(request).await
    };
    assert_eq!(ask().await.status, 201);
    for _ in 0..9 {
        assert_eq!(ask().await.problem(), "409 payment-in-progress");
    }
    assert_eq!(ask().await.problem(), "429 too-many-attempts");
}
