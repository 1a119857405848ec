//! PA-13: what was charged in one currency, at an account that keeps another.

use billing::ledger::{Account, Journal};
use billing::payout::{self, Standing};
use billing::stripe::Form;
use chrono::TimeDelta;
use models::{Currency, Money, PaymentId, RefundId};
use serde_json::Value;
use sqlx::PgPool;

use crate::world::World;

fn dollars(cents: i64) -> Money {
    Money::new(cents, Currency::USD)
}

async fn stands(world: &World) -> Vec<Standing> {
    let mut conn = world.app.db.acquire().await.unwrap();
    payout::standing(&mut conn, world.account, "DE", world.app.clock.now()).await.unwrap()
}

/// The organizer's entries that Stripe converted, the oldest first.
async fn converted(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar!(
        r#"select j.kind || ' ' || e.amount_minor || ' ' || e.currency || ' = ' || e.settlement_minor || ' ' || e.settlement_currency as "line!"
             from ledger_entries e join ledger_journals j on j.id = e.journal_id
            where e.settlement_minor is not null order by j.id, abs(e.amount_minor) desc"#
    )
    .fetch_all(db)
    .await
    .unwrap()
}

/// Nothing leaves before it is known what came, then all of it, as the account keeps it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn dollars_that_came_as_euros_leave_as_euros(db: PgPool) {
    let world = World::of(&db, "DE").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    assert_eq!(world.run().await, "200");
    assert!(world.payouts().await.is_empty(), "its transfer is not known");
    let unread = stands(&world).await;
    assert_eq!((unread.len(), unread[0].due, unread[0].unread), (1, 0, 5_000));
    world.passed_on().await;
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["4500 EUR pending"]);
    let there = &world.stand.objects("payout")[0];
    assert_eq!((&there["amount"], &there["currency"]), (&Value::from(4_500), &Value::from("eur")));
    let arrived = sqlx::query!("select arrived_minor, arrived_currency from payments");
    let arrived = arrived.fetch_one(&db).await.unwrap();
    assert_eq!(
        (arrived.arrived_minor, arrived.arrived_currency.as_deref()),
        (Some(4_500), Some("EUR"))
    );
    let lines = ["transferred 5300 USD = 4770 EUR", "transferred -300 USD = -270 EUR"];
    assert_eq!(converted(&db).await, lines);
    let calls = world.stand.calls().len();
    world.advance(TimeDelta::days(1));
    assert_eq!(world.run().await, "200");
    let later = world.stand.calls().len() - calls;
    assert_eq!(later, 0, "what was read is not read again");
}

/// LG-2: a refund takes what Stripe's lines say; before they are there, what the rate says.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_takes_what_stripe_took(db: PgPool) {
    let world = World::of(&db, "DE").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    let (payment, transfer) = world.passed_on().await;
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["4500 EUR pending"]);
    let form = Form::new().with("amount", 1_000);
    let made = world.ask(&format!("/v1/transfers/{transfer}/reversals"), &form).await;
    refunded(&world, payment, made["id"].as_str().unwrap()).await;
    assert_eq!(stands(&world).await[0].due, -900, "by the rate");
    world.advance(TimeDelta::days(1));
    assert_eq!(world.run().await, "200");
    let taken = "transfer_reversed -1000 USD = -900 EUR".to_owned();
    assert!(converted(&db).await.contains(&taken));
    assert_eq!(stands(&world).await[0].due, -900);
    // Rates move in life.
    sqlx::query!("alter table ledger_entries disable trigger ledger_entries_append_only")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!("update ledger_entries set settlement_minor = -950 where settlement_minor = -900")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(stands(&world).await[0].due, -950);
    // The next sale pays for it.
    world.sell("eve@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    world.passed_on().await;
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["4500 EUR pending", "3550 EUR pending"]);
}

/// A refund of 10 dollars that the organizer bears, whose transfer was reversed.
async fn refunded(world: &World, payment: PaymentId, reversal: &str) {
    let now = world.app.clock.now();
    sqlx::query!(
        "with refund as (
            insert into refunds (id, organization_id, payment_id, cause, cause_key, currency, amount_minor, organizer_share_minor,
                                 platform_share_minor, status, stripe_reversal_id, requested_at, updated_at)
            select $1, organization_id, id, 'organizer', 'test', currency, 1000, 1000, 0, 'succeeded', $3, $4, $4
              from payments where id = $2
            returning id, payment_id
         )
         insert into refund_items (refund_id, payment_item_id, amount_minor, organizer_share_minor, platform_share_minor)
         select r.id, i.id, 1000, 1000, 0 from refund r join payment_items i on i.payment_id = r.payment_id",
        RefundId::new(now) as _,
        payment as _,
        reversal,
        now
    )
    .execute(&world.app.db)
    .await
    .unwrap();
    Journal::new("transfer_reversed", format!("transfer_reversed:{reversal}"), Currency::USD)
        .about(world.org, Some(payment))
        .debit(Account::Stripe, 1_000)
        .credit(Account::Organizer, 1_000)
        .post(&mut world.app.db.acquire().await.unwrap(), now)
        .await
        .unwrap();
}

/// Where Stripe does not let us in, or has no line yet, nothing leaves and nothing breaks.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_read_waits(db: PgPool) {
    let world = World::of(&db, "DE").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    world.advance(TimeDelta::days(4));
    world.passed_on().await;
    sqlx::query!("update payments set stripe_transfer_id = 'tr_nowhere'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(world.run().await, "200");
    assert!(world.payouts().await.is_empty());
}

/// What came in the account's own currency was never converted, whatever it keeps later.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_that_changes_its_currency_keeps_what_it_had(db: PgPool) {
    let world = World::of(&db, "DE").await;
    let euros = Money::new(5_000, "EUR".parse().unwrap());
    world.sell("ada@example.org", 1, euros).await;
    world.advance(TimeDelta::days(4));
    let mut there = world.stand.object(&world.stripe).unwrap();
    there["default_currency"] = Value::from("usd");
    let now = world.app.clock.now();
    let mut conn = db.acquire().await.unwrap();
    billing::account::sync(&mut conn, &there, now, now).await.unwrap();
    assert_eq!(world.run().await, "200");
    assert_eq!(world.payouts().await, ["5000 EUR pending"]);
}

/// LG-2: a claim in the currency of a sale is taken of its transfer, and costs what that is worth.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fees_are_taken_of_what_was_converted(db: PgPool) {
    let world = World::of(&db, "DE").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    let (payment, _) = world.passed_on().await;
    world.advance(TimeDelta::days(4));
    Journal::new("dispute_fee", "dispute_fee:test".to_owned(), Currency::USD)
        .about(world.org, Some(payment))
        .debit(Account::Organizer, 1_000)
        .credit(Account::Fees, 1_000)
        .post(&mut db.acquire().await.unwrap(), world.app.clock.now())
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(world.run().await, "200");
        world.advance(TimeDelta::days(1));
    }
    assert_eq!(world.payouts().await, ["3600 EUR pending"], "of 4500");
    assert!(converted(&db).await.contains(&"fees_collected -1000 USD = -900 EUR".to_owned()));
    assert_eq!(stands(&world).await[0].due, 0);
}
