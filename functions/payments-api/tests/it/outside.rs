use billing::ledger::{self, Account, Reader};
use billing::payout::{self, Standing};
use billing::refund::{self, Cause, Demand, Share};
use models::{Currency, Money, PaymentId, PayoutAccountId, Role};
use sqlx::PgPool;
use testkit::{EventSpec, now, rows, sales};

use crate::app;

/// A refund of 10.00 of which the platform bears 1.00, that the bank would not pay.
async fn failed(db: &PgPool, payment: PaymentId) -> refund::Refund {
    let mut tx = db.begin().await.unwrap();
    let paid = billing::payment::lock(&mut tx, payment).await.unwrap().unwrap();
    let item = paid.items[0].id;
    let shares = [Share {
        item,
        amount: 1_000,
        net: 900,
        service: 100,
        organizer: 900,
        platform: 100,
        tax: 0,
        all_tax: 0,
    }];
    let demand = Demand::new(Cause::Organizer, "test".to_owned(), &shares);
    let asked = refund::request(&mut tx, &paid, &demand, now()).await.unwrap().unwrap();
    sqlx::query!("update refunds set status = 'failed' where id = $1", asked.id as _)
        .execute(&mut *tx)
        .await
        .unwrap();
    let refund = refund::lock(&mut tx, asked.id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    refund
}

/// LG-1, RF-8: what can be paid out and the ledger say the same of a refund that failed and was
/// paid back without Stripe: its organizer is owed what the platform kept for it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn payouts_and_ledger_agree_on_a_refund_that_was_settled_outside(db: PgPool) {
    let app = app(&db);
    let finance = app.member(Role::Finance).await;
    let account = sales::payout_account(&db, finance.org(), "acct_1", "US").await;
    let event = finance.event(EventSpec::PUBLISHED).await;
    let place = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    let payment = sales::sold(&db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    let agree = async |expected: i64| {
        assert_eq!(upcoming(&db, account).await, 5_000 + expected);
        // A credit is money that the organizer is owed.
        let mut conn = db.acquire().await.unwrap();
        let reader = Reader { organization: finance.org(), scope: None, plan: true };
        let all = ledger::balances(&mut conn, reader, Some(payment)).await.unwrap();
        let own = all.iter().find(|balance| balance.account == Account::Organizer);
        assert_eq!(own.map_or(0, |balance| -balance.amount), expected);
    };
    agree(0).await;
    let refund = failed(&db, payment).await;
    agree(-900).await;
    let mut tx = db.begin().await.unwrap();
    refund::settle_outside(&mut tx, &refund, "By bank transfer.", now()).await.unwrap();
    tx.commit().await.unwrap();
    agree(100).await;
}

async fn upcoming(db: &PgPool, account: PayoutAccountId) -> i64 {
    let mut conn = db.acquire().await.unwrap();
    let standing = payout::standing(&mut conn, account, "US", now()).await.unwrap();
    standing.iter().map(|Standing { upcoming, .. }| upcoming).sum()
}
