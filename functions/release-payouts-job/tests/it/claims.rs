//! LG-2: fees that a statement claims are taken from what is due, before anything is paid out.

use billing::account::PayoutMode;
use billing::ledger::{Account, Journal};
use billing::stripe::Form;
use chrono::TimeDelta;
use models::{Currency, Money, PaymentId};
use sandbox::stripe::FaultKind;
use serde_json::json;
use sqlx::PgPool;
use testkit::{Cut, cut};

use crate::world::World;

fn dollars(cents: i64) -> Money {
    Money::new(cents, Currency::USD)
}

/// Fees of a payment that are owed; below zero, that are owed no more.
async fn claim(world: &World, payment: PaymentId, kind: &'static str, fee: Money) {
    let mut conn = world.app.db.acquire().await.unwrap();
    let source = format!("{kind}:{payment}:{}", fee.amount);
    Journal::new(kind, source, fee.currency)
        .about(world.org, Some(payment))
        .debit(Account::Organizer, fee.amount)
        .credit(Account::Fees, fee.amount)
        .post(&mut conn, world.app.clock.now())
        .await
        .unwrap();
}

/// What was taken of transfers at the stand-in, the smallest first.
fn taken(world: &World) -> Vec<i64> {
    let reversals = world.stand.objects("transfer_reversal");
    let mut taken: Vec<_> = reversals.iter().filter_map(|one| one["amount"].as_i64()).collect();
    taken.sort_unstable();
    taken
}

/// What the organizer owes by the ledger; below zero it is the platform that does.
async fn owed(db: &PgPool) -> i64 {
    let owed = sqlx::query_scalar!(
        r#"select coalesce(sum(amount_minor) filter (where is_fee_claim(j.kind)), 0)::bigint as "owed!"
             from ledger_entries e join ledger_journals j on j.id = e.journal_id where e.account = 'organizer'"#
    );
    owed.fetch_one(db).await.unwrap()
}

/// A sale whose event is over, two days and more.
async fn due(world: &World, email: &str, organizer: Money) -> PaymentId {
    world.sell(email, 1, organizer).await;
    world.passed_on().await.0
}

/// RF-11, PA-24: the next release is less by the fee, which is the platform's then; once, whatever
/// answer is lost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_next_release_is_less_by_the_fees_that_are_claimed(db: PgPool) {
    let world = World::of(&db, "US").await;
    let payment = due(&world, "ada@example.org", dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    claim(&world, payment, "outside_fee", dollars(400)).await;
    claim(&world, payment, "dispute_fee", dollars(1_500)).await;
    world.stand.fault("POST", "/reversals", FaultKind::After).await.unwrap();
    assert_eq!(world.run().await, "503 unavailable");
    assert_eq!(world.payouts().await, ["3100 USD pending"], "nothing waits for the answer");
    for _ in 0..2 {
        assert_eq!(world.run().await, "200");
    }
    assert_eq!(taken(&world), [1_900]);
    assert_eq!(world.payouts().await, ["3100 USD pending"]);
    assert_eq!(owed(&db).await, 0);
    let journal = sqlx::query!(
        r#"select e.account, e.amount_minor from ledger_entries e join ledger_journals j on j.id = e.journal_id
            where j.kind = 'fees_collected' order by e.account"#
    );
    let journal = journal.fetch_all(&db).await.unwrap();
    let journal: Vec<_> = journal.iter().map(|e| (e.account.as_str(), e.amount_minor)).collect();
    assert_eq!(journal, [("organizer", -1_900), ("stripe", 1_900)]);
}

/// What is not due yet is not touched; what is claimed beyond it waits for the next sale.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_claim_is_taken_of_what_is_due_and_the_rest_of_what_becomes_due(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("eve@example.org", 30, dollars(9_000)).await;
    let later = world.passed_on().await.0;
    due(&world, "ada@example.org", dollars(1_000)).await;
    due(&world, "bob@example.org", dollars(700)).await;
    world.advance(TimeDelta::days(4));
    claim(&world, later, "dispute_fee", dollars(2_500)).await;
    assert_eq!(world.run().await, "200");
    assert_eq!((taken(&world), owed(&db).await), (vec![700, 1_000], 800));
    assert!(world.payouts().await.is_empty());
    world.advance(TimeDelta::days(1));
    assert_eq!(world.run().await, "200");
    assert_eq!(owed(&db).await, 800, "nothing is due");
    world.advance(TimeDelta::days(30));
    assert_eq!(world.run().await, "200");
    assert_eq!((owed(&db).await, world.payouts().await), (0, vec!["8200 USD pending".to_owned()]));
}

/// PA-24: the invoice was given up after its fee was taken.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_taken_too_much_goes_back(db: PgPool) {
    let world = World::of(&db, "US").await;
    let payment = due(&world, "ada@example.org", dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    claim(&world, payment, "outside_fee", dollars(290)).await;
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["4710 USD pending"]);
    claim(&world, payment, "outside_fee_returned", dollars(-290)).await;
    world.advance(TimeDelta::days(1));
    world.stand.fault("POST", "/v1/transfers", FaultKind::After).await.unwrap();
    assert_eq!(world.run().await, "503 unavailable");
    for _ in 0..2 {
        world.advance(TimeDelta::days(1));
        assert_eq!(world.run().await, "200");
    }
    let sent = world.stand.objects("transfer");
    let sent = sent.iter().filter(|transfer| transfer["source_transaction"].is_null());
    let sent: Vec<_> = sent.map(|sent| (&sent["amount"], &sent["destination"])).collect();
    assert_eq!(sent, [(&json!(290), &json!(world.stripe))]);
    assert_eq!(owed(&db).await, 0);
    assert_eq!(world.payouts().await, ["4710 USD pending", "290 USD pending"]);
}

/// What Stripe refuses for good is left, and another morning asks anew.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_stripe_refuses_stays_claimed_and_is_kept_back(db: PgPool) {
    let world = World::of(&db, "US").await;
    let (payment, transfer) = {
        world.sell("ada@example.org", 1, dollars(5_000)).await;
        world.passed_on().await
    };
    world.advance(TimeDelta::days(4));
    // Somebody took it back at Stripe.
    let all = Form::new().with("amount", 5_200);
    world.ask(&format!("/v1/transfers/{transfer}/reversals"), &all).await;
    due(&world, "bob@example.org", dollars(4_000)).await;
    world.advance(TimeDelta::days(4));
    claim(&world, payment, "dispute_fee", dollars(1_500)).await;
    assert_eq!(world.run().await, "200");
    assert_eq!(owed(&db).await, 1_500);
    let failed = sqlx::query!("select status, failure_code from fee_collections");
    let failed = failed.fetch_one(&db).await.unwrap();
    assert_eq!(failed.status, "failed");
    assert!(failed.failure_code.is_some());
}

/// LG-2: of who is paid out every day fees are taken at once, and where nothing is left they are
/// paid out after each event again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn daily_payouts_end_with_fees_that_cannot_be_taken(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 30, dollars(5_000)).await;
    let payment = world.passed_on().await.0;
    sqlx::query!("update payout_accounts set payout_mode = 'rolling'").execute(&db).await.unwrap();
    let mode = async || {
        let mode =
            sqlx::query_scalar!(r#"select payout_mode as "mode: PayoutMode" from payout_accounts"#);
        mode.fetch_one(&db).await.unwrap()
    };
    world.advance(TimeDelta::days(4));
    claim(&world, payment, "outside_fee", dollars(400)).await;
    assert_eq!(world.run().await, "200");
    assert_eq!((mode().await, owed(&db).await), (PayoutMode::Rolling, 0));
    claim(&world, payment, "dispute_fee", dollars(9_000)).await;
    assert_eq!(world.run().await, "200");
    assert_eq!((mode().await, owed(&db).await), (PayoutMode::AfterEvent, 4_400));
}

/// The issue, acceptance 5: killed between any two steps, nothing is taken twice and nothing is lost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fees_that_are_taken_are_taken_once_wherever_it_is_killed(db: PgPool) {
    let world = World::of(&db, "US").await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        world.sell(&format!("buyer{n}@example.org"), 4 * n - 3, dollars(5_000)).await;
        let payment = world.passed_on().await.0;
        world.advance(TimeDelta::days(4));
        claim(&world, payment, "dispute_fee", dollars(100 + n)).await;
        let done = cut(&db, at, world.run()).await;
        world.advance(TimeDelta::minutes(3));
        assert_eq!(world.run().await, "200", "{at:?}");
        let all: i64 = taken(&world).iter().sum();
        assert_eq!(all, (1..=n).map(|n| 100 + n).sum::<i64>(), "{at:?}");
        assert_eq!(owed(&db).await, 0, "{at:?}");
        let paid = world.stand.objects("payout");
        let paid: i64 = paid.iter().map(|payout| payout["amount"].as_i64().unwrap()).sum();
        assert_eq!(paid, 5_000 * n - all, "{at:?}");
        done.is_some()
    });
    assert!(points.await > 8);
}

/// An account whose owner has shut us out at Stripe keeps its claim, and is no fault of the round.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_that_is_closed_to_us_keeps_its_claim(db: PgPool) {
    let world = World::of(&db, "US").await;
    let payment = due(&world, "ada@example.org", dollars(5_000)).await;
    claim(&world, payment, "outside_fee", dollars(400)).await;
    sqlx::query!("update payout_accounts set stripe_account_id = 'acct_gone'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!((world.run().await.as_str(), owed(&db).await), ("200", 400));
}
