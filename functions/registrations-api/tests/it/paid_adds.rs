use std::fmt::Write as _;

use billing::refund::{self, Ask, Cause, Demand};
use models::{EventId, PaymentId, RegistrationId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, now};

use crate::{PATH, paying};

async fn add(by: &Member<'_>, event: EventId, email: &str, more: Value) -> Answer {
    let mut order = json!({"event_id": event, "rows": [{"email": email, "full_name": "Ana Kos"}]});
    for (key, value) in more.as_object().unwrap() {
        order[key] = value.clone();
    }
    by.post(&format!("{PATH}/bulk"), order).await
}

fn place(answer: &Answer) -> RegistrationId {
    let row = &answer.body["rows"][0];
    row["registration_id"].as_str().unwrap_or_else(|| panic!("{}", answer.body)).parse().unwrap()
}

/// RG-22, PA-24: nobody gets a ticket with a price by default; waived and invoiced places are sure at
/// once, and a payment says why.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_ticket_with_a_price_is_waived_or_invoiced_and_never_just_given(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    let silent = add(&organizer, event, "a@example.org", json!({})).await;
    assert_eq!(silent.body["rows"][0]["code"], "payment-choice-needed");
    assert_eq!(crate::seats(&db, event).await, (0, 0, 0), "R1");
    let without_reason = json!({"payment": {"how": "waived", "reason": ""}});
    assert_eq!(add(&organizer, event, "a@example.org", without_reason).await.status, 422);
    let waived = json!({"payment": {"how": "waived", "reason": "Speaks at the event."}});
    let given = add(&organizer, event, "a@example.org", waived).await;
    let of =
        |method: &str, status: &str, total| Some((method.to_owned(), status.to_owned(), total));
    assert_eq!(paying(&db, place(&given)).await, of("none", "paid", 0));
    let invoice = json!({"payment": {"how": "invoice", "due_days": 10}});
    let billed = add(&organizer, event, "b@example.org", invoice.clone()).await;
    assert_eq!(paying(&db, place(&billed)).await, of("outside", "draft", 5000));
    assert_eq!(crate::seats(&db, event).await, (2, 2, 2));
    let due = sqlx::query_scalar!(
        r#"select extract(epoch from due_at - created_at)::bigint / 86400 as "days!" from payments where method = 'outside'"#
    );
    assert_eq!(due.fetch_one(&db).await.unwrap(), 10);
    assert_eq!(billed.body["rows"][0]["payment_id"].as_str().map(str::len), Some(36));
    // Whoever leaves before paying owes nothing.
    let b = place(&billed);
    let gone = organizer.post(&format!("{PATH}/{b}/cancel"), json!({})).await;
    assert_eq!(gone.body["payment"]["status"], "canceled", "{}", gone.body);
}

/// PA-24: the platform's service fee of an invoice is a claim on the organizer; whoever buys owes the
/// price alone. An invoice that is given up, and what the platform bears of a refund, ends it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_fee_of_an_invoice_is_claimed_from_the_organizer(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    let claimed = async || {
        sqlx::query_scalar!(
            r#"select coalesce(sum(e.amount_minor), 0)::bigint as "sum!" from ledger_entries e where e.account = 'organizer'"#
        )
        .fetch_one(&db)
        .await
        .unwrap()
    };
    let invoice = json!({"payment": {"how": "invoice"}});
    let first = add(&organizer, event, "a@example.org", invoice.clone()).await;
    // 3.70 % of 50.00 and 1.79; nothing for moving money that nobody moved.
    assert_eq!(claimed().await, 364);
    let split = sqlx::query!(
        "select total_minor, organizer_minor, service_fee_minor, processing_fee_minor from payments where method = 'outside'"
    );
    let split = split.fetch_one(&db).await.unwrap();
    assert_eq!(
        [
            split.total_minor,
            split.organizer_minor,
            split.service_fee_minor,
            split.processing_fee_minor
        ],
        [5_000, 4_636, 364, 0]
    );
    let second = add(&organizer, event, "b@example.org", invoice).await;
    assert_eq!(claimed().await, 728);
    let gone = organizer.post(&format!("{PATH}/{}/cancel", place(&second)), json!({})).await;
    assert_eq!(gone.body["payment"]["status"], "canceled", "{}", gone.body);
    assert_eq!(claimed().await, 364, "nothing of what was given up");

    let payment: PaymentId = first.body["rows"][0]["payment_id"].as_str().unwrap().parse().unwrap();
    let mut tx = db.begin().await.unwrap();
    let owed = billing::payment::lock(&mut tx, payment).await.unwrap().unwrap();
    let how = (billing::payment::Outside::Bank, None);
    billing::payment::mark_paid(&mut tx, &owed, how, now(), now()).await.unwrap();
    let paid = billing::payment::lock(&mut tx, payment).await.unwrap().unwrap();
    let cause = Cause::EventCancelled;
    let shares = refund::work_out(&paid, &[&paid.items[0]], cause, Ask::Full);
    let demand = Demand::new(cause, "test".into(), &shares);
    refund::request(&mut tx, &paid, &demand, now()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(claimed().await, 0, "the platform bears its own fee of what is called off");
}

/// PA-24, PC-4: a code makes an invoice cheaper under its own rules, and is used once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_code_counts_for_an_invoice_as_for_anybody(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    sqlx::query!(
        "insert into promo_codes (id, organization_id, code, kind, percent_bp, max_uses, scope, created_at, updated_at)
         select gen_random_uuid(), organization_id, 'ONCE', 'percent', 2000, 1, 'all', created_at, created_at from events where id = $1",
        event as _
    )
    .execute(&db)
    .await
    .unwrap();
    let order = json!({"payment": {"how": "invoice"}, "promo_code": "once"});
    let first = add(&organizer, event, "a@example.org", order.clone()).await;
    assert_eq!(paying(&db, place(&first)).await.map(|(_, _, total)| total), Some(4000));
    let second = add(&organizer, event, "b@example.org", order).await;
    assert_eq!(second.body["rows"][0]["code"], "promo-code-used-up");
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
}

/// The same from a file, with the ticket by its name.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rows_of_a_file_are_settled_like_rows_of_a_form(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = crate::sold(&db, &organizer, EventSpec::PUBLISHED).await;
    let name = sqlx::query_scalar!("select name from ticket_types where event_id = $1", event as _);
    let name = name.fetch_one(&db).await.unwrap();
    let send = async |file: String, parts: &[(&str, &str)]| {
        let mut body = String::new();
        let event = event.to_string();
        for (part, value) in [("event_id", event.as_str())].iter().chain(parts) {
            write!(
                body,
                "--x\r\ncontent-disposition: form-data; name=\"{part}\"\r\n\r\n{value}\r\n"
            )
            .unwrap();
        }
        write!(
            body,
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"p.csv\"\r\n\r\n{file}\r\n--x--\r\n"
        )
        .unwrap();
        let request = axum::http::Request::post(format!("{PATH}/import"))
            .header("authorization", format!("Bearer {}", organizer.token))
            .header("content-type", "multipart/form-data; boundary=x")
            .body(body.into())
            .unwrap();
        app.answer(request).await
    };
    let waived: &[(&str, &str)] = &[("payment", "waived"), ("reason", "Sponsors")];
    let file = format!("email,name,ticket\na@example.org,Ana,{}\n", name.to_uppercase());
    let done = send(file, waived).await;
    assert_eq!(paying(&db, place(&done)).await.map(|(method, ..)| method), Some("none".to_owned()));
    let unknown = send("email,name,ticket\nb@example.org,Ben,Gold\n".to_owned(), waived).await;
    assert_eq!(unknown.body["rows"][0]["outcome"], "refused", "{}", unknown.body);
    assert_eq!(unknown.body["rows"][0]["detail"], "There is no ticket called “Gold”.");
    let silent = send("email,name\nb@example.org,Ben\n".to_owned(), &[]).await;
    assert_eq!(silent.body["rows"][0]["code"], "payment-choice-needed");
    let nonsense = send("email,name\nb@example.org,Ben\n".to_owned(), &[("payment", "free")]).await;
    assert_eq!(nonsense.problem(), "422 validation-failed");
}
