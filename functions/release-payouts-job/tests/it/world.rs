//! An organizer with an account at the stand-in, who sold something that was paid there too.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use billing::ledger::{Account, Journal};
use billing::stripe::{Form, Stripe};
use chrono::TimeDelta;
use models::{Clock, Currency, Money, OrgId, PaymentId, PayoutAccountId};
use release_payouts_job::{State, router};
use sandbox::stripe::Stand;
use serde_json::Value;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, env, now, rows, sales};

pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) stand: Stand,
    pub(crate) org: OrgId,
    pub(crate) account: PayoutAccountId,
    /// Its id at the stand-in.
    pub(crate) stripe: String,
    client: Stripe,
    offset: Arc<AtomicI64>,
}

impl World {
    pub(crate) async fn of(db: &PgPool, country: &str) -> Self {
        let offset = Arc::new(AtomicI64::new(0));
        let stand = Stand::start(Clock::stepped(now(), offset.clone())).await.unwrap();
        let stripe = stand.account(country).await.unwrap();
        let env = env().with(stand.environment());
        let client = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
        let app = TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router));
        let org = rows::organization(db).await;
        let account = sales::payout_account(db, org, &stripe, country).await;
        Self { app, stand, org, account, stripe, client, offset }
    }

    /// Lets time pass, here and there.
    pub(crate) fn advance(&self, by: TimeDelta) {
        self.app.advance(by);
        self.offset.fetch_add(by.num_seconds(), Ordering::Relaxed);
    }

    /// Sells a place at an event that is over in so many days, and has it paid at the stand-in.
    pub(crate) async fn sell(&self, email: &str, in_days: i64, organizer: Money) {
        let ends = EventSpec {
            starts_in: TimeDelta::days(in_days) - TimeDelta::hours(1),
            ..EventSpec::PUBLISHED
        };
        let event = rows::event(&self.app.db, self.org, ends).await;
        let registration = rows::registration(&self.app.db, event, email, "confirmed").await;
        sales::sold(&self.app.db, registration, &self.stripe, organizer).await;
        self.charge(email, organizer).await;
    }

    async fn charge(&self, key: &str, organizer: Money) {
        let total = Money::new(organizer.amount + sales::FEES, organizer.currency).on_the_wire();
        let fee = Money::new(sales::FEES, organizer.currency).on_the_wire();
        let item = "line_items[0][price_data]";
        let form = Form::new()
            .with("mode", "payment")
            .with("success_url", "https://accredit.test/paid")
            .with("line_items[0][quantity]", 1)
            .with(&format!("{item}[currency]"), organizer.currency.code().to_lowercase())
            .with(&format!("{item}[unit_amount]"), total)
            .with(&format!("{item}[product_data][name]"), "Ticket")
            .with("payment_intent_data[application_fee_amount]", fee)
            .with("payment_intent_data[transfer_data][destination]", &self.stripe);
        let session: Value = self.client.post("/v1/checkout/sessions", &form, key).await.unwrap();
        self.stand.pay(session["id"].as_str().unwrap(), "4242 4242 4242 4242").await.unwrap();
    }

    /// Notes that the last sale settled and what Stripe passed on of it, as settling does.
    pub(crate) async fn passed_on(&self) -> (PaymentId, String) {
        let transfer = self.stand.objects("transfer")[0]["id"].as_str().unwrap().to_owned();
        let noted = sqlx::query!(
            r#"update payments set stripe_transfer_id = $1 where stripe_transfer_id is null
               returning id as "id: PaymentId", total_minor, application_fee_minor, currency as "currency: Currency""#,
            transfer
        );
        let paid = noted.fetch_one(&self.app.db).await.unwrap();
        let mut conn = self.app.db.acquire().await.unwrap();
        let now = self.app.clock.now();
        Journal::new("settled", format!("settled:{}", paid.id), paid.currency)
            .about(self.org, Some(paid.id))
            .debit(Account::Stripe, paid.total_minor)
            .credit(Account::Organizer, paid.total_minor - paid.application_fee_minor)
            .credit(Account::Fees, paid.application_fee_minor)
            .post(&mut conn, now)
            .await
            .unwrap();
        Journal::new("transferred", format!("transferred:{transfer}"), paid.currency)
            .about(self.org, Some(paid.id))
            .debit(Account::Organizer, paid.total_minor)
            .credit(Account::Stripe, paid.total_minor)
            .debit(Account::Stripe, paid.application_fee_minor)
            .credit(Account::Organizer, paid.application_fee_minor)
            .post(&mut conn, now)
            .await
            .unwrap();
        (paid.id, transfer)
    }

    /// Asks something of the stand-in.
    pub(crate) async fn ask(&self, path: &str, form: &Form) -> Value {
        self.client.post(path, form, path).await.unwrap()
    }

    /// One morning's run: how it was answered.
    pub(crate) async fn run(&self) -> String {
        let answer = self.app.send("POST", "/", None).await;
        if answer.status == 200 { "200".to_owned() } else { answer.problem() }
    }

    /// What was paid out here: amount, currency, state.
    pub(crate) async fn payouts(&self) -> Vec<String> {
        let rows = sqlx::query!(
            "select amount_minor, currency, status from payouts where payout_account_id = $1 order by created_at, currency",
            self.account as _
        );
        let rows = rows.fetch_all(&self.app.db).await.unwrap();
        let shown = |amount, currency: &str, status: &str| format!("{amount} {currency} {status}");
        rows.iter().map(|row| shown(row.amount_minor, &row.currency, &row.status)).collect()
    }
}
