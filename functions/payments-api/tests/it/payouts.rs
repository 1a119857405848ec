use billing::ledger::{Account, Journal};
use chrono::TimeDelta;
use models::{Currency, Money, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, rows, sales};

use crate::{PATH, with_stripe};

fn dollars(cents: i64) -> Value {
    json!({"amount": cents, "currency": "USD"})
}

/// Sells a place for 50 dollars at an event that ended so long ago.
async fn sold(db: &PgPool, seller: &Member<'_>, account: &str, ended: TimeDelta) {
    let spec = EventSpec { starts_in: -ended - TimeDelta::hours(1), ..EventSpec::PUBLISHED };
    let event = seller.event(spec).await;
    let place = rows::registration(db, event, &format!("{event}@example.org"), "confirmed").await;
    sales::sold(db, place, account, Money::new(5_000, "USD".parse().unwrap())).await;
}

/// What is to come, what is due but not there yet, and what is owed, in cents.
async fn shown(finance: &Member<'_>) -> [i64; 3] {
    let body = finance.get(&format!("{PATH}/balance")).await.body;
    let row = &body["data"][0];
    ["upcoming", "settling", "debt"].map(|name| row[name]["amount"].as_i64().unwrap())
}

/// PA-13: what is due, what is to come, and what is not there yet; each currency by itself.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_balance_says_what_is_due_and_what_is_there(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let path = format!("{PATH}/balance");
    assert_eq!(finance.get(&path).await.body, json!({"data": []}));
    let account = stand.account("US").await.unwrap();
    sales::payout_account(&db, finance.org(), &account, "US").await;
    sold(&db, &finance, &account, TimeDelta::days(3)).await;
    sold(&db, &finance, &account, TimeDelta::days(-3)).await;
    let zero = dollars(0);
    assert_eq!(
        finance.get(&path).await.body,
        json!({"data": [{"upcoming": dollars(5_000), "disputed": zero, "releasable": zero, "settling": dollars(5_000),
                         "on_the_way": zero, "paid_out": zero, "debt": zero, "fees_owed": zero}]})
    );
    let other = app.member(Role::Owner).await;
    assert_eq!(other.get(&path).await.body, json!({"data": []}), "another tenant has its own");
}

/// LG-2, PA-24: fees that a statement claims are shown, and are not paid out.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_balance_shows_the_fees_that_are_owed(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    let account = stand.account("US").await.unwrap();
    sales::payout_account(&db, admin.org(), &account, "US").await;
    sold(&db, &admin, &account, TimeDelta::days(3)).await;
    let payment = sqlx::query_scalar!(r#"select id as "id: models::PaymentId" from payments"#);
    let payment = payment.fetch_one(&db).await.unwrap();
    let claim = async |source: &str, fee: i64| {
        Journal::new("outside_fee", source.to_owned(), Currency::USD)
            .about(admin.org(), Some(payment))
            .debit(Account::Organizer, fee)
            .credit(Account::Fees, fee)
            .post(&mut db.acquire().await.unwrap(), testkit::now())
            .await
            .unwrap();
    };
    claim("one", 400).await;
    let row = admin.get(&format!("{PATH}/balance")).await.body["data"][0].clone();
    assert_eq!((&row["fees_owed"], &row["settling"]), (&dollars(400), &dollars(4_600)));
    assert_eq!(row["debt"], dollars(0));
    claim("two", 4_700).await;
    let row = admin.get(&format!("{PATH}/balance")).await.body["data"][0].clone();
    assert_eq!((&row["fees_owed"], &row["settling"]), (&dollars(5_100), &dollars(0)));
    let ask = admin.post(&format!("{PATH}/payouts"), json!({"amount": dollars(100)})).await;
    assert_eq!(ask.problem(), "409 payout-exceeds-releasable");
}

/// LG-2: what was paid out and then went back is a debt, until it is earned again; and under daily
/// payouts what leaves before its event is none.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_balance_shows_a_debt(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let account = stand.account("US").await.unwrap();
    let ours = sales::payout_account(&db, finance.org(), &account, "US").await;
    sold(&db, &finance, &account, TimeDelta::days(3)).await;
    sold(&db, &finance, &account, TimeDelta::days(-3)).await;
    sqlx::query!(
        "insert into payouts (id, organization_id, payout_account_id, cause_key, currency, amount_minor, status, created_at, updated_at)
         values ($1, $2, $1, 'test', 'USD', 8000, 'paid', $3, $3)",
        ours as _,
        finance.org() as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(shown(&finance).await, [5_000, 0, 3_000]);
    sqlx::query!("update payout_accounts set payout_mode = 'rolling'").execute(&db).await.unwrap();
    assert_eq!(shown(&finance).await, [0, 2_000, 0]);
}

/// PA-13, LG-2: what a bank took back before its event is missing from what is to come; it makes no
/// debt, and no other payout smaller.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_lost_before_its_event_is_no_debt(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let account = stand.account("US").await.unwrap();
    sales::payout_account(&db, finance.org(), &account, "US").await;
    sold(&db, &finance, &account, TimeDelta::days(-3)).await;
    sold(&db, &finance, &account, TimeDelta::days(-3)).await;
    sold(&db, &finance, &account, TimeDelta::days(3)).await;
    assert_eq!(shown(&finance).await, [10_000, 5_000, 0]);
    // The bank takes the whole payment, fees of 3.00 as well.
    sqlx::query!(
        "insert into disputes (id, organization_id, payment_id, stripe_dispute_id, amount_minor, currency, reason, status,
                               closed_at, created_at, updated_at)
         select gen_random_uuid(), p.organization_id, p.id, 'dp_1', p.total_minor, p.currency, 'general', 'lost', $1, $1, $1
           from payments p join payment_items i on i.payment_id = p.id join registrations r on r.id = i.registration_id
           join events e on e.id = r.event_id where e.starts_at > $1 order by p.id limit 1",
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(shown(&finance).await, [5_000, 4_700, 0]);
}

/// PA-13: what is sold in another currency than the account keeps is not there before it is known
/// what came of it; then it stands in the account's currency, and is asked for in it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_balance_is_in_the_currency_of_the_account(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    let account = stand.account("DE").await.unwrap();
    sales::payout_account(&db, admin.org(), &account, "DE").await;
    sold(&db, &admin, &account, TimeDelta::days(3)).await;
    let shown = async || {
        let body = admin.get(&format!("{PATH}/balance")).await.body;
        let rows = body["data"].as_array().unwrap();
        rows.iter().map(|row| row["settling"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(shown().await, [dollars(5_000)]);
    let ask = async |amount: Value| {
        admin.post(&format!("{PATH}/payouts"), json!({"amount": amount})).await.problem()
    };
    let euros = |cents: i64| json!({"amount": cents, "currency": "EUR"});
    for amount in [dollars(100), euros(100)] {
        assert_eq!(ask(amount).await, "409 payout-exceeds-releasable");
    }
    sqlx::query!("update payments set arrived_minor = 4500, arrived_currency = 'EUR'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(shown().await, [euros(4_500)]);
    assert_eq!(ask(dollars(100)).await, "409 payout-exceeds-releasable");
    let payment = sqlx::query_scalar!("select id from payments").fetch_one(&db).await.unwrap();
    let told = admin.get(&format!("{PATH}/{payment}")).await.body;
    assert_eq!(told["finance"]["arrived"], euros(4_500));
}

/// PA-13: a request is held to what is due and what Stripe has.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_more_is_paid_out_than_can_be(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    let path = format!("{PATH}/payouts");
    let ask = |amount: Value| {
        let (admin, path) = (&admin, &path);
        async move { admin.post(path, json!({"amount": amount})).await.problem() }
    };
    assert_eq!(ask(dollars(100)).await, "409 no-account");
    let account = stand.account("US").await.unwrap();
    let ours = sales::payout_account(&db, admin.org(), &account, "US").await;
    sold(&db, &admin, &account, TimeDelta::days(3)).await;
    assert_eq!(ask(dollars(100)).await, "409 payout-exceeds-releasable", "it is not there yet");
    for odd in [
        dollars(0),
        dollars(-1),
        json!({"amount": 5_125, "currency": "KWD"}),
        json!({"amount": 12_345, "currency": "HUF"}),
    ] {
        assert_eq!(ask(odd.clone()).await, "422 amount-not-payable", "{odd}");
    }
    assert_eq!(ask(json!({"amount": 1.5, "currency": "USD"})).await, "422 validation-failed");
    assert_eq!(ask(json!({"amount": 1, "currency": "XXX"})).await, "422 validation-failed");
    sqlx::query!("update payout_accounts set payouts_enabled_at = null where id = $1", ours as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(ask(dollars(100)).await, "409 payouts-disabled");
    assert_eq!(admin.get(&path).await.body["data"], json!([]));
    assert!(stand.objects("payout").is_empty(), "Stripe was not asked");
}

/// An account whose owner has shut us out at Stripe is no fault of ours.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_that_is_closed_to_us_says_so(db: PgPool) {
    let (app, _stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    sales::payout_account(&db, admin.org(), "acct_gone", "US").await;
    sold(&db, &admin, "acct_gone", TimeDelta::days(3)).await;
    let problem = admin.get(&format!("{PATH}/balance")).await.problem();
    assert_eq!(problem, "409 account-unreachable");
    let asked = admin.post(&format!("{PATH}/payouts"), json!({"amount": dollars(100)})).await;
    assert_eq!(asked.problem(), "409 account-unreachable");
}
