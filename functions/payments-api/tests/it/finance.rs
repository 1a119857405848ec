use billing::ledger::{Account, Journal};
use models::{Currency, EventId, Money, PaymentId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, count_queries, rows, sales};

use crate::refunds::golden;
use crate::{PATH, app};

/// A place that was paid in this currency.
async fn sold(db: &PgPool, event: EventId, email: &str, currency: &str) -> PaymentId {
    let place = rows::registration(db, event, email, "confirmed").await;
    sales::sold(db, place, "acct_1", Money::new(5_000, currency.parse().unwrap())).await
}

fn ids(list: &Value) -> Vec<String> {
    let data = list["data"].as_array().unwrap().iter();
    data.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Every row once, however the pages are cut, with as many queries for one row as for many.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn payments_come_in_pages_and_by_filter(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let (here, there) =
        (finance.event(EventSpec::PUBLISHED).await, finance.event(EventSpec::PUBLISHED).await);
    let mut all = Vec::new();
    for n in 0..5 {
        all.push(sold(&db, here, &format!("p{n}@example.org"), "USD").await.to_string());
    }
    let other = sold(&db, there, "grace@example.com", "EUR").await;
    sqlx::query!(
        "update payments set flagged_at = created_at, flagged_reason = 'amount' where id = $1",
        other as _
    )
    .execute(&db)
    .await
    .unwrap();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = finance.get(&format!("{PATH}?event_id={here}&limit=2{cursor}")).await.body;
        seen.extend(ids(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    seen.sort();
    all.sort();
    assert_eq!(seen, all);
    for filter in ["flagged=true", "q=GRACE", "status=paid&q=example.com"] {
        let found = finance.get(&format!("{PATH}?{filter}")).await.body;
        assert_eq!(ids(&found), [other.to_string()], "{filter}");
    }
    assert_eq!(ids(&finance.get(&format!("{PATH}?status=draft,open")).await.body).len(), 0);
    let odd = finance.get(&format!("{PATH}?status=unpaid")).await;
    assert_eq!(odd.problem(), "422 validation-failed");
    let (_, one) = count_queries(finance.get(&format!("{PATH}?limit=1"))).await;
    let (_, many) = count_queries(finance.get(&format!("{PATH}?limit=100"))).await;
    assert_eq!(one, many);
    assert!(ids(&app.member(Role::Owner).await.get(PATH).await.body).is_empty());
}

/// LG-2: a payment tells what the organizer bears of what went back and what is left for them: not what
/// the platform bears, nor what Stripe took back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_tells_what_is_left_for_the_organizer(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let dollars = |cents: i64| json!({"amount": cents, "currency": "USD"});
    let told = async || {
        let row = finance.get(PATH).await.body["data"][0].clone();
        [row["refunded"].clone(), row["refunds_borne"].clone(), row["earned"].clone()]
    };
    assert_eq!(told().await, [0, 0, 1_339].map(dollars));
    for cents in [500, 100] {
        let sum = dollars(cents);
        let body = json!({"amount": sum, "reason": "Goodwill.", "expected": sum});
        assert_eq!(finance.post(&format!("{PATH}/{id}/refunds"), body).await.status, 201);
    }
    assert_eq!(told().await, [600, 600, 739].map(dollars));
    sqlx::query!(
        "with taken_back as (update refunds set status = 'canceled' where amount_minor = 100)
         update refunds set organizer_share_minor = 400, platform_share_minor = 100 where amount_minor = 500"
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(told().await, [600, 400, 939].map(dollars));
    let file = finance.get(&format!("{PATH}/export.csv")).await;
    let file = file.text();
    let mut lines = file.lines();
    assert!(lines.next().unwrap().ends_with(",refunded,disputed,refunds_borne,earned"), "{file}");
    assert!(lines.next().unwrap().ends_with(",13.39,6.00,0.00,4.00,9.39"), "{file}");

    sqlx::query!("update payments set status = 'expired', paid_at = null, ended_at = created_at")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(told().await[2], dollars(0), "nothing was paid");
}

/// RF-10: that a bank fears fraud stands in the list and on the payment, for finance alone.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_warning_of_fraud_is_shown_to_finance_and_not_to_the_buyer(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let ada = app.person().await;
    let id = sold(&db, event, &ada.email, "USD").await;
    let path = format!("{PATH}/{id}");
    let feared = async || finance.get(PATH).await.body["data"][0]["fraud_feared"].clone();
    assert_eq!(feared().await, false);
    let at = testkit::now();
    let mut conn = db.acquire().await.unwrap();
    for (kind, at) in [(Some("misc"), at), (None, at + chrono::TimeDelta::days(1))] {
        billing::payment::warn(&mut conn, id, kind, at).await.unwrap();
    }
    drop(conn);
    assert_eq!(feared().await, true);
    let shown = finance.get(&path).await.body["finance"].clone();
    assert_eq!((&shown["fraud_warned_at"], &shown["fraud_type"]), (&json!(at), &json!("misc")));
    assert_eq!(ada.get(&path).await.body["finance"], Value::Null);
}

/// RG-22: a spreadsheet takes no name for a formula; amounts have the decimals of their currency.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_export_opens_as_text(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = sold(&db, event, "ada@example.org", "JPY").await;
    sqlx::query!("update payments set buyer_name = '=HYPERLINK(\"https://evil\")'")
        .execute(&db)
        .await
        .unwrap();
    let file = finance.get(&format!("{PATH}/export.csv")).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let text = file.text();
    let row = text.lines().nth(1).unwrap();
    assert!(row.starts_with(&id.to_string()), "{text}");
    assert!(row.contains("\"'=HYPERLINK(\"\"https://evil\"\")\""), "{row}");
    assert!(row.contains(",JPY,5000,0,0,5300,300,5000,0,0,0,5000"), "{row}");
}

/// Currencies are never added, and what went back is told apart.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_summary_adds_within_a_month_and_a_currency(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    sold(&db, event, "a@example.org", "EUR").await;
    sold(&db, event, "b@example.org", "USD").await;
    let back = golden(&db, event, "c@example.org").await;
    let dollars = |cents: i64| json!({"amount": cents, "currency": "USD"});
    let body = json!({"reason": "Paid twice.", "include_fees": true, "expected": dollars(1646)});
    assert_eq!(finance.post(&format!("{PATH}/{back}/refunds"), body).await.status, 201);
    let shown = finance.get(&format!("{PATH}/summary")).await.body;
    let months = shown["data"].as_array().unwrap();
    assert_eq!(months.len(), 2, "{shown}");
    assert_eq!(
        (&months[0]["month"], &months[0]["sales"]["currency"]),
        (&json!("2026-10-01"), &json!("EUR"))
    );
    let zero = dollars(0);
    assert_eq!(
        months[1],
        json!({"month": "2026-10-01", "payments": 2, "sales": dollars(6946), "fees": dollars(607), "tax_withheld": zero,
               "refunds": dollars(1646), "refunds_borne": dollars(1646), "earned": dollars(6339 - 1646), "paid_out": zero})
    );
    let far = finance.get(&format!("{PATH}/summary?months=61")).await;
    assert_eq!(far.problem(), "422 validation-failed");
}

/// RF-9: what calling an event off would pay back leaves out what a bank holds, what was kept of a
/// place given up, and other events.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_summary_of_an_event_tells_what_calling_it_off_pays_back(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    sold(&db, event, "a@example.org", "EUR").await;
    let held = sold(&db, event, "b@example.org", "USD").await;
    let given_up = golden(&db, event, "c@example.org").await;
    sold(&db, finance.event(EventSpec::PUBLISHED).await, "d@example.org", "EUR").await;
    sqlx::query!("update payments set disputed_minor = total_minor where id = $1", held as _)
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!(
        "update payment_items set closed_at = now(), refunded_minor = 1339 where payment_id = $1",
        given_up as _
    )
    .execute(&db)
    .await
    .unwrap();
    let path = format!("{PATH}/summary?event_id={event}");
    let back = async || finance.get(&path).await.body["refundable"].clone();
    let of = |currency: &str| json!({"amount": 5300, "currency": currency});
    assert_eq!(back().await, json!([of("EUR")]));
    sqlx::query!("update payments set disputed_minor = 0").execute(&db).await.unwrap();
    assert_eq!(back().await, json!([of("EUR"), of("USD")]));
    assert_eq!(finance.get(&format!("{PATH}/summary")).await.body["refundable"], Value::Null);
    let other = app.member(Role::Owner).await;
    assert_eq!(other.get(&path).await.body["refundable"], json!([]));
}

/// The lines of a journal stand together, also of those that were written in one moment, and over
/// the pages of the list.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_lines_of_a_journal_stand_together(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let mut conn = db.acquire().await.unwrap();
    for n in 0..5 {
        let journal = Journal::new("settled", format!("settled:{n}"), Currency::USD);
        let journal = journal.about(finance.org(), None).debit(Account::Stripe, 100);
        journal.credit(Account::Organizer, 100).post(&mut conn, testkit::now()).await.unwrap();
    }
    drop(conn);
    let (mut journals, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = finance.get(&format!("{PATH}/ledger?limit=3{cursor}")).await.body;
        let rows = page["data"].as_array().unwrap().iter();
        journals.extend(rows.map(|row| row["journal_id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(journals.len(), 10);
    journals.dedup();
    assert_eq!(journals.len(), 5, "one after the other");
}

/// LG-2: the ledger of a payment is there line by line and sums to zero; nobody sees another's.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_ledger_shows_where_money_went(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let body = json!({"reason": "Goodwill.", "expected": {"amount": 1339, "currency": "USD"}});
    assert_eq!(finance.post(&format!("{PATH}/{id}/refunds"), body).await.status, 201);
    let path = format!("{PATH}/ledger?payment_id={id}");
    let first = finance.get(&format!("{path}&limit=1")).await.body;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = finance.get(&format!("{path}&limit=1&cursor={cursor}")).await.body;
    let lines = [&first["data"][0], &second["data"][0]];
    assert_eq!(lines.map(|line| line["kind"].as_str().unwrap()), ["refund_requested"; 2]);
    let sum: i64 = lines.iter().map(|line| line["amount"]["amount"].as_i64().unwrap()).sum();
    assert_eq!((sum, &second["next_cursor"]), (0, &Value::Null));
    let due = finance.get(&format!("{path}&account=refunds_due")).await.body;
    assert_eq!(due["data"][0]["amount"]["amount"], -1339);
    let file = finance.get(&format!("{PATH}/ledger.csv?payment_id={id}")).await;
    assert!(file.text().contains(",USD,-13.39"), "{}", file.text());
    let other = app.member(Role::Owner).await;
    assert_eq!(other.get(&path).await.body["data"], json!([]));
    let empty = other.get(&format!("{PATH}/ledger/balances?payment_id={id}")).await.body;
    assert_eq!(empty["data"], json!([]));
}

/// Who may not look at the organization's billing does not see in the ledger what its plan costs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_cost_of_the_plan_is_for_those_who_see_billing(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let organizer = app.member_of(finance.org(), Role::Organizer).await;
    let mut conn = db.acquire().await.unwrap();
    let journal = Journal::new("plan_invoice_paid", "plan-invoice:in_1".to_owned(), Currency::USD);
    let journal = journal.about(finance.org(), None).debit(Account::Stripe, 2_900);
    journal.credit(Account::PlanRevenue, 2_900).post(&mut conn, testkit::now()).await.unwrap();
    drop(conn);
    for (member, entries) in [(&finance, 2), (&organizer, 0)] {
        let listed = member.get(&format!("{PATH}/ledger")).await.body;
        assert_eq!(listed["data"].as_array().unwrap().len(), entries);
        let held = member.get(&format!("{PATH}/ledger/balances")).await.body;
        assert_eq!(held["data"].as_array().unwrap().len(), entries);
        let file = member.get(&format!("{PATH}/ledger.csv")).await;
        assert_eq!(file.text().lines().count(), 1 + entries, "{}", file.text());
    }
}

/// PA-24: an invoice is marked as paid once, and only an invoice.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invoice_is_marked_as_paid_once(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = sold(&db, event, "ada@example.org", "USD").await;
    let path = format!("{PATH}/{id}/mark-paid");
    let paid = |at: &str| json!({"method": "bank", "reference": "Invoice 12", "paid_at": at});
    let mark = |at: &str| finance.post(&path, paid(at));
    assert_eq!(mark("2026-09-30T08:00:00Z").await.problem(), "409 not-outside");
    sqlx::query!("update payments set method = 'outside', status = 'draft', paid_at = null")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(mark("2027-01-01T00:00:00Z").await.problem(), "422 validation-failed");
    let done = mark("2026-09-30T08:00:00Z").await;
    assert_eq!((done.status, &done.body["status"]), (201, &json!("paid")), "{}", done.body);
    assert_eq!(done.body["paid_at"], "2026-09-30T08:00:00Z");
    assert_eq!(mark("2026-09-30T08:00:00Z").await.problem(), "409 already-paid");
    let noted = sqlx::query_scalar!(
        r#"select count(*) as "n!" from audit_entries where action = 'payment.marked_paid'"#
    );
    assert_eq!(noted.fetch_one(&db).await.unwrap(), 1);
}
