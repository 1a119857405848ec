use std::sync::atomic::{AtomicU32, Ordering};

use billing::dispute;
use models::{DisputeId, EventId, Money, PaymentId, Role};
use sandbox::stripe::{Action, FaultKind, Stand};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, TestApp, now, rows, sales};

use crate::{PATH, with_stripe};

const WORDS: &str = "She was there for the whole course.";

/// What the organizer says, with files by the names of their fields, under a key.
async fn said(
    (app, finance): (&TestApp, &Member<'_>),
    (path, key): (&str, &str),
    text: &str,
    files: &[(&str, &[u8])],
) -> Answer {
    // Each time parted in another way, as a browser does it.
    static PARTED: AtomicU32 = AtomicU32::new(0);
    let boundary = format!("b{}", PARTED.fetch_add(1, Ordering::Relaxed));
    let mut body =
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\n{text}\r\n")
            .into_bytes();
    for (name, bytes) in files {
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"scan.pdf\"\r\n\r\n"
        );
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    let request = axum::http::Request::post(format!("{path}/evidence"))
        .header("authorization", format!("Bearer {}", finance.token))
        .header("idempotency-key", key)
        .header("content-type", format!("multipart/form-data; boundary={boundary}"));
    app.answer(request.body(body.into()).unwrap()).await
}

/// A payment of 53.00 that was really made at the stand-in.
async fn paid(db: &PgPool, stand: &Stand, event: EventId, account: &str) -> PaymentId {
    let place = rows::registration(db, event, "ada@example.org", "confirmed").await;
    rows::presence(db, place, 55, "met").await;
    let id = sales::sold(db, place, account, Money::new(5_000, "USD".parse().unwrap())).await;
    let form = billing::stripe::Form::new()
        .with("mode", "payment")
        .with("success_url", "https://accredit.test/checkout/return")
        .with("line_items[0][quantity]", 1)
        .with("line_items[0][price_data][currency]", "usd")
        .with("line_items[0][price_data][unit_amount]", 5_300)
        .with("line_items[0][price_data][product_data][name]", "Ticket")
        .with("payment_method_types[0]", "card");
    let environment = stand.environment();
    let of =
        |name: &str| environment.iter().find(|(known, _)| known == name).map(|(_, v)| v.as_str());
    let stripe = billing::stripe::Stripe::from_env(of, cloud::client().clone());
    let session: Value = stripe.post("/v1/checkout/sessions", &form, "open").await.unwrap();
    stand.pay(session["id"].as_str().unwrap(), "success").await.unwrap();
    let charge = stand.objects("charge")[0]["id"].as_str().unwrap().to_owned();
    sqlx::query!("update payments set stripe_charge_id = $2 where id = $1", id as _, charge)
        .execute(db)
        .await
        .unwrap();
    id
}

/// The buyer's bank takes the payment back, and we hear of it.
async fn disputed(db: &PgPool, stand: &Stand, finance: &Member<'_>) -> DisputeId {
    let account = stand.account("US").await.unwrap();
    let event = finance.event(EventSpec::PUBLISHED).await;
    paid(db, stand, event, &account).await;
    let charge = stand.objects("charge")[0]["id"].as_str().unwrap().to_owned();
    let action = Action::Dispute { charge, reason: String::new(), inquiry: false };
    let opened = stand.act(action).await.unwrap();
    let object = stand.object(opened["id"].as_str().unwrap()).unwrap();
    let mut tx = db.begin().await.unwrap();
    let disputed = dispute::sync(&mut tx, &object, now(), now()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    disputed.id
}

/// RF-11: the pack is put together by itself, goes to the bank once, and only in time.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn evidence_is_put_together_and_sent_once(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let id = disputed(&db, &stand, &finance).await;
    let path = format!("{PATH}/disputes/{id}");
    let listed = finance.get(&format!("{PATH}/disputes?open=true")).await.body;
    assert_eq!(listed["data"][0]["id"], json!(id));
    let shown = finance.get(&path).await.body;
    assert_eq!(shown["pack"]["places"][0]["present_minutes"], 55, "{shown}");
    assert_eq!(shown["amount"], json!({"amount": 5300, "currency": "USD"}));
    let payment = shown["payment_id"].as_str().unwrap();
    let quote = finance.get(&format!("{PATH}/{payment}/refund-quote")).await;
    assert_eq!(quote.problem(), "409 payment-disputed");

    let sent = said((&app, &finance), (&path, "first"), WORDS, &[]).await;
    assert_eq!((sent.status, &sent.body["status"]), (201, &json!("under_review")), "{}", sent.body);
    let evidence = &stand.objects("dispute")[0]["evidence"];
    assert_eq!(evidence["uncategorized_text"], WORDS);
    assert!(
        evidence["product_description"].as_str().unwrap().contains("present 55 of"),
        "{evidence}"
    );
    let again = said((&app, &finance), (&path, "second"), WORDS, &[]).await;
    assert_eq!(again.problem(), "409 evidence-too-late");
    let other = app.member(Role::Owner).await;
    assert_eq!(other.get(&path).await.problem(), "404 not-found");
}

/// RF-11: files go to the bank by what they show; a request that is sent again, also after a
/// broken connection, leaves one copy of each at Stripe.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn files_go_along_with_the_evidence_once(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let path = format!("{PATH}/disputes/{}", disputed(&db, &stand, &finance).await);
    let jpeg = [b"\xff\xd8\xff\xe0".as_slice(), &vec![7; 3 << 20]].concat();
    let files: [(&str, &[u8]); 2] =
        [("receipt", b"%PDF-1.7 receipt"), ("uncategorized_file", &jpeg)];
    stand.fault("POST", "/v1/files", FaultKind::After).await.unwrap();
    let broken = said((&app, &finance), (&path, "key"), WORDS, &files).await;
    assert_eq!(broken.problem(), "503 unavailable");
    assert_eq!(stand.objects("dispute")[0]["status"], "needs_response");
    let sent = said((&app, &finance), (&path, "key"), WORDS, &files).await;
    assert_eq!((sent.status, &sent.body["status"]), (201, &json!("under_review")), "{}", sent.body);
    let again = said((&app, &finance), (&path, "key"), WORDS, &files).await;
    assert_eq!((again.status, &again.body), (201, &sent.body));

    let evidence = stand.objects("dispute")[0]["evidence"].clone();
    let kept = stand.objects("file");
    let of = |field: &str| kept.iter().find(|file| file["id"] == evidence[field]).unwrap();
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert_eq!(
        (&of("receipt")["type"], &of("receipt")["filename"]),
        (&json!("pdf"), &json!("receipt.pdf"))
    );
    let other = of("uncategorized_file");
    assert_eq!(
        (&other["size"], &other["filename"]),
        (&json!(jpeg.len()), &json!("uncategorized_file.jpg"))
    );
    let reused = said((&app, &finance), (&path, "key"), WORDS, &files[..1]).await;
    assert_eq!(reused.problem(), "422 idempotency-key-reused");
}

/// PA-41: evidence that came through though its answer was lost is not handed in again, even where
/// the pack has grown meanwhile.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn evidence_whose_answer_was_lost_is_handed_in_once(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let path = format!("{PATH}/disputes/{}", disputed(&db, &stand, &finance).await);
    stand.fault("POST", "/v1/disputes", FaultKind::After).await.unwrap();
    let broken = said((&app, &finance), (&path, "key"), WORDS, &[]).await;
    assert_eq!(broken.problem(), "503 unavailable");
    let count = || stand.objects("dispute")[0]["evidence_details"]["submission_count"].clone();
    assert_eq!(count(), 1);
    sqlx::query!("update payments set buyer_name = 'Ada Park'").execute(&db).await.unwrap();
    let sent = said((&app, &finance), (&path, "key"), WORDS, &[]).await;
    assert_eq!((sent.status, &sent.body["status"]), (201, &json!("under_review")), "{}", sent.body);
    assert_eq!(count(), 1);
}

/// RF-11: what the bank cannot read is told at its field, and nothing is sent.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn files_that_no_bank_reads_are_refused_at_their_field(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let path = format!("{PATH}/disputes/{}", disputed(&db, &stand, &finance).await);
    let refused = async |text: &str, files: &[(&str, &[u8])]| {
        let answer = said((&app, &finance), (&path, "key"), text, files).await;
        assert_eq!(answer.problem(), "422 validation-failed", "{}", answer.body);
        let error = &answer.body["errors"][0];
        format!("{} {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())
    };
    let pdf = |size: usize| [b"%PDF-".as_slice(), &vec![0; size - 5]].concat();
    assert_eq!(refused(WORDS, &[("receipt", b"<svg/>")]).await, "/receipt file-kind-invalid");
    assert_eq!(refused(WORDS, &[("scan", b"%PDF-1")]).await, "/scan unknown-field");
    let (four, two) = (pdf(4 << 20), pdf(2 << 20));
    let together: [(&str, &[u8]); 2] = [("receipt", &four), ("service_documentation", &two)];
    assert_eq!(refused(WORDS, &together).await, "/service_documentation too-large");
    let huge = pdf(7 << 20);
    assert_eq!(refused(WORDS, &[("receipt", &huge)]).await, "/receipt too-large");
    assert_eq!(refused(&"a".repeat(20_001), &[]).await, "/text invalid-value");
    let calls = stand.calls();
    let to_bank = |path: &str| path.contains("/files") || path.contains("/disputes");
    assert!(!calls.iter().any(|call| to_bank(&call.path)), "{calls:?}");
    let viewer = app.member_of(finance.org(), Role::Instructor).await;
    let answer = said((&app, &viewer), (&path, "key"), WORDS, &[]).await;
    assert_eq!(answer.problem(), "403 forbidden");
}

/// The organizer gives in: the bank has decided, and there is no more to say.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_dispute_that_is_accepted_is_lost(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let path = format!("{PATH}/disputes/{}", disputed(&db, &stand, &finance).await);
    let done = finance.post(&format!("{path}/accept"), json!({})).await;
    assert_eq!((done.status, &done.body["status"]), (201, &json!("lost")), "{}", done.body);
    assert!(done.body["closed_at"].is_string());
    assert_eq!(
        finance.post(&format!("{path}/accept"), json!({})).await.problem(),
        "409 dispute-closed"
    );
    let late = said((&app, &finance), (&path, "late"), "Wait.", &[]).await;
    assert_eq!(late.problem(), "409 dispute-closed");
    let jobs =
        sqlx::query_scalar!(r#"select count(*) as "n!" from outbox where queue = 'refund-run'"#);
    assert_eq!(jobs.fetch_one(&db).await.unwrap(), 1, "the organizer's part is to come back");
}

/// What an account holds by the ledger, over journals of these kinds.
async fn posted(db: &PgPool, account: &str, kinds: &[&str]) -> i64 {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    sqlx::query_scalar!(
        r#"select coalesce(sum(e.amount_minor), 0)::bigint as "sum!" from ledger_entries e join ledger_journals j on j.id = e.journal_id
            where e.account = $1 and j.kind = any($2)"#,
        account,
        &kinds
    )
    .fetch_one(db)
    .await
    .unwrap()
}

/// Applies what Stripe says now, so much later.
async fn heard(db: &PgPool, stand: &Stand, later: i64) {
    let object = stand.objects("dispute")[0].clone();
    let at = now() + chrono::TimeDelta::seconds(later);
    let mut tx = db.begin().await.unwrap();
    dispute::sync(&mut tx, &object, at, at).await.unwrap();
    tx.commit().await.unwrap();
}

/// RF-11, LG-1: what Stripe takes for a dispute is the platform's cost; of one that is lost it is a
/// claim on the organizer, once, and every journal sums to zero.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_fee_of_a_lost_dispute_is_claimed_from_the_organizer_once(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    let path = format!("{PATH}/disputes/{}", disputed(&db, &stand, &finance).await);
    let fee = ["dispute_fee"];
    assert_eq!(posted(&db, "stripe_costs", &["stripe_cost"]).await, 1_500);
    assert_eq!(posted(&db, "organizer", &fee).await, 0, "nobody knows yet who was right");
    let done = finance.post(&format!("{path}/accept"), json!({})).await;
    assert_eq!(done.body["fee"], json!({"amount": 1_500, "currency": "USD"}), "{}", done.body);
    for later in 1..3 {
        heard(&db, &stand, later).await;
        assert_eq!(posted(&db, "organizer", &fee).await, 1_500);
        assert_eq!(posted(&db, "fees", &fee).await, -1_500);
    }
    let sums = sqlx::query_scalar!(
        r#"select sum(amount_minor)::bigint as "sum!" from ledger_entries group by journal_id"#
    );
    assert!(sums.fetch_all(&db).await.unwrap().iter().all(|sum| *sum == 0));
}

/// RF-11: a dispute that is won costs the organizer nothing, and the platform what Stripe keeps.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_dispute_that_is_won_leaves_no_claim(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let finance = app.member(Role::Finance).await;
    disputed(&db, &stand, &finance).await;
    let dispute = stand.objects("dispute")[0]["id"].as_str().unwrap().to_owned();
    stand.act(Action::CloseDispute { dispute, won: true }).await.unwrap();
    heard(&db, &stand, 1).await;
    assert_eq!(posted(&db, "organizer", &["dispute_fee", "dispute_lost"]).await, 0);
    assert_eq!(posted(&db, "stripe_costs", &["stripe_cost"]).await, 0, "Stripe gave it back");
}
