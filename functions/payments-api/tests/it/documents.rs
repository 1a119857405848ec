use axum::http::header::{ACCEPT, AUTHORIZATION};
use billing::document::{self, DocumentJob, Platform};
use chrono::TimeDelta;
use models::{Currency, Money, PaymentId, Role, SealKind};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, TestApp, now, request_of, rows, sales};

use crate::{PATH, app};

/// A paid place with its invoice, whose file is not made yet.
async fn invoiced(app: &TestApp, member: &Member<'_>, email: &str) -> PaymentId {
    let event = member.event(EventSpec::PUBLISHED).await;
    let place = rows::registration(&app.db, event, email, "confirmed").await;
    let payment = sales::sold(&app.db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    let platform = Platform { name: "Accredit".to_owned(), address: None, tax_id: None };
    let mut tx = app.db.begin().await.unwrap();
    let job = DocumentJob::Payment { payment };
    document::issue(&mut tx, job, &platform, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    app.advance(TimeDelta::seconds(1));
    payment
}

/// As the bearer of a payment's link.
async fn by_link(
    app: &TestApp,
    payment: PaymentId,
    (method, path): (&str, &str),
    body: Option<Value>,
) -> Answer {
    let mut request = request_of(method, path, body);
    let seal = format!("Seal {}", app.seal(SealKind::Payment, payment, 1));
    request.headers_mut().insert(AUTHORIZATION, seal.parse().unwrap());
    request.headers_mut().insert(ACCEPT, "application/json".parse().unwrap());
    app.answer(request).await
}

async fn filed(db: &PgPool) {
    sqlx::query!(
        "update sales_documents set file_key = 'abc.pdf', sha256 = '\\x00' where file_key is null"
    )
    .execute(db)
    .await
    .unwrap();
}

/// RF-12: buyers fetch theirs by the payment's link or the account, finance its own; nobody else.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_file_is_for_its_buyer_and_its_finance(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let ada = app.person().await;
    let payment = invoiced(&app, &finance, &ada.email).await;
    let shown = by_link(&app, payment, ("GET", &format!("{PATH}/{payment}")), None).await.body;
    let invoice = &shown["documents"][0];
    assert_eq!(
        (&invoice["number"], &invoice["total"], &invoice["ready"]),
        (&json!("INV-2026-000001"), &json!({"amount": 5_300, "currency": "USD"}), &json!(false))
    );
    let file = format!("{PATH}/documents/{}/file", invoice["id"].as_str().unwrap());
    let early = by_link(&app, payment, ("GET", &file), None).await;
    assert_eq!(
        (early.problem(), early.headers["retry-after"].to_str().unwrap()),
        ("409 document-not-ready".to_owned(), "5")
    );
    filed(&db).await;
    let found = by_link(&app, payment, ("GET", &file), None).await;
    let url = found.body["url"].as_str().unwrap();
    assert!(url.contains("abc.pdf"), "{url}");
    for reader in [&ada, &finance] {
        let answer = reader.get(&file).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    let other = invoiced(&app, &finance, "grace@example.org").await;
    assert_eq!(by_link(&app, other, ("GET", &file), None).await.problem(), "404 not-found");
    let strangers = [app.person().await, app.member(Role::Owner).await];
    for stranger in &strangers {
        assert_eq!(stranger.get(&file).await.problem(), "404 not-found");
    }
    let viewer = app.member_of(finance.org(), Role::Viewer).await;
    assert_eq!(viewer.get(&file).await.status, 403);
}

/// Every document once, by kind, payment and time; nobody sees another's.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn documents_come_in_pages_and_by_filter(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let mut sold = Vec::new();
    for n in 0..3 {
        sold.push(invoiced(&app, &finance, &format!("p{n}@example.org")).await);
    }
    let numbers = |body: &Value| -> Vec<String> {
        let rows = body["data"].as_array().unwrap().iter();
        rows.map(|row| row["number"].as_str().unwrap().to_owned()).collect()
    };
    let path = format!("{PATH}/documents");
    let first = finance.get(&format!("{path}?limit=2")).await.body;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = finance.get(&format!("{path}?limit=2&cursor={cursor}")).await.body;
    assert_eq!(numbers(&first), ["INV-2026-000003", "INV-2026-000002"]);
    assert_eq!(numbers(&second), ["INV-2026-000001"]);
    let of_one = finance.get(&format!("{path}?payment_id={}&kind=invoice", sold[1])).await.body;
    assert_eq!(numbers(&of_one), ["INV-2026-000002"]);
    assert!(numbers(&finance.get(&format!("{path}?kind=credit_note")).await.body).is_empty());
    let late = (now() + TimeDelta::days(1)).format("%Y-%m-%dT%H:%M:%SZ");
    assert!(numbers(&finance.get(&format!("{path}?from={late}")).await.body).is_empty());
    assert_eq!(finance.get(&format!("{path}?kind=bill")).await.problem(), "422 validation-failed");
    assert!(numbers(&app.member(Role::Owner).await.get(&path).await.body).is_empty());
}

/// RF-12: a correction gives another invoice, the same one again, and is noted once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_buyer_corrects_whom_the_invoice_is_made_out_to(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let payment = invoiced(&app, &finance, "ada@example.org").await;
    let listed = finance.get(&format!("{PATH}/documents")).await.body;
    let id = listed["data"][0]["id"].as_str().unwrap();
    let path = format!("{PATH}/documents/{id}/correct");
    let nowhere = finance.post(&path, json!({"name": "Example Hospital", "country": "zz"})).await;
    assert_eq!(nowhere.body["errors"][0]["pointer"], "/country", "{}", nowhere.body);
    let hospital = json!({"name": "Example Hospital Trust", "address": "1 High Street\nLondon", "country": "gb"});
    let mut made = Vec::new();
    for _ in 0..2 {
        let answer = by_link(&app, payment, ("POST", &path), Some(hospital.clone())).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        made.push(answer.body);
    }
    assert_eq!(made[0], made[1]);
    assert_eq!(
        (&made[0]["number"], &made[0]["buyer_name"]),
        (&json!("INV-2026-000002"), &hospital["name"])
    );
    let again = finance.post(&path, json!({"name": "Somebody else"})).await;
    assert_eq!(again.problem(), "409 document-final");
    let shown = finance.get(&format!("{PATH}/{payment}")).await.body;
    let documents = shown["documents"].as_array().unwrap();
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0]["replaced_by_id"], made[0]["id"]);
    assert_eq!(documents[0]["correctable_until"], Value::Null);
    let current = documents.iter().find(|row| row["id"] == made[0]["id"]).unwrap();
    assert_eq!(
        (&current["buyer"]["country"], current["correctable_until"].is_string()),
        (&json!("GB"), true)
    );
    let noted = sqlx::query_scalar!(
        r#"select count(*) as "n!" from audit_entries where action = 'document.corrected'"#
    );
    assert_eq!(noted.fetch_one(&db).await.unwrap(), 1);
    let asked = sqlx::query_scalar!(
        r#"select count(*) as "n!" from outbox where queue = 'issue-document'"#
    );
    assert_eq!(asked.fetch_one(&db).await.unwrap(), 2);
    let stranger = app.member(Role::Owner).await;
    assert_eq!(stranger.post(&path, hospital).await.problem(), "404 not-found");
}
