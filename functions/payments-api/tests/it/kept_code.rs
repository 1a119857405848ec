use models::{Currency, EventId, Money, OrgId, RegistrationId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, request_of, rows, sales};

use crate::{PATH, app, offer};

/// A seat on offer at 20 dollars, for which the code HALF was kept.
async fn offered(db: &PgPool) -> (OrgId, EventId, RegistrationId) {
    let org = rows::organization(db).await;
    sales::payout_account(db, org, "acct_1", "US").await;
    sales::legal_identity(db, org).await;
    let event = rows::event(db, org, EventSpec::PUBLISHED).await;
    sales::price(db, event, 2_000, "USD").await;
    let place = rows::registration(db, event, "ana@example.org", "confirmed").await;
    offer(db, place).await;
    sqlx::query!("update registrations set promo_code = 'HALF' where id = $1", place as _)
        .execute(db)
        .await
        .unwrap();
    sqlx::query!(
        "insert into promo_codes (id, organization_id, code, kind, percent_bp, max_uses, scope, created_at, updated_at)
         values (gen_random_uuid(), $1, 'HALF', 'percent', 5000, 1, 'all', $2, $2)",
        org as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    (org, event, place)
}

/// The payment as its buyer sees it before paying.
async fn seen(app: &TestApp, made: &Value) -> Value {
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    let mut request = request_of("GET", &path, None);
    let seal = format!("Seal {}", made["token"].as_str().unwrap());
    request.headers_mut().insert("authorization", seal.parse().unwrap());
    app.answer(request).await.body
}

/// PC-8: whoever pays for a seat on offer has the code that was given for it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_kept_code_that_works_makes_the_offered_seat_cheaper(db: PgPool) {
    let app = app(&db);
    let (.., place) = offered(&db).await;
    let body = json!({"registration_ids": [place]});
    let made = app.send_as_holder(place, "POST", PATH, Some(body)).await;
    assert_eq!((made.status, &made.body["amounts"]["discount"]), (201, &json!(1_000)));
    assert_eq!(made.body["code_dropped"], Value::Null);
    assert_eq!(seen(&app, &made.body).await["code_dropped"], Value::Null);
}

/// PC-8: a kept code that others used up, or that was taken back, is told before anything is paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_kept_code_that_fell_away_is_told_with_the_price(db: PgPool) {
    let app = app(&db);
    let (_, event, place) = offered(&db).await;
    let other = rows::registration(&db, event, "bob@example.org", "confirmed").await;
    sales::sold(&db, other, "acct_1", Money::new(1_000, Currency::USD)).await;
    sqlx::query!(
        "insert into promo_redemptions (id, organization_id, promo_code_id, registration_id, person_key, discount_minor, currency, state, created_at)
         select gen_random_uuid(), organization_id, id, $1, 'bob', 1000, 'USD', 'redeemed', created_at from promo_codes",
        other as _
    )
    .execute(&db)
    .await
    .unwrap();
    let body = json!({"registration_ids": [place]});
    let made = app.send_as_holder(place, "POST", PATH, Some(body)).await;
    let told = json!({"code": "HALF", "reason": "used_up"});
    assert_eq!((made.status, &made.body["code_dropped"]), (201, &told), "{}", made.body);
    assert_eq!(made.body["amounts"]["discount"], 0);
    let page = seen(&app, &made.body).await;
    assert_eq!((&page["code_dropped"], &page["status"]), (&told, &json!("draft")));
}

/// PC-8: a kept code is judged when the offer is taken, not when the person queued.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_kept_code_whose_time_is_over_fell_away(db: PgPool) {
    let app = app(&db);
    let (.., place) = offered(&db).await;
    sqlx::query!(
        "update promo_codes set valid_until = $1::timestamptz - interval '1 minute'",
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    let body = json!({"registration_ids": [place]});
    let made = app.send_as_holder(place, "POST", PATH, Some(body)).await;
    let told = json!({"code": "HALF", "reason": "ended"});
    assert_eq!((made.status, &made.body["code_dropped"]), (201, &told), "{}", made.body);
}

/// PC-7: a code that is typed anew is judged as any: refused, it is an error and nothing is begun.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_code_that_is_typed_anew_is_refused_and_not_dropped(db: PgPool) {
    let app = app(&db);
    let (.., place) = offered(&db).await;
    let body = json!({"registration_ids": [place], "promo_code": "NONE"});
    let refused = app.send_as_holder(place, "POST", PATH, Some(body)).await;
    assert_eq!(refused.problem(), "422 promo-code-invalid");
    let begun = sqlx::query_scalar!(r#"select count(*) as "n!" from payments"#);
    assert_eq!(begun.fetch_one(&db).await.unwrap(), 0);
}
