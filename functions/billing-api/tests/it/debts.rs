//! What organizers owe, and how staff gives it up.

use auth::PlatformRole;
use billing::account;
use billing::ledger::{Account, Journal};
use chrono::TimeDelta;
use models::{Currency, EventId, Money, OrgId, PaymentId, PayoutAccountId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, count_queries, now, rows, sales};

use crate::{Shop, shop};

const DEBTS: &str = "/api/v1/billing/debts";
const WRITE_OFFS: &str = "/api/v1/billing/write-offs";
const DAILY: &str = "/api/v1/billing/daily-payouts";

fn dollars(cents: i64) -> Value {
    json!({"amount": cents, "currency": "USD"})
}

/// An organization that sold places at an event that is over.
struct Seller {
    org: OrgId,
    event: EventId,
    account: PayoutAccountId,
    stripe: String,
}

async fn seller(db: &PgPool, shop: &Shop) -> Seller {
    let org = rows::organization(db).await;
    let stripe = shop.stand.account("US").await.unwrap();
    let account = sales::payout_account(db, org, &stripe, "US").await;
    let over = EventSpec { starts_in: TimeDelta::days(-9), ..EventSpec::PUBLISHED };
    let event = rows::event(db, org, over).await;
    Seller { org, event, account, stripe }
}

impl Seller {
    async fn sold(&self, db: &PgPool, email: &str) -> PaymentId {
        let place = rows::registration(db, self.event, email, "confirmed").await;
        sales::sold(db, place, &self.stripe, Money::new(5_000, Currency::USD)).await
    }

    /// Debits the organizer: a bank took it back, or a statement claims it.
    async fn owes(&self, db: &PgPool, payment: PaymentId, kind: &'static str, amount: i64) {
        let other = if kind == "dispute_lost" { Account::Disputes } else { Account::Fees };
        Journal::new(kind, format!("{kind}:{payment}"), Currency::USD)
            .about(self.org, Some(payment))
            .debit(Account::Organizer, amount)
            .credit(other, amount)
            .post(&mut db.acquire().await.unwrap(), now())
            .await
            .unwrap();
    }

    fn gives_up(&self, payment: Option<PaymentId>, amount: Value) -> Value {
        let (organization, reason) = (self.org, "They are dissolved.");
        let mut body =
            json!({"organization": organization, "payment_id": payment, "reason": reason});
        body["amount"] = amount;
        body
    }

    /// Whether its account can be ended, which is tried.
    async fn ends(&self, db: &PgPool) -> Result<(), billing::Error> {
        let person = rows::person(db).await.user;
        let mut tx = db.begin().await.unwrap();
        let there = account::need(&mut tx, self.org).await.unwrap();
        account::disconnect(&mut tx, self.org, &there, person, now()).await
    }
}

async fn bank_takes_back(db: &PgPool, payment: PaymentId, status: &str) {
    sqlx::query!(
        "insert into disputes (id, organization_id, payment_id, stripe_dispute_id, currency, amount_minor, reason, status, closed_at,
                               created_at, updated_at)
         select id, organization_id, id, 'dp_' || id, currency, organizer_minor, 'fraudulent', $2,
                case when $2 = 'lost' then created_at end, created_at, created_at
           from payments where id = $1",
        payment as _,
        status
    )
    .execute(db)
    .await
    .unwrap();
}

/// LG-1, PA-12: never more than is owed, once a key, money before fees; then the payout account can
/// be ended, though fees are still claimed.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_debt_is_given_up_once_and_never_more_than_there_is(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let seller = seller(&db, &shop).await;
    let (lost, other) =
        (seller.sold(&db, "ada@example.org").await, seller.sold(&db, "bob@example.org").await);
    seller.owes(&db, lost, "dispute_lost", 5_000).await;
    seller.owes(&db, lost, "dispute_fee", 1_500).await;
    seller.owes(&db, other, "outside_fee", 400).await;
    assert_eq!(
        seller.ends(&db).await.unwrap_err().to_string(),
        billing::Error::BalanceNotZero.to_string()
    );
    let listed = noor.get(DEBTS).await.body;
    assert_eq!(
        (&listed["data"][0]["debt"], &listed["data"][0]["fees"]),
        (&dollars(6_900), &dollars(1_900)),
        "{listed}"
    );
    let ask = |key: &'static str, body: Value| {
        let noor = &noor;
        async move { noor.send("POST", WRITE_OFFS, Some(body), &[("idempotency-key", key)]).await }
    };
    for (n, more) in
        [dollars(6_901), dollars(0), dollars(-5), json!({"amount": 1, "currency": "EUR"})]
            .into_iter()
            .enumerate()
    {
        let key = ["a", "b", "c", "d"][n];
        assert_eq!(
            ask(key, seller.gives_up(None, more)).await.problem(),
            "409 write-off-exceeds-debt"
        );
    }
    let of_other = ask("e", seller.gives_up(Some(other), dollars(401))).await;
    assert_eq!(of_other.problem(), "409 write-off-exceeds-debt", "of this payment less is owed");
    assert_eq!(
        ask("f", seller.gives_up(Some(now_id()), dollars(1))).await.problem(),
        "404 not-found"
    );
    let mut silent = seller.gives_up(None, dollars(1));
    silent["reason"] = json!(" ");
    assert_eq!(ask("g", silent).await.problem(), "422 reason-required");

    for _ in 0..2 {
        let done = ask("first", seller.gives_up(None, dollars(2_000))).await;
        assert_eq!((done.status, &done.body["left"]), (201, &dollars(4_900)), "{}", done.body);
    }
    assert!(seller.ends(&db).await.is_err(), "3000 in money are left");
    let done = ask("second", seller.gives_up(Some(lost), dollars(3_000))).await;
    assert_eq!(done.body["left"], dollars(1_500), "of this payment");
    seller.ends(&db).await.unwrap();
    let listed = noor.get(DEBTS).await.body;
    assert_eq!(
        (&listed["data"][0]["debt"], &listed["data"][0]["fees"]),
        (&dollars(1_900), &dollars(1_900))
    );
    assert_eq!(ask("third", seller.gives_up(None, dollars(1_900))).await.body["left"], dollars(0));
    assert_eq!(noor.get(DEBTS).await.body["data"], json!([]));
    seller.ends(&db).await.unwrap();
    let booked = sqlx::query!(
        r#"select e.account, sum(e.amount_minor)::bigint as "sum!" from ledger_entries e join ledger_journals j on j.id = e.journal_id
            where j.kind in ('written_off', 'fees_written_off') group by e.account order by e.account"#
    );
    let booked = booked.fetch_all(&db).await.unwrap();
    let booked: Vec<_> = booked.iter().map(|row| (row.account.as_str(), row.sum)).collect();
    assert_eq!(booked, [("losses", 6_900), ("organizer", -6_900)]);
    let audited = sqlx::query_scalar!(
        r#"select after->>'reason' as "reason!" from audit_entries where action = 'debt.written-off' and actor_kind = 'support'"#
    );
    assert_eq!(audited.fetch_all(&db).await.unwrap(), ["They are dissolved."; 3]);
}

/// An id that nothing has.
fn now_id() -> PaymentId {
    PaymentId::new(now())
}

/// LG-1: while a refund or a bank may still move the money nobody knows what will be left.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_refund_or_a_bank_still_moves_is_no_debt_yet(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let seller = seller(&db, &shop).await;
    let payment = seller.sold(&db, "ada@example.org").await;
    seller.owes(&db, payment, "dispute_lost", 5_000).await;
    bank_takes_back(&db, payment, "under_review").await;
    assert_eq!(noor.get(DEBTS).await.body["data"], json!([]));
    let early = noor.post(WRITE_OFFS, seller.gives_up(None, dollars(1))).await;
    assert_eq!(early.problem(), "409 write-off-exceeds-debt");
    sqlx::query!("update disputes set status = 'lost', closed_at = created_at")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(noor.post(WRITE_OFFS, seller.gives_up(None, dollars(5_000))).await.status, 201);
}

/// LG-2, PA-13: what was given up is not netted from the next payouts.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_given_up_can_be_paid_out(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let seller = seller(&db, &shop).await;
    let due = async || {
        let mut conn = db.acquire().await.unwrap();
        let all = billing::payout::standing(&mut conn, seller.account, "US", now()).await.unwrap();
        all[0].due
    };
    let lost = seller.sold(&db, "ada@example.org").await;
    seller.sold(&db, "bob@example.org").await;
    assert_eq!(due().await, 10_000);
    bank_takes_back(&db, lost, "lost").await;
    seller.owes(&db, lost, "dispute_lost", 5_000).await;
    assert_eq!(due().await, 5_000, "netted");
    assert_eq!(noor.post(WRITE_OFFS, seller.gives_up(None, dollars(4_000))).await.status, 201);
    assert_eq!(due().await, 9_000);
}

/// As many queries for one row as for many.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn debts_come_in_pages(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Support).await;
    for _ in 0..3 {
        let seller = seller(&db, &shop).await;
        let payment = seller.sold(&db, "ada@example.org").await;
        seller.owes(&db, payment, "dispute_lost", 700).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = noor.get(&format!("{DEBTS}?limit=2{cursor}")).await.body;
        seen.extend(
            page["data"].as_array().unwrap().iter().map(|row| row["organization_id"].to_string()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 3);
    for list in [DEBTS, DAILY] {
        let (_, one) = count_queries(noor.get(&format!("{list}?limit=1"))).await;
        let (_, many) = count_queries(noor.get(&format!("{list}?limit=100"))).await;
        assert_eq!(one, many, "{list}");
    }
}

/// PA-13, LG-2: daily payouts are granted to whoever owes nothing, at Stripe and here, and ended.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn daily_payouts_are_for_those_who_owe_nothing(db: PgPool) {
    let shop = shop(&db).await;
    let noor = shop.app.staff(PlatformRole::Operator).await;
    let nobody = shop.app.member(Role::Owner).await;
    let seller = seller(&db, &shop).await;
    let grant =
        |organization: OrgId| json!({"organization": organization, "reason": "Ten good years."});
    assert_eq!(noor.post(DAILY, grant(nobody.org())).await.problem(), "409 no-account");
    let payment = seller.sold(&db, "ada@example.org").await;
    seller.owes(&db, payment, "dispute_lost", 100).await;
    assert_eq!(noor.post(DAILY, grant(seller.org)).await.problem(), "409 organizer-in-debt");
    assert_eq!(noor.post(WRITE_OFFS, seller.gives_up(None, dollars(100))).await.status, 201);
    // Fees that a statement claims are a debt too.
    seller.owes(&db, payment, "outside_fee", 300).await;
    assert_eq!(noor.post(DAILY, grant(seller.org)).await.problem(), "409 organizer-in-debt");
    assert_eq!(noor.post(WRITE_OFFS, seller.gives_up(None, dollars(300))).await.status, 201);
    sqlx::query!(
        "insert into payouts (id, organization_id, payout_account_id, cause_key, currency, amount_minor, status, created_at, updated_at)
         values ($1, $2, $1, 'test', 'USD', 5101, 'paid', $3, $3)",
        seller.account as _,
        seller.org as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(
        noor.post(DAILY, grant(seller.org)).await.problem(),
        "409 organizer-in-debt",
        "more left than came"
    );
    sqlx::query!("update payouts set amount_minor = 5000").execute(&db).await.unwrap();
    let interval = || {
        shop.stand.object(&seller.stripe).unwrap()["settings"]["payouts"]["schedule"]["interval"]
            .clone()
    };
    assert_eq!(interval(), "manual");
    let done = noor.post(DAILY, grant(seller.org)).await;
    assert_eq!((done.status, interval()), (201, json!("daily")), "{}", done.body);
    let listed = noor.get(DAILY).await.body;
    assert_eq!(listed["data"][0]["organization_id"], json!(seller.org), "{listed}");
    let end = format!("{DAILY}/{}/end", seller.org);
    let why = json!({"reason": "They asked."});
    assert_eq!(noor.post(&end, why.clone()).await.status, 204);
    assert_eq!(
        (interval(), noor.get(DAILY).await.body["data"].clone()),
        (json!("manual"), json!([]))
    );
    assert_eq!(noor.post(&end, why).await.problem(), "409 payouts-not-daily");
    let again = noor.post(DAILY, grant(seller.org)).await;
    assert_eq!((again.status, interval()), (201, json!("daily")), "another grant is another wish");
    let audited = sqlx::query_scalar!(
        r#"select action || ': ' || (after->>'reason') as "line!" from audit_entries where target_kind = 'payout_account' order by 1"#
    );
    assert_eq!(
        audited.fetch_all(&db).await.unwrap(),
        [
            "daily-payouts.ended: They asked.",
            "daily-payouts.granted: Ten good years.",
            "daily-payouts.granted: Ten good years."
        ]
    );
}
