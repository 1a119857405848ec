use models::{EventId, Money, PaymentId, PaymentItemId, PromoCodeId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, now, rows, sales};

use crate::{PATH, app};

fn dollars(cents: i64) -> Value {
    json!({"amount": cents, "currency": "USD"})
}

/// PA-9: a ticket of 13.39 with 2.29 for service and 0.78 for processing, which the buyer bore.
pub(crate) async fn golden(db: &PgPool, event: EventId, email: &str) -> PaymentId {
    let place = rows::registration(db, event, email, "confirmed").await;
    let id = sales::sold(db, place, "acct_1", Money::new(1339, "USD".parse().unwrap())).await;
    sqlx::query!(
        "with item as (
            update payment_items set service_fee_minor = 229, processing_fee_minor = 78, total_minor = 1646, application_fee_minor = 307
             where payment_id = $1)
         update payments set service_fee_minor = 229, processing_fee_minor = 78, total_minor = 1646, application_fee_minor = 307
          where id = $1",
        id as _
    )
    .execute(db)
    .await
    .unwrap();
    id
}

async fn ask(member: &Member<'_>, id: PaymentId, body: Value) -> testkit::Answer {
    member.post(&format!("{PATH}/{id}/refunds"), body).await
}

/// RF-2: what the preview says is what is paid back, to the cent; anything else is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_preview_of_a_refund_is_the_refund(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let quote = format!("{PATH}/{id}/refund-quote");
    let part = finance.get(&format!("{quote}?amount=500")).await;
    assert_eq!(part.body["amount"], dollars(500), "{}", part.body);
    assert_eq!(part.body["lines"][0]["gives_up_place"], false);
    let all = finance.get(&format!("{quote}?include_fees=true")).await.body;
    assert_eq!(all["amount"], dollars(1646));
    assert_eq!((&all["organizer"], &all["platform"]), (&dollars(1646), &dollars(0)));
    assert_eq!(all["lines"][0]["gives_up_place"], true);
    let too_much = finance.get(&format!("{quote}?amount=1340")).await;
    assert_eq!(too_much.problem(), "409 refund-exceeds-payment");
    let left = |detail: &str, left: &str| {
        json!([{"pointer": "/amount", "code": "refund-exceeds-payment", "detail": detail},
               {"pointer": "", "code": "left", "detail": left}])
    };
    let all_left = left("No more than 13.39 USD of the ticket price is left.", "13.39 USD");
    assert_eq!(too_much.body["errors"], all_left);
    for odd in ["0", "-5"] {
        let odd = finance.get(&format!("{quote}?amount={odd}")).await;
        assert_eq!(odd.problem(), "422 validation-failed");
    }

    let body = json!({"amount": dollars(500), "reason": "Came late.", "expected": dollars(501)});
    assert_eq!(ask(&finance, id, body).await.problem(), "409 refund-changed");
    let body = json!({"amount": dollars(500), "reason": "Came late.", "expected": dollars(500)});
    let done = ask(&finance, id, body).await;
    assert_eq!((done.status, &done.body["status"]), (201, &json!("requested")), "{}", done.body);
    let rest = finance.get(&format!("{quote}?include_fees=true")).await.body;
    assert_eq!(rest["amount"], dollars(1146));
    let body = json!({"amount": dollars(840), "reason": "Came late.", "expected": dollars(840)});
    let too_much = ask(&finance, id, body).await;
    assert_eq!(too_much.problem(), "409 refund-exceeds-payment");
    let some_left = left("No more than 8.39 USD of the ticket price is left.", "8.39 USD");
    assert_eq!(too_much.body["errors"], some_left);
}

/// RF-7: a place that is paid back in full is given up; one that is paid back in part stays.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_that_is_paid_back_in_full_is_given_up(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let (part, all) =
        (golden(&db, event, "part@example.org").await, golden(&db, event, "all@example.org").await);
    let body = json!({"reason": "Goodwill.", "expected": dollars(1339)});
    assert_eq!(ask(&finance, part, body).await.status, 201);
    let body = json!({"reason": "Paid twice.", "include_fees": true, "expected": dollars(1646)});
    assert_eq!(ask(&finance, all, body.clone()).await.status, 201);
    assert_eq!(ask(&finance, all, body).await.problem(), "409 not-refundable");
    let seats = sqlx::query!("select email, status from registrations order by email");
    let seats = seats.fetch_all(&db).await.unwrap();
    let seats: Vec<_> =
        seats.iter().map(|row| (row.email.as_deref().unwrap(), row.status.as_str())).collect();
    assert_eq!(seats, [("all@example.org", "cancelled"), ("part@example.org", "confirmed")]);
    let told = crate::told(&db).await;
    assert!(told.contains(&"registration-cancelled".to_owned()), "{told:?}");
}

/// A second place of the payment that a code made free.
async fn and_a_free_one(db: &PgPool, event: EventId, id: PaymentId, email: &str) -> PaymentItemId {
    let place = rows::registration(db, event, email, "confirmed").await;
    let spare = sales::sold(db, place, "acct_1", Money::new(1339, "USD".parse().unwrap())).await;
    let code = PromoCodeId::new(now());
    sqlx::query!(
        "with code as (
            insert into promo_codes (id, organization_id, code, kind, percent_bp, scope, created_at, updated_at)
            select $3, organization_id, upper($3::uuid::text), 'percent', 10000, 'all', $4, $4 from payments where id = $1
         )
         insert into promo_redemptions (id, organization_id, promo_code_id, payment_item_id, registration_id, person_key,
                                        discount_minor, currency, state, created_at)
         select gen_random_uuid(), organization_id, $3, id, registration_id, 'mail', 1339, 'USD', 'redeemed', $4
           from payment_items where payment_id = $2",
        id as _,
        spare as _,
        code as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    let item = sqlx::query_scalar!(
        r#"with item as (
              update payment_items set payment_id = $1, position = 1, discount_minor = list_minor, net_minor = 0, service_fee_minor = 0,
                     processing_fee_minor = 0, total_minor = 0, application_fee_minor = 0, organizer_minor = 0
               where payment_id = $2 returning id)
           update payments set list_minor = list_minor + 1339, discount_minor = 1339 from item where payments.id = $1
           returning item.id as "id: PaymentItemId""#,
        id as _,
        spare as _
    );
    item.fetch_one(db).await.unwrap()
}

/// RF-7: where all that is left of a payment goes back and no places are named, those that a code made
/// free are given up with the rest, and the preview says so; otherwise they stay.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn places_that_cost_nothing_go_with_the_last_of_the_payment(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let whole = golden(&db, event, "ada@example.org").await;
    let free = and_a_free_one(&db, event, whole, "adafree@example.org").await;
    let named = golden(&db, event, "bea@example.org").await;
    and_a_free_one(&db, event, named, "beafree@example.org").await;
    let paid = sqlx::query_scalar!(
        r#"select id as "id: PaymentItemId" from payment_items where payment_id = $1 and total_minor > 0"#,
        named as _
    );
    let paid = paid.fetch_one(&db).await.unwrap();
    let gone = async |id: PaymentId, query: String| -> usize {
        let quote = finance.get(&format!("{PATH}/{id}/refund-quote?{query}")).await.body;
        let lines = quote["lines"].as_array().unwrap();
        lines.iter().filter(|line| line["gives_up_place"] == true).count()
    };
    assert_eq!(gone(whole, "amount=500&include_fees=true".into()).await, 0);
    assert_eq!(gone(whole, "include_fees=true".into()).await, 2);
    assert_eq!(gone(named, format!("include_fees=true&items={paid}")).await, 1);

    let part = json!({"amount": dollars(500), "reason": "Came late.", "expected": dollars(500)});
    assert_eq!(ask(&finance, whole, part).await.status, 201);
    let body = |rest: i64| json!({"reason": "Paid twice.", "include_fees": true, "expected": dollars(rest)});
    let mut of_one = body(1646);
    of_one["items"] = json!([paid]);
    assert_eq!(ask(&finance, named, of_one).await.status, 201);
    let seats = async || {
        let seats = sqlx::query_scalar!("select status from registrations order by email");
        seats.fetch_all(&db).await.unwrap()
    };
    assert_eq!(seats().await, ["confirmed", "confirmed", "cancelled", "confirmed"]);
    assert_eq!(ask(&finance, whole, body(1146)).await.status, 201);
    assert_eq!(seats().await, ["cancelled", "cancelled", "cancelled", "confirmed"]);
    let over = sqlx::query!(
        r#"select i.closed_at is not null as "closed!", u.state from payment_items i
             join promo_redemptions u on u.payment_item_id = i.id where i.id = $1"#,
        free as _
    );
    let over = over.fetch_one(&db).await.unwrap();
    assert_eq!((over.closed, over.state.as_str()), (true, "released"));
}

/// RF-6: two at once never give back more than was paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn refunds_at_the_same_time_never_exceed_the_payment(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let body = json!({"amount": dollars(900), "reason": "Goodwill.", "expected": dollars(900)});
    let asked = || ask(&finance, id, body.clone());
    let (a, b, c) = tokio::join!(asked(), asked(), asked());
    let mut answers = [a.status, b.status, c.status];
    answers.sort_unstable();
    assert_eq!(answers, [201, 409, 409]);
    let row = sqlx::query!(
        r#"select p.refunded_minor, (select sum(amount_minor)::bigint from refunds) as "asked!",
                  (select sum(amount_minor)::bigint from ledger_entries) as "ledger!" from payments p"#
    );
    let row = row.fetch_one(&db).await.unwrap();
    assert_eq!((row.refunded_minor, row.asked, row.ledger), (900, 900, 0));
}

/// The same request twice is one refund; the same key for another is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_double_click_is_one_refund(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let path = format!("{PATH}/{id}/refunds");
    let key = [("idempotency-key", "once")];
    let body = json!({"amount": dollars(500), "reason": "Goodwill.", "expected": dollars(500)});
    let first = finance.send("POST", &path, Some(body.clone()), &key).await;
    let again = finance.send("POST", &path, Some(body), &key).await;
    assert_eq!((first.status, &again.body), (201, &first.body));
    let other = json!({"amount": dollars(400), "reason": "Goodwill.", "expected": dollars(400)});
    let other = finance.send("POST", &path, Some(other), &key).await;
    assert_eq!(other.problem(), "422 idempotency-key-reused");
    assert_eq!(
        finance.get(&format!("{PATH}/refunds")).await.body["data"].as_array().unwrap().len(),
        1
    );
}

/// RF-8: only what failed is tried again or settled outside, and then nothing is owed any more.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_failed_refund_is_tried_again_or_settled_outside(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let id = golden(&db, event, "ada@example.org").await;
    let body = json!({"amount": dollars(500), "reason": "Goodwill.", "expected": dollars(500)});
    let refund = ask(&finance, id, body).await.body["id"].as_str().unwrap().to_owned();
    let path = format!("{PATH}/refunds/{refund}");
    let again = format!("{path}/retry");
    let retry = || finance.post(&again, json!({}));
    assert_eq!(retry().await.problem(), "409 refund-not-failed");
    sqlx::query!(
        "update refunds set status = 'failed', failure_reason = 'expired_or_canceled_card'"
    )
    .execute(&db)
    .await
    .unwrap();
    let shown = finance.get(&format!("{PATH}/refunds?status=failed")).await.body;
    assert_eq!(shown["data"][0]["failure_reason"], "expired_or_canceled_card");
    // RF-10: while a bank looks into it neither is to be.
    sqlx::query!("update payments set disputed_minor = 1").execute(&db).await.unwrap();
    assert_eq!(retry().await.problem(), "409 payment-disputed");
    let note = json!({"note": "By bank transfer."});
    let outside = finance.post(&format!("{path}/settle-outside"), note).await;
    assert_eq!(outside.problem(), "409 payment-disputed");
    sqlx::query!("update payments set disputed_minor = 0").execute(&db).await.unwrap();
    assert_eq!(retry().await.body["status"], "requested");
    sqlx::query!(
        "update refunds set status = 'failed', failure_reason = 'expired_or_canceled_card'"
    )
    .execute(&db)
    .await
    .unwrap();
    let note = json!({"note": "By bank transfer."});
    let settled = finance.post(&format!("{path}/settle-outside"), note.clone()).await;
    assert_eq!(settled.body["settled_outside_note"], "By bank transfer.", "{}", settled.body);
    let twice = finance.post(&format!("{path}/settle-outside"), note).await;
    assert_eq!(twice.problem(), "409 refund-not-failed");
    assert_eq!(retry().await.problem(), "409 refund-not-failed");
    let balances = finance.get(&format!("{PATH}/ledger/balances?payment_id={id}")).await.body;
    let due = balances["data"].as_array().unwrap().iter().find(|b| b["account"] == "refunds_due");
    assert_eq!(due.unwrap()["amount"], dollars(0));
}

/// RF-9: a run needs a cancelled event with something to pay back; it can be stopped and go on.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_is_started_stopped_and_goes_on(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let path = format!("{PATH}/refund-runs");
    let start = |event| finance.post(&path, json!({"event_id": event}));
    assert_eq!(start(event).await.problem(), "409 event-not-cancelled");
    sqlx::query!("update events set status = 'cancelled', cancelled_at = $1", testkit::now())
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(start(event).await.problem(), "409 not-refundable");
    golden(&db, event, "ada@example.org").await;
    let run = start(event).await;
    assert_eq!((run.status, &run.body["total"]), (201, &json!(1)), "{}", run.body);
    assert_eq!(start(event).await.problem(), "409 payment-in-progress");
    let run = format!("{path}/{}", run.body["id"].as_str().unwrap());
    let paused = finance.post(&format!("{run}/pause"), json!({})).await;
    assert_eq!(paused.body["status"], "paused");
    assert_eq!(finance.post(&format!("{run}/resume"), json!({})).await.body["status"], "running");
    sqlx::query!("update refund_runs set status = 'done'").execute(&db).await.unwrap();
    for step in ["pause", "resume"] {
        let late = finance.post(&format!("{run}/{step}"), json!({})).await;
        assert_eq!(late.problem(), "409 run-finished");
    }
    let listed = finance.get(&format!("{path}?event_id={event}")).await.body;
    assert_eq!(listed["data"][0]["status"], "done");
    let other = app.member(Role::Owner).await;
    assert_eq!(other.get(&run).await.problem(), "404 not-found");
    assert_eq!(other.post(&path, json!({"event_id": event})).await.problem(), "404 not-found");
}

/// RF-9: one run of an event at a time, also where an earlier one that had failures would go on.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_does_not_go_on_beside_another_one(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    golden(&db, event, "ada@example.org").await;
    sqlx::query!("update events set status = 'cancelled', cancelled_at = $1", testkit::now())
        .execute(&db)
        .await
        .unwrap();
    let path = format!("{PATH}/refund-runs");
    let first = finance.post(&path, json!({"event_id": event})).await;
    let resume = format!("{path}/{}/resume", first.body["id"].as_str().unwrap());
    sqlx::query!("update refund_runs set status = 'done_with_failures'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(finance.post(&path, json!({"event_id": event})).await.status, 201);
    let beside = finance.post(&resume, json!({})).await;
    assert_eq!(beside.problem(), "409 payment-in-progress");
}
