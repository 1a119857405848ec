use chrono::TimeDelta;
use models::{Currency, Money, PaymentId, RegistrationId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, count_queries, now, rows, sales};

use crate::{PATH, app};

/// A payment of somebody, begun so many minutes after the present of the tests.
async fn bought(db: &PgPool, member: &Member<'_>, minutes: i64, guest: bool) -> PaymentId {
    let event = rows::event(db, rows::organization(db).await, EventSpec::PUBLISHED).await;
    let place = rows::registration(db, event, &member.email, "confirmed").await;
    let id = sales::sold(db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    let user = (!guest).then_some(member.user);
    sqlx::query!(
        "update payments set buyer_user_id = $2, created_at = $3 where id = $1",
        id as _,
        user as _,
        now() + TimeDelta::minutes(minutes)
    )
    .execute(db)
    .await
    .unwrap();
    id
}

fn ids(list: &Value) -> Vec<String> {
    let data = list["data"].as_array().unwrap().iter();
    data.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// What was bought with the account and as a guest under its address, in all organizations, newest
/// first, however the pages are cut; nobody else's.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn ones_own_payments_come_newest_first(db: PgPool) {
    let app = app(&db);
    let (ada, bob) = (app.person().await, app.person().await);
    let mut all = Vec::new();
    for n in 0..5 {
        all.insert(0, bought(&db, &ada, n, n % 2 == 0).await.to_string());
    }
    bought(&db, &bob, 9, false).await;
    let path = format!("{PATH}/mine");
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ada.get(&format!("{path}?limit=2{cursor}")).await.body;
        seen.extend(ids(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, all);
    let (_, one) = count_queries(ada.get(&format!("{path}?limit=1"))).await;
    let (_, many) = count_queries(ada.get(&format!("{path}?limit=100"))).await;
    assert_eq!(one, many);
    let listed = ada.get(&path).await.body;
    let first = &listed["data"][0];
    assert_eq!(first["total"], json!({"amount": 5_300, "currency": "USD"}));
    assert_eq!(
        (&first["event"]["title"], &first["organizer"]),
        (&json!("Wound care"), &json!("Clinic"))
    );
    assert_eq!((&first["next"], &first["places"]), (&json!("none"), &json!(1)));
    assert_eq!(app.send("GET", &path, None).await.status, 401);
    assert!(ids(&app.member(Role::Owner).await.get(&path).await.body).is_empty());
}

/// What is to be paid says so, as long as it can be.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_to_be_paid_says_so_while_it_can_be(db: PgPool) {
    let app = app(&db);
    let ada = app.person().await;
    let id = bought(&db, &ada, 0, false).await;
    held(&db, id).await;
    let path = format!("{PATH}/mine");
    let next = async || {
        let listed = ada.get(&path).await.body;
        let row = &listed["data"][0];
        (row["next"].as_str().unwrap().to_owned(), row["checkout_url"].is_string())
    };
    assert_eq!(next().await, ("pay".to_owned(), false));
    sqlx::query!(
        "update payments set status = 'open', stripe_session_id = 'cs_1', checkout_url = 'https://pay.test/1',
                expires_at = $2 where id = $1",
        id as _,
        now() + TimeDelta::minutes(5)
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(next().await, ("pay".to_owned(), true));
    app.advance(TimeDelta::minutes(5));
    assert_eq!(next().await, ("none".to_owned(), false));
}

/// The payment is a draft again, its seat held for half an hour.
async fn held(db: &PgPool, payment: PaymentId) {
    let place = sqlx::query_scalar!(
        r#"update payments p set status = 'draft', paid_at = null from payment_items i
            where p.id = $1 and i.payment_id = p.id returning i.registration_id as "place!: RegistrationId""#,
        payment as _
    );
    let place = place.fetch_one(db).await.unwrap();
    sqlx::query!(
        "update registrations set status = 'held', confirmed_at = null, held_at = $2::timestamptz,
                hold_expires_at = $2::timestamptz + interval '30 minutes' where id = $1",
        place as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
}

/// A page is read from the indexes of the buyer, by account and by address.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_of_ones_own_payments_is_read_from_indexes(db: PgPool) {
    let mut tx = db.begin().await.unwrap();
    sqlx::raw_sql("set local enable_seqscan = off").execute(&mut *tx).await.unwrap();
    let query = page_of_mine();
    let explain = format!(
        "prepare page as {query};
         explain execute page (gen_random_uuid(), 'ada@example.org', null, null, 21)"
    );
    let plan = sqlx::raw_sql(sqlx::AssertSqlSafe(explain)).fetch_all(&mut *tx).await.unwrap();
    let lines = plan.iter().map(|row| sqlx::Row::get::<String, _>(row, 0)).collect::<Vec<_>>();
    let plan = lines.join("\n");
    for index in ["payments_buyer_idx", "payments_buyer_email_idx"] {
        assert!(plan.contains(index), "{plan}");
    }
}

/// The query itself, as it was prepared.
fn page_of_mine() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let texts = files.map(|path| std::fs::read_to_string(path).unwrap());
    let queries = texts.map(|text| serde_json::from_str::<Value>(&text).unwrap());
    let mut wanted = queries
        .map(|query| query["query"].as_str().unwrap().to_owned())
        .filter(|query| query.contains("where buyer_user_id = $1"));
    wanted.next().unwrap()
}

/// PA-24: what is owed to the organizer is neither given up nor paid here by whoever has the place:
/// the place is sure already.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_paid_outside_is_not_the_holders_to_cancel_or_to_pay_here(db: PgPool) {
    let app = app(&db);
    let ada = app.person().await;
    let id = bought(&db, &ada, 0, true).await;
    sqlx::query!("update payments set method = 'outside', status = 'draft', paid_at = null")
        .execute(&db)
        .await
        .unwrap();
    let path = format!("{PATH}/{id}");
    let cancelled = ada.post(&format!("{path}/cancel"), json!({})).await;
    assert_eq!(cancelled.problem(), "409 paid-outside");
    let opened = ada.post(&format!("{path}/checkout"), json!({"return_to": "/me/events"})).await;
    assert_eq!(opened.problem(), "409 paid-outside");
    let status = sqlx::query_scalar!("select status from payments").fetch_one(&db).await.unwrap();
    assert_eq!(status, "draft");
}

/// A country is one of ISO 3166-1; some letters become two when they are made capital.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_country_of_the_buyer_is_one_of_the_standard(db: PgPool) {
    let app = app(&db);
    let ada = app.person().await;
    let id = bought(&db, &ada, 0, false).await;
    for country in ["ßß", "1!", "G", "GBR", "zz"] {
        let body = json!({"return_to": "/me/events", "buyer": {"country": country}});
        let refused = ada.post(&format!("{PATH}/{id}/checkout"), body).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{country}");
        assert_eq!(refused.body["errors"][0]["pointer"], "/buyer/country", "{}", refused.body);
    }
}
