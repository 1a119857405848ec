use models::OrgId;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, request_of, rows, sales};

use crate::{PATH, with_stripe};

/// Asks for the page as the buyer who has the payment's link.
async fn open(app: &TestApp, made: &Value) -> (u16, Value) {
    let path = format!("{PATH}/{}/checkout", made["id"].as_str().unwrap());
    let mut request = request_of("POST", &path, Some(json!({"return_to": "/events"})));
    let seal = format!("Seal {}", made["token"].as_str().unwrap());
    request.headers_mut().insert("authorization", seal.parse().unwrap());
    let answer = app.answer(request).await;
    (answer.status, answer.body["checkout_url"].clone())
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
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    sales::price(&db, event, 2_000, "USD").await;
    for n in 0..8 {
        let email = format!("p{n}@example.org");
        let place = rows::registration(&db, event, &email, "confirmed").await;
        sqlx::query!(
            "update registrations set status = 'offered', confirmed_at = null, offer_expires_at = $2::timestamptz + interval '30 minutes'
              where id = $1",
            place as _,
            now()
        )
        .execute(&db)
        .await
        .unwrap();
        let body = json!({"registration_ids": [place]});
        let made = app.send_as_holder(place, "POST", PATH, Some(body)).await.body;
        let first = || open(&app, &made);
        let (one, two, three, four) = tokio::join!(first(), first(), first(), first());
        assert_eq!((one.0, one.1.is_string()), (200, true), "{one:?}");
        assert_eq!([&two, &three, &four], [&one; 3]);
        let id = made["id"].as_str().unwrap();
        let state = sqlx::query_scalar!("select status from payments where id::text = $1", id);
        assert_eq!(state.fetch_one(&db).await.unwrap(), "open");
    }
    assert!(stand.objects("checkout.session").iter().all(|page| page["status"] == "open"));
}
