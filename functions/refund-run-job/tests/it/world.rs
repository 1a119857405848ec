//! Payments that were really paid at Stripe's stand-in, and a queue that is worked off by hand.

use billing::ledger::{self, Account, Reader};
use billing::payment::{self, Settled};
use billing::refund::{self, Ask, Cause, Demand};
use billing::stripe::{Form, Stripe};
use models::{Clock, EventId, Money, OrgId, PaymentId, RefundId, Role};
use refund_run_job::{State, router};
use sandbox::stripe::Stand;
use serde_json::Value;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, env, now, rows, sales};

/// The job with Stripe's stand-in behind it, whose time stands still, and an organization that sells.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) db: PgPool,
    pub(crate) stand: Stand,
    pub(crate) stripe: Stripe,
    pub(crate) org: OrgId,
    account: String,
}

impl World {
    pub(crate) async fn new(db: &PgPool) -> Self {
        let stand = Stand::start(Clock::fixed(now())).await.unwrap();
        let said = stand.environment();
        let stripe = Stripe::from_env(
            |name| said.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()),
            cloud::client().clone(),
        );
        let app = TestApp::with(db, env().with(said), |env, db, clock| {
            State::new(env, db, clock).map(router)
        });
        let org = rows::organization(db).await;
        rows::member(db, org, Role::Finance).await;
        let account = stand.account("US").await.unwrap();
        sales::payout_account(db, org, &account, "US").await;
        Self { app, db: db.clone(), stand, stripe, org, account }
    }

    pub(crate) async fn event(&self) -> EventId {
        rows::event(&self.db, self.org, EventSpec::PUBLISHED).await
    }

    /// A draft of 13.39 with fees of 3.00 for a seat that is there.
    async fn draft(&self, event: EventId, name: &str) -> PaymentId {
        let email = format!("{name}@example.org");
        let place = rows::registration(&self.db, event, &email, "confirmed").await;
        let price = Money::new(1339, "USD".parse().unwrap());
        let id = sales::sold(&self.db, place, &self.account, price).await;
        sqlx::query!("update payments set status = 'draft', paid_at = null where id = $1", id as _)
            .execute(&self.db)
            .await
            .unwrap();
        id
    }

    /// A draft with a page to pay on.
    pub(crate) async fn open(&self, event: EventId, name: &str) -> (PaymentId, String) {
        let id = self.draft(event, name).await;
        let form = Form::new()
            .with("mode", "payment")
            .with("client_reference_id", id)
            .with("success_url", "https://accredit.test/checkout/return")
            .with("line_items[0][quantity]", 1)
            .with("line_items[0][price_data][currency]", "usd")
            .with("line_items[0][price_data][unit_amount]", 1339 + sales::FEES)
            .with("line_items[0][price_data][product_data][name]", "Ticket")
            .with("payment_intent_data[application_fee_amount]", sales::FEES)
            .with("payment_intent_data[transfer_data][destination]", &self.account)
            .with("payment_method_types[0]", "card");
        let path = "/v1/checkout/sessions";
        let session: Value = self.stripe.post(path, &form, &format!("open:{id}")).await.unwrap();
        let session = session["id"].as_str().unwrap().to_owned();
        sqlx::query!(
            "update payments set status = 'open', stripe_session_id = $2, expires_at = $3::timestamptz + interval '31 minutes' where id = $1",
            id as _,
            session,
            now()
        )
        .execute(&self.db)
        .await
        .unwrap();
        (id, session)
    }

    /// A payment that was paid with a card of the stand-in and settled.
    pub(crate) async fn paid(&self, event: EventId, name: &str) -> PaymentId {
        let (id, session) = self.open(event, name).await;
        self.stand.pay(&session, "success").await.unwrap();
        let read = payment::read_session(&self.stripe, &session).await.unwrap();
        let mut tx = self.db.begin().await.unwrap();
        let open = payment::lock(&mut tx, id).await.unwrap().unwrap();
        let settled = payment::settle(&mut tx, &open, &read, now()).await.unwrap();
        assert_eq!(settled, Settled::Now);
        tx.commit().await.unwrap();
        id
    }

    /// Asks for so much of a payment, as its organizer.
    pub(crate) async fn part(&self, id: PaymentId, amount: i64) -> RefundId {
        self.demand(id, Cause::Organizer, Ask::Chosen { amount, include_fees: false }).await
    }

    /// Asks for all of a payment, because the event is off.
    pub(crate) async fn ask(&self, id: PaymentId) -> RefundId {
        self.demand(id, Cause::EventCancelled, Ask::Full).await
    }

    async fn demand(&self, id: PaymentId, cause: Cause, ask: Ask<'_>) -> RefundId {
        let mut tx = self.db.begin().await.unwrap();
        let paid = payment::lock(&mut tx, id).await.unwrap().unwrap();
        let items: Vec<_> = paid.items.iter().collect();
        let shares = refund::work_out(&paid, &items, cause, ask);
        let demand = Demand::new(cause, "test".into(), &shares);
        let asked = refund::request(&mut tx, &paid, &demand, now()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        asked.id
    }

    /// Jobs of this function that wait, taken off the queue.
    pub(crate) async fn waiting(&self) -> Vec<Value> {
        sqlx::query_scalar!("delete from outbox where queue = 'refund-run' returning payload")
            .fetch_all(&self.db)
            .await
            .unwrap()
    }

    pub(crate) async fn deliver(&self, job: &Value) -> u16 {
        self.app.send("POST", "/", Some(job.clone())).await.status
    }

    /// Works the queue off; a job that asks for it comes again.
    pub(crate) async fn work(&self) {
        for _ in 0..100 {
            let jobs = self.waiting().await;
            if jobs.is_empty() {
                return;
            }
            for job in jobs {
                while self.deliver(&job).await == 503 {}
            }
        }
        panic!("the queue does not end");
    }

    /// Writes to Stripe whose path ends so, by their answers.
    pub(crate) fn calls(&self, ending: &str) -> usize {
        let writes = self.stand.calls().into_iter();
        writes.filter(|call| call.method == "POST" && call.path.ends_with(ending)).count()
    }

    /// What is left on an account for one payment.
    pub(crate) async fn left(&self, id: PaymentId, account: Account) -> i64 {
        let mut conn = self.db.acquire().await.unwrap();
        let reader = Reader { organization: self.org, scope: None, plan: true };
        let all = ledger::balances(&mut conn, reader, Some(id)).await.unwrap();
        all.iter().filter(|balance| balance.account == account).map(|balance| balance.amount).sum()
    }

    /// LG-2: every payment sums to zero in every currency.
    pub(crate) async fn balanced(&self) {
        let odd = sqlx::query_scalar!(
            r#"select count(*) as "odd!" from (
                  select 1 from ledger_journals j join ledger_entries n on n.journal_id = j.id
                   group by j.payment_id, n.currency having sum(n.amount_minor) <> 0) x"#
        );
        assert_eq!(odd.fetch_one(&self.db).await.unwrap(), 0);
    }

    /// State and try of a refund.
    pub(crate) async fn refund(&self, id: RefundId) -> (String, i32) {
        let row = sqlx::query!("select status, attempt from refunds where id = $1", id as _);
        let row = row.fetch_one(&self.db).await.unwrap();
        (row.status, row.attempt)
    }

    /// What finance was told, by its word.
    pub(crate) async fn told(&self) -> Vec<String> {
        sqlx::query_scalar!(
            r#"select variables #>> '{facts,what}' as "what!" from messages where message_key = 'team-money' order by 1"#
        )
        .fetch_all(&self.db)
        .await
        .unwrap()
    }
}
