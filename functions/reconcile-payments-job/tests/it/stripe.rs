//! Acceptance rules 3 and 14: messages that never came, refunds of the dashboard, amounts that are
//! wrong here. Each is repaired, or shown.

use billing::plan::{Code, Interval, Wish};
use billing::stripe::Form;
use billing::subscription::{self, Back, Buyer};
use chrono::TimeDelta;
use models::AppPath;
use sandbox::stripe::Action;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::rows;

use crate::world::World;
use crate::{lose, open, run};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_payment_whose_messages_were_lost_is_settled(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    assert!(lose(&world) > 0);
    let first = run(&world, 2).await;
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()));
    assert!(first.finished_at.is_some());
    assert_eq!((first.repaired, first.found), (1, 0), "its charge, transfer and fee come with it");
    assert!(open(&db).await.is_empty());
    world.advance(TimeDelta::hours(1));
    let second = run(&world, 1).await;
    assert_eq!((second.repaired, second.found), (0, 0));
    let settled = sqlx::query_scalar!(
        r#"select count(*) as "n!" from ledger_journals where kind = 'settled'"#
    );
    assert_eq!(settled.fetch_one(&db).await.unwrap(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pages_that_ended_or_wait_for_a_bank_unheard_are_made_good(db: PgPool) {
    let world = World::of(&db, 5).await;
    let (late, slow) = (world.hold("ada").await.unwrap(), world.hold("bob").await.unwrap());
    world.open(late).await.unwrap();
    let debit = world.open(slow).await.unwrap();
    world.stand.pay(&debit, "debit_ok").await.unwrap();
    world.advance(TimeDelta::minutes(40));
    world.stand.act(Action::Tick).await.unwrap();
    lose(&world);
    run(&world, 1).await;
    assert_eq!(world.status(late).await, ("expired".to_owned(), "expired".to_owned()));
    assert_eq!(world.status(slow).await, ("processing".to_owned(), "held".to_owned()));
    // Older than what is listed, and not over: it is looked for by its name.
    world.advance(TimeDelta::days(4));
    world.stand.act(Action::SettleDelayed { session: debit, ok: true }).await.ok();
    lose(&world);
    run(&world, 1).await;
    assert_eq!(world.status(slow).await, ("paid".to_owned(), "confirmed".to_owned()));
    assert!(open(&db).await.is_empty());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_of_the_dashboard_and_a_dispute_are_taken_in(db: PgPool) {
    let world = World::of(&db, 5).await;
    let (ada, bob) = (world.hold("ada").await.unwrap(), world.hold("bob").await.unwrap());
    for held in [ada, bob] {
        let session = world.open(held).await.unwrap();
        world.stand.pay(&session, "success").await.unwrap();
    }
    world.deliver_all().await;
    let charge = async |held: crate::world::Held| {
        let charge = sqlx::query_scalar!(
            "select stripe_charge_id from payments where id = $1",
            held.payment as _
        );
        charge.fetch_one(&db).await.unwrap().unwrap()
    };
    let form = Form::new().with("charge", charge(ada).await).with("reverse_transfer", false);
    let _: Value = world.stripe.post("/v1/refunds", &form, "by-hand").await.unwrap();
    let dispute =
        Action::Dispute { charge: charge(bob).await, reason: String::new(), inquiry: false };
    world.stand.act(dispute).await.unwrap();
    lose(&world);
    let night = run(&world, 1).await;
    assert_eq!(night.repaired, 2, "{night:?}");
    let refund = sqlx::query!(
        "select cause, status, payment_id as \"payment: models::PaymentId\" from refunds"
    );
    let refund = refund.fetch_one(&db).await.unwrap();
    assert_eq!((refund.cause.as_str(), refund.status.as_str()), ("organizer", "succeeded"));
    assert_eq!(refund.payment, ada.payment);
    assert_eq!(world.status(ada).await, ("paid".to_owned(), "cancelled".to_owned()));
    let disputed =
        sqlx::query_scalar!("select disputed_minor from payments where id = $1", bob.payment as _);
    assert!(disputed.fetch_one(&db).await.unwrap() > 0);
    assert!(open(&db).await.is_empty(), "{:?}", open(&db).await);
}

/// What no reading can mend is shown, and closes by itself when it is right again, however old.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_wrong_amount_is_shown_until_it_is_right(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    let change = async |by: i64| {
        sqlx::query!(
            "update payments set net_minor = net_minor + $1, list_minor = list_minor + $1, total_minor = total_minor + $1,
                    organizer_minor = organizer_minor + $1",
            by
        )
        .execute(&db)
        .await
        .unwrap();
    };
    change(100).await;
    let wrong = run(&world, 2).await;
    let kinds = ["charge-amount", "session-amount", "transfer-amount"];
    assert_eq!(open(&db).await, kinds);
    assert_eq!(wrong.found, 3);
    let shown = sqlx::query!(
        r#"select local_value as "here!", stripe_value as "there!", organization_id is not null as "whose!"
             from reconciliation_findings where kind = 'session-amount'"#
    );
    let shown = shown.fetch_one(&db).await.unwrap();
    assert_eq!((&shown.here["amount"], &shown.there["amount"]), (&json!(2452), &json!(2352)));
    assert!(shown.whose);
    world.advance(TimeDelta::days(10));
    assert_eq!(run(&world, 1).await.found, 0, "known");
    assert_eq!(open(&db).await, kinds);
    change(-100).await;
    world.advance(TimeDelta::days(1));
    run(&world, 1).await;
    assert!(open(&db).await.is_empty(), "{:?}", open(&db).await);
}

/// Both ways: money there that nobody here knows of, and a payment here that Stripe does not have.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_one_side_alone_has_is_shown(db: PgPool) {
    let world = World::of(&db, 5).await;
    let form = Form::new()
        .with("mode", "payment")
        .with("success_url", "https://example.org")
        .with("line_items[0][quantity]", 1)
        .with("line_items[0][price_data][currency]", "usd")
        .with("line_items[0][price_data][unit_amount]", 5_000)
        .with("line_items[0][price_data][product_data][name]", "By hand");
    let made: Value = world.stripe.post("/v1/checkout/sessions", &form, "by-hand").await.unwrap();
    world.stand.pay(made["id"].as_str().unwrap(), "success").await.unwrap();
    lose(&world);
    run(&world, 1).await;
    assert_eq!(open(&db).await, ["charge-unknown", "session-unknown"]);
    let held = world.hold("ada").await.unwrap();
    world.open(held).await.unwrap();
    sqlx::query!("update payments set stripe_session_id = 'cs_test_nowhere'")
        .execute(&db)
        .await
        .unwrap();
    run(&world, 1).await;
    assert_eq!(open(&db).await, ["charge-unknown", "session-missing", "session-unknown"]);
}

/// BI-16, BI-22: a plan that was bought, and nobody heard of it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_plan_whose_messages_were_lost_is_in_force(db: PgPool) {
    let world = World::of(&db, 1).await;
    let organization = rows::organization(&db).await;
    let user = rows::person(&db).await;
    rows::plan(&db, organization, "attendee", "free").await;
    let buyer = Buyer { organization, user: user.user, email: user.email };
    let wish = Wish {
        code: Code::Organizer,
        interval: Interval::Month,
        currency: "USD".parse().unwrap(),
        seats: None,
    };
    let path = AppPath::try_from("/org/billing".to_owned()).unwrap();
    let back = Back { origin: "https://accredit.example".to_owned(), path };
    let checkout =
        subscription::start_checkout(&db, &world.stripe, &buyer, wish, &back, world.now())
            .await
            .unwrap();
    let session = sqlx::query_scalar!(
        "select stripe_session_id from plan_checkouts where id = $1",
        checkout.id as _
    );
    let session = session.fetch_one(&db).await.unwrap().unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    lose(&world);
    run(&world, 1).await;
    let has = sqlx::query!(
        "select s.status, p.code, (select status from platform_invoices where organization_id = s.organization_id) as invoice
           from subscriptions s join plans p on p.id = s.plan_id where s.organization_id = $1",
        organization as _
    );
    let has = has.fetch_one(&db).await.unwrap();
    assert_eq!((has.status.as_str(), has.code.as_str()), ("active", "organizer"));
    assert_eq!(has.invoice.as_deref(), Some("paid"));
    assert!(open(&db).await.is_empty(), "{:?}", open(&db).await);
}

/// PA-12, PA-13: an account that turned bad, and a payout that nobody ordered here.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn accounts_and_their_payouts_are_compared(db: PgPool) {
    let world = World::of(&db, 5).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    world.advance(TimeDelta::days(3));
    world.stand.act(Action::Tick).await.unwrap();
    let account = sqlx::query_scalar!("select stripe_account_id from payout_accounts");
    let account = account.fetch_one(&db).await.unwrap().unwrap();
    let form = Form::new().with("amount", 500).with("currency", "usd");
    let _: Value = world.stripe.post_of(&account, "/v1/payouts", &form, "by-hand").await.unwrap();
    world.stand.act(Action::Restrict { account }).await.unwrap();
    lose(&world);
    run(&world, 1).await;
    let payout =
        sqlx::query!("select amount_minor, status from payouts").fetch_one(&db).await.unwrap();
    assert_eq!(payout.amount_minor, 500);
    let status =
        sqlx::query_scalar!("select status from payout_accounts").fetch_one(&db).await.unwrap();
    assert_eq!(status, "restricted");
    assert!(open(&db).await.is_empty(), "{:?}", open(&db).await);
}
