use billing::ledger::Account;
use billing::refund::{self, Wire};
use models::{EventId, PaymentId, RefundRunId, Role};
use sandbox::stripe::{Action, FaultKind};
use serde_json::json;
use sqlx::PgPool;
use testkit::{now, rows};

use crate::world::World;

/// Calls the event off and starts the run, in one transaction.
pub(crate) async fn call_off(world: &World, event: EventId) -> RefundRunId {
    cancel(world, event, true).await.unwrap()
}

/// Calls the event off; whoever paid has to wait.
pub(crate) async fn call_off_without_refunds(world: &World, event: EventId) {
    assert_eq!(cancel(world, event, false).await, None);
}

async fn cancel(world: &World, event: EventId, refund: bool) -> Option<RefundRunId> {
    let admin = rows::member(&world.db, world.org, Role::Admin).await.user;
    let mut tx = world.db.begin().await.unwrap();
    let off = events::event::Cancellation {
        reason: "The speaker is ill.",
        message: None,
        typed_title: "Wound care",
    };
    events::event::cancel(&mut tx, world.org, event, admin, off, now()).await.unwrap();
    let by = (world.org, event, admin);
    let run = ::sales::called_off(&mut tx, by, refund, now()).await.unwrap();
    tx.commit().await.unwrap();
    run
}

/// PC-7: an event that is called off frees the codes of all its places, paid back or not; what cost
/// nothing is over, and none of it is a finding.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_codes_of_what_is_called_off_are_free_again(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    let (paid, free) = (world.paid(event, "ada").await, world.paid(event, "bea").await);
    sqlx::query!(
        "update payment_items set list_minor = 0, discount_minor = 0, net_minor = 0, service_fee_minor = 0, processing_fee_minor = 0,
                total_minor = 0, application_fee_minor = 0, organizer_minor = 0 where payment_id = $1",
        free as _
    )
    .execute(&db)
    .await
    .unwrap();
    let code = models::PromoCodeId::new(now());
    sqlx::query!(
        "insert into promo_codes (id, organization_id, code, kind, percent_bp, scope, created_at, updated_at)
         values ($1, $2, 'SPRING', 'percent', 1000, 'all', $3, $3)",
        code as _,
        world.org as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    sqlx::query!(
        "insert into promo_redemptions (id, organization_id, promo_code_id, payment_item_id, registration_id, person_key,
                                        discount_minor, currency, state, created_at)
         select gen_random_uuid(), $1, $2, i.id, i.registration_id, 'mail:' || i.id, 100, 'USD', 'redeemed', $3 from payment_items i",
        world.org as _,
        code as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    call_off_without_refunds(&world, event).await;
    let uses = sqlx::query_scalar!("select state from promo_redemptions");
    assert_eq!(uses.fetch_all(&db).await.unwrap(), ["released", "released"]);
    let closed = sqlx::query!(
        r#"select i.payment_id as "payment: PaymentId", i.closed_at is not null as "closed!" from payment_items i order by 2"#
    );
    let closed = closed.fetch_all(&db).await.unwrap();
    let closed: Vec<_> = closed.iter().map(|item| (item.payment, item.closed)).collect();
    assert_eq!(closed, [(paid, false), (free, true)], "what was paid can still go back");
    let mut conn = db.acquire().await.unwrap();
    billing::reconcile::checks(&mut conn, now()).await.unwrap();
    let findings = sqlx::query_scalar!(
        "select kind from reconciliation_findings where kind = 'payment-seats'"
    );
    assert!(findings.fetch_all(&db).await.unwrap().is_empty());
}

/// More people than a run asks for in one call, each of whom paid 10.00 and the fees.
async fn sold_to_many(db: &PgPool, event: EventId) {
    for n in 0..205 {
        let place = rows::registration(db, event, &format!("p{n}@example.org"), "confirmed").await;
        let price = models::Money::new(1000, "USD".parse().unwrap());
        testkit::sales::sold(db, place, "acct_1", price).await;
    }
}

pub(crate) async fn status(world: &World, run: RefundRunId) -> String {
    let status = sqlx::query_scalar!("select status from refund_runs where id = $1", run as _);
    status.fetch_one(&world.db).await.unwrap()
}

/// Acceptance 5 and 7: broken off at every step, delivered twice and in any order, each payment is
/// paid back once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_that_is_killed_anywhere_pays_everybody_back_once(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    let mut payments = Vec::new();
    for n in 0..6 {
        payments.push(world.paid(event, &format!("p{n}")).await);
    }
    let run = call_off(&world, event).await;
    let steps = ["/v1/refunds", "/reversals", "/v1/application_fees"];
    for step in steps.into_iter().chain(steps) {
        world.stand.fault("POST", step, FaultKind::After).await.unwrap();
    }
    for _ in 0..20 {
        let mut jobs = world.waiting().await;
        jobs.reverse();
        for job in jobs.iter().chain(&jobs) {
            while world.deliver(job).await == 503 {}
        }
    }
    assert_eq!(world.deliver(&json!({"run": run})).await, 200, "once more adds nothing");
    assert!(world.waiting().await.is_empty());
    assert_eq!(status(&world, run).await, "done");
    let refunds = world.stand.objects("refund");
    assert_eq!(refunds.len(), 6);
    assert!(refunds.iter().all(|refund| refund["amount"] == 1639));
    for payment in payments {
        assert_eq!(world.left(payment, Account::RefundsDue).await, 0);
        assert_eq!(world.left(payment, Account::Organizer).await, 0);
    }
    world.balanced().await;
    let mut conn = db.acquire().await.unwrap();
    let tally = refund::progress(&mut conn, run).await.unwrap();
    assert_eq!((tally.len(), tally[0].count, tally[0].amount), (1, 6, 6 * 1639));
}

/// RF-9: what is still open is closed first, and nobody can pay for what is off.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn open_pages_are_closed_before_anything_is_paid_back(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    world.paid(event, "paid").await;
    let (open, session) = world.open(event, "open").await;
    let run = call_off(&world, event).await;
    world.work().await;
    assert_eq!(world.stand.object(&session).unwrap()["status"], "expired");
    let ended = sqlx::query_scalar!("select status from payments where id = $1", open as _);
    assert_eq!(ended.fetch_one(&db).await.unwrap(), "expired");
    assert!(world.stand.pay(&session, "success").await.is_err());
    assert_eq!(world.stand.objects("refund").len(), 1);
    assert_eq!(status(&world, run).await, "done");
}

/// RF-9: 200 a call, and the run comes again until nothing is missing. What was given up before,
/// with a part paid back, is not looked at again and again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_large_event_is_paid_back_in_several_calls(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    sold_to_many(&db, event).await;
    sqlx::query!("update payments set method = 'outside'").execute(&db).await.unwrap();
    let given_up = sqlx::query_scalar!(
        r#"with item as (
              update payment_items set closed_at = $1, refunded_minor = 500 where id = (select id from payment_items limit 1) returning payment_id)
           update payments p set refunded_minor = 500 from item where p.id = item.payment_id returning p.id"#,
        now()
    );
    given_up.fetch_one(&db).await.unwrap();
    let run = call_off(&world, event).await;
    let mut calls = 0;
    while let Some(job) = world.waiting().await.pop() {
        calls += 1;
        assert_eq!(world.deliver(&job).await, 200);
    }
    assert_eq!(calls, 2);
    assert_eq!(status(&world, run).await, "done");
    let row = sqlx::query!(
        r#"select count(*) as "count!", sum(amount_minor)::bigint as "sum!" from refunds where refund_run_id = $1"#,
        run as _
    );
    let row = row.fetch_one(&db).await.unwrap();
    assert_eq!((row.count, row.sum), (204, 204 * 1300));
}

/// RF-9: a run that is paused stands still and loses nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_paused_run_stands_still_until_it_goes_on(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    world.paid(event, "ada").await;
    let run = call_off(&world, event).await;
    let mut tx = db.begin().await.unwrap();
    let locked = refund::lock_run(&mut tx, run).await.unwrap().unwrap();
    refund::pause(&mut tx, &locked).await.unwrap();
    tx.commit().await.unwrap();
    world.work().await;
    assert_eq!(world.stand.objects("refund").len(), 0);
    assert_eq!(status(&world, run).await, "paused");
    let mut tx = db.begin().await.unwrap();
    let locked = refund::lock_run(&mut tx, run).await.unwrap().unwrap();
    refund::resume(&mut tx, &locked, now()).await.unwrap();
    tx.commit().await.unwrap();
    world.work().await;
    assert_eq!(world.stand.objects("refund").len(), 1);
    assert_eq!(status(&world, run).await, "done");
}

/// RF-9: a payment that cannot be paid back holds up nobody behind it; the run ends with failures,
/// and asks for it again when somebody goes on with it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_that_is_refused_holds_up_nobody(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    sold_to_many(&db, event).await;
    // One payment says that all of it went back, its place does not.
    sqlx::query!(
        "update payments set method = 'outside',
                refunded_minor = case when id = (select id from payments order by id limit 1) then total_minor else 0 end"
    )
    .execute(&db)
    .await
    .unwrap();
    let run = call_off(&world, event).await;
    let paid_back = async || {
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!" from refunds where refund_run_id = $1"#,
            run as _
        );
        count.fetch_one(&db).await.unwrap()
    };
    world.work().await;
    assert_eq!(
        (paid_back().await, status(&world, run).await.as_str()),
        (204, "done_with_failures")
    );
    sqlx::query!("update payments set refunded_minor = 0 where id = (select id from payments order by id limit 1)")
        .execute(&db)
        .await
        .unwrap();
    let mut tx = db.begin().await.unwrap();
    let locked = refund::lock_run(&mut tx, run).await.unwrap().unwrap();
    refund::resume(&mut tx, &locked, now()).await.unwrap();
    tx.commit().await.unwrap();
    world.work().await;
    assert_eq!((paid_back().await, status(&world, run).await.as_str()), (205, "done"));
}

/// RF-8, RF-9: a bank that sends money back after the run was done is a failure of the run: going on
/// with it asks for that payment again, and for no other.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn money_that_comes_back_later_makes_a_done_run_one_with_failures(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    for name in ["ada", "bea"] {
        world.paid(event, name).await;
    }
    let run = call_off(&world, event).await;
    world.work().await;
    assert_eq!(status(&world, run).await, "done");
    let first = world.stand.objects("refund")[0]["id"].as_str().unwrap().to_owned();
    world.stand.act(Action::FailRefund { refund: first.clone() }).await.unwrap();
    let wire: Wire = world.stripe.get(&format!("/v1/refunds/{first}")).await.unwrap();
    for _ in 0..2 {
        let mut tx = db.begin().await.unwrap();
        if let Some(done) = refund::apply(&mut tx, &wire, now(), now()).await.unwrap() {
            ::sales::refunded(&mut tx, &done, now()).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    assert_eq!(status(&world, run).await, "done_with_failures");
    assert_eq!(world.told().await, ["refund-failed"; 2], "finance and the admin");
    let mut tx = db.begin().await.unwrap();
    let locked = refund::lock_run(&mut tx, run).await.unwrap().unwrap();
    refund::resume(&mut tx, &locked, now()).await.unwrap();
    tx.commit().await.unwrap();
    world.work().await;
    assert_eq!(status(&world, run).await, "done");
    assert_eq!(world.stand.objects("refund").len(), 3);
    world.balanced().await;
}

/// Whoever goes on with a run locks it before its refunds, and so does the job: they wait for each
/// other and never in a circle.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_is_locked_before_its_refunds(db: PgPool) {
    let world = World::new(&db).await;
    let event = world.event().await;
    world.paid(event, "ada").await;
    let run = call_off(&world, event).await;
    let job = world.waiting().await.pop().unwrap();
    assert_eq!(world.deliver(&job).await, 200);
    let job = world.waiting().await.pop().unwrap();
    let mut tx = db.begin().await.unwrap();
    refund::lock_run(&mut tx, run).await.unwrap().unwrap();
    let going_on = async {
        loop {
            let waiting = sqlx::query_scalar!(
                r#"select count(*) as "count!" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"#
            );
            if waiting.fetch_one(&db).await.unwrap() > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        sqlx::query!("select id from refunds for no key update nowait").fetch_all(&mut *tx).await?;
        tx.commit().await
    };
    let (delivered, went_on) = tokio::join!(world.deliver(&job), going_on);
    assert_eq!(delivered, 200);
    went_on.unwrap();
    assert_eq!(status(&world, run).await, "done");
}
