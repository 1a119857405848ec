//! What is owed, by the platform and to it (LG-2, RF-8).

use billing::account::PayoutMode;
use billing::ledger::{Account, Journal};
use billing::stripe::Form;
use chrono::TimeDelta;
use models::{Currency, Money, PaymentId};
use sandbox::stripe::FaultKind;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::World;

fn dollars(cents: i64) -> Money {
    Money::new(cents, Currency::USD)
}

/// A refund of the only payment that failed, and was paid back without Stripe: the ledger owes the
/// organizer so much.
async fn settled_outside(world: &World, amount: i64) {
    let payment = sqlx::query_scalar!(
        r#"with paid as (
              update payments set stripe_transfer_id = 'tr_1' returning id, organization_id, currency, created_at
           ), refund as (
              insert into refunds (id, organization_id, payment_id, cause, cause_key, currency, amount_minor, organizer_share_minor,
                                   platform_share_minor, status, settled_outside_at, requested_at, updated_at)
              select id, organization_id, id, 'organizer', 'test', currency, $1, $1, 0, 'failed', created_at, created_at, created_at from paid
           )
           select id as "id: PaymentId" from paid"#,
        amount
    );
    let payment = payment.fetch_one(&world.app.db).await.unwrap();
    let mut conn = world.app.db.acquire().await.unwrap();
    Journal::new("refund_settled_outside", "refund_settled_outside:test".to_owned(), Currency::USD)
        .about(world.org, Some(payment))
        .debit(Account::RefundsDue, amount)
        .credit(Account::Organizer, amount)
        .post(&mut conn, world.app.clock.now())
        .await
        .unwrap();
}

/// RF-8, PA-12: whatever was taken for a refund that the organizer then paid back without Stripe
/// goes to the account once more, whatever answer is lost; and nothing is left in the ledger that
/// would keep the account from being ended.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_refund_that_was_settled_outside_took_is_given_back_once(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 1, dollars(5_000)).await;
    // The platform's own fee is there by then, and pays for it.
    world.advance(TimeDelta::days(4));
    settled_outside(&world, 100).await;
    world.stand.fault("POST", "/v1/transfers", FaultKind::After).await.unwrap();
    assert_eq!(world.run().await, "503 unavailable");
    for _ in 0..2 {
        assert_eq!(world.run().await, "200");
    }
    let sent: Vec<Value> = world.stand.objects("transfer");
    let again = sent.iter().filter(|transfer| transfer["source_transaction"].is_null());
    let again: Vec<_> = again.map(|t| (&t["amount"], &t["destination"])).collect();
    assert_eq!(again, [(&json!(100), &json!(world.stripe))]);
    let left = sqlx::query_scalar!(
        r#"select sum(amount_minor)::bigint as "sum!" from ledger_entries where account = 'organizer'"#
    );
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
}

/// LG-2: who is paid out every day and comes to owe something is paid out after each event again,
/// at Stripe and here.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn daily_payouts_end_with_a_debt(db: PgPool) {
    let world = World::of(&db, "US").await;
    world.sell("ada@example.org", 30, dollars(5_000)).await;
    sqlx::query!("update payout_accounts set payout_mode = 'rolling'").execute(&db).await.unwrap();
    let interval = async |wanted: &str| {
        let form = Form::new().with("settings[payouts][schedule][interval]", wanted);
        world.ask(&format!("/v1/accounts/{}", world.stripe), &form).await;
    };
    interval("daily").await;
    let stands = async || {
        let mode =
            sqlx::query_scalar!(r#"select payout_mode as "mode: PayoutMode" from payout_accounts"#);
        let there = world.stand.object(&world.stripe).unwrap();
        let interval = there["settings"]["payouts"]["schedule"]["interval"].clone();
        (mode.fetch_one(&db).await.unwrap(), interval)
    };
    paid_out(&world, 5_000).await;
    assert_eq!(world.run().await, "200");
    assert_eq!(stands().await, (PayoutMode::Rolling, json!("daily")), "it left before its event");
    paid_out(&world, 1).await;
    assert_eq!(world.run().await, "200");
    assert_eq!(stands().await, (PayoutMode::AfterEvent, json!("manual")));
    let audited = sqlx::query_scalar!(
        r#"select actor_kind || ' ' || (after->>'reason') as "line!" from audit_entries where action = 'daily-payouts.ended'"#
    );
    assert_eq!(audited.fetch_all(&db).await.unwrap(), ["system The organizer owes something."]);
}

/// Stripe paid so much out by itself.
async fn paid_out(world: &World, amount: i64) {
    sqlx::query!(
        "insert into payouts (id, organization_id, payout_account_id, cause_key, currency, amount_minor, status, created_at, updated_at)
         values (gen_random_uuid(), $1, $2, gen_random_uuid()::text, 'USD', $3, 'paid', $4, $4)",
        world.org as _,
        world.account as _,
        amount,
        world.app.clock.now()
    )
    .execute(&world.app.db)
    .await
    .unwrap();
}
