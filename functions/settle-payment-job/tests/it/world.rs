//! An event that sells seats, with the stand-in of Stripe behind it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use billing::payment::{Buyer, Details};
use billing::refund::RefundJob;
use billing::stripe::{Event, Notice, Scope, Stripe};
use chrono::{DateTime, TimeDelta, Utc};
use events::registration::{AccessKey, Ask, Attendee, Booker, NameShown, Registered, Source};
use models::{AppPath, Clock, Email, EventId, OrgId, PaymentId, RegistrationId};
use sandbox::stripe::{Message, Stand};
use serde_json::{Map, Value};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, env, rows};

pub(crate) const PRICE: i64 = 2_000;

/// An event with its seats, its seller, and Stripe.
pub(crate) struct World {
    pub(crate) db: PgPool,
    pub(crate) event: EventId,
    pub(crate) org: OrgId,
    pub(crate) stand: Stand,
    pub(crate) stripe: Stripe,
    job: TestApp,
    minute: TestApp,
    origin: sales::Origin,
    clock: Clock,
    offset: Arc<AtomicI64>,
}

/// A seat that is held for somebody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) registration: RegistrationId,
    pub(crate) payment: PaymentId,
}

impl World {
    /// With so many seats at 20 dollars each.
    pub(crate) async fn of(db: &PgPool, seats: i32) -> Self {
        let offset = Arc::new(AtomicI64::new(0));
        let clock = Clock::stepped(testkit::now(), offset.clone());
        let stand = Stand::start(clock.clone()).await.unwrap();
        let org = rows::organization(db).await;
        let event = event(db, org, seats, TimeDelta::days(90)).await;
        let account = stand.account("US").await.unwrap();
        testkit::sales::payout_account(db, org, &account, "US").await;
        testkit::sales::legal_identity(db, org).await;
        sqlx::query!("update seller_settings set delayed_methods_allowed_at = updated_at")
            .execute(db)
            .await
            .unwrap();
        let environment = stand.environment();
        let get = |name: &str| {
            environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
        };
        let stripe = Stripe::from_env(get, cloud::client().clone());
        let app = |build: fn(&web::Env, PgPool, Clock) -> anyhow::Result<Router>| {
            let clock = clock.clone();
            let env = env().with(environment.clone());
            TestApp::with(db, env, move |env, db, _| build(env, db, clock))
        };
        let job = app(|env, db, clock| {
            settle_payment_job::State::new(env, db, clock).map(settle_payment_job::router)
        });
        let minute = app(|env, db, clock| {
            expire_holds_job::State::new(env, db, clock).map(expire_holds_job::router)
        });
        let links = testkit::environment::link_key();
        let address = env().text("PUBLIC_ORIGIN").unwrap().to_owned();
        let origin = sales::Origin { address, links };
        Self { db: db.clone(), event, org, stand, stripe, job, minute, origin, clock, offset }
    }

    /// Goes on with another event of the same seller, with so many seats.
    pub(crate) async fn next_event(&mut self, seats: i32) {
        let passed = TimeDelta::seconds(self.offset.load(Ordering::Relaxed));
        self.event = event(&self.db, self.org, seats, passed + TimeDelta::days(90)).await;
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        self.offset.fetch_add(by.num_seconds(), Ordering::Relaxed);
    }

    /// Somebody takes a seat; nothing, if there is none.
    pub(crate) async fn hold(&self, name: &str) -> Option<Held> {
        let now = self.now();
        let email = Email::parse(&format!("{name}@example.org")).unwrap();
        let attendee = Attendee {
            pointer: "/attendees/0".to_owned(),
            ticket_type: None,
            mode: None,
            email: Some(email.clone()),
            user: None,
            full_name: Some(name.to_owned()),
            professional_title: None,
            organization_name: None,
            name_shown: NameShown::default(),
            sessions: Vec::new(),
            answers: Map::new(),
            locale: "en".to_owned(),
            time_zone: None,
        };
        let ask = Ask {
            event: self.event,
            key: AccessKey { links: &self.origin.links, seal: None },
            access_code: None,
            unlocked: &[],
            booker: Booker { user: None, email: email.clone() },
            attendees: &[attendee],
            source: Source::Own,
            accept_waitlist: false,
            to_be_paid: true,
            promo_code: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        let registered = events::registration::register(&mut tx, &ask, now).await;
        let Ok(Registered::New { people, moves, .. }) = registered else { return None };
        sales::ended(&mut tx, &moves, None, now).await.unwrap();
        let buyer = Buyer { user: None, email, name: None, locale: "en".to_owned() };
        let order = sales::Order {
            event: self.event,
            places: &[(people[0].registration, people[0].ticket_type)],
            buyer: &buyer,
            verified: false,
            code: None,
        };
        let bought = sales::buy(&mut tx, &order, now).await.unwrap();
        tx.commit().await.unwrap();
        Some(Held { registration: people[0].registration, payment: bought.id })
    }

    /// Opens the page to pay on: the session, or why not.
    pub(crate) async fn open(&self, held: Held) -> Result<String, sales::Error> {
        self.open_for(held, Details::default()).await
    }

    /// The same, made out to somebody.
    pub(crate) async fn open_for(
        &self,
        held: Held,
        details: Details,
    ) -> Result<String, sales::Error> {
        let mut tx = ::db::begin(&self.db).await.unwrap();
        let opening = billing::payment::begin(&mut tx, held.payment).await?.unwrap();
        let back = AppPath::try_from("/me/events".to_owned()).unwrap();
        let wanted = (&back, None, &details);
        let vendors = (&self.stripe, &self.origin);
        sales::start(&self.db, tx, vendors, opening, wanted, self.now()).await?;
        Ok(self.session(held).await.unwrap())
    }

    pub(crate) async fn session(&self, held: Held) -> Option<String> {
        sqlx::query_scalar!(
            "select stripe_session_id from payments where id = $1",
            held.payment as _
        )
        .fetch_one(&self.db)
        .await
        .unwrap()
    }

    /// Gives an event of Stripe to the job; the status of its answer.
    pub(crate) async fn deliver(&self, message: &Message) -> u16 {
        match notice(message) {
            Some(notice) => self.job.post("/", notice).await.status,
            None => 200,
        }
    }

    /// Gives everything that waits to the job, until nothing waits.
    pub(crate) async fn deliver_all(&self) {
        loop {
            let messages = self.stand.take();
            if messages.is_empty() {
                return;
            }
            for message in &messages {
                assert_eq!(self.deliver(message).await, 200, "{message:?}");
            }
        }
    }

    /// Does what follows every settlement so far; how many there were.
    pub(crate) async fn follow(&self) -> usize {
        let asked = sqlx::query_scalar!(
            "delete from outbox where queue = 'settle-payment' returning payload"
        );
        let asked = asked.fetch_all(&self.db).await.unwrap();
        for payload in &asked {
            // Whoever delivers may deliver twice.
            for _ in 0..2 {
                assert_eq!(self.job.post("/", payload.clone()).await.status, 200);
            }
        }
        asked.len()
    }

    /// What happens every minute.
    pub(crate) async fn minute(&self) {
        assert_eq!(self.minute.send("POST", "/", None).await.status, 200);
    }

    /// What the buyer's return does.
    pub(crate) async fn confirm(&self, held: Held) {
        let Some(session) = self.session(held).await else { return };
        let began = self.now();
        let read = billing::payment::read_session(&self.stripe, &session).await.unwrap();
        let mut tx = self.db.begin().await.unwrap();
        sales::apply(&mut tx, held.payment, &read, began, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What the buyer's giving up does.
    pub(crate) async fn cancel(&self, held: Held) {
        if let Some(session) = self.session(held).await {
            let page = (held.payment, session.as_str());
            sales::close_page(&self.db, &self.stripe, page, self.now()).await.unwrap();
        } else {
            let mut tx = self.db.begin().await.unwrap();
            sales::cancel(&mut tx, held.payment, self.now()).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// The payment ends, and Stripe is not told.
    pub(crate) async fn end_here(&self, held: Held) {
        let mut tx = self.db.begin().await.unwrap();
        let payment = billing::payment::lock(&mut tx, held.payment).await.unwrap().unwrap();
        let how = billing::payment::Ended::Expired;
        sales::close(&mut tx, &payment, how, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// An unpaid place is taken away.
    pub(crate) async fn take_away(&self, held: Held) {
        if self.status(held).await.1 != "held" {
            return;
        }
        let mut tx = self.db.begin().await.unwrap();
        let (place, now) = ([held.registration], self.now());
        let moves =
            events::registration::withdraw(&mut tx, self.event, &place, "No room.", now).await;
        sales::ended(&mut tx, &moves.unwrap(), None, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Takes the tax back that was asked for.
    pub(crate) async fn withhold(&self) {
        let asked = sqlx::query_scalar!(
            "delete from outbox where queue = 'settle-payment' and payload ? 'withhold' returning payload"
        );
        for payload in asked.fetch_all(&self.db).await.unwrap() {
            assert_eq!(self.job.post("/", payload).await.status, 200);
        }
    }

    /// Sends every refund that was asked for on its way.
    pub(crate) async fn pay_back(&self) {
        let asked =
            sqlx::query_scalar!("delete from outbox where queue = 'refund-run' returning payload")
                .fetch_all(&self.db)
                .await
                .unwrap();
        for payload in asked {
            let RefundJob { refund } = serde_json::from_value(payload).unwrap();
            billing::refund::advance(&self.db, &self.stripe, refund, self.now()).await.unwrap();
        }
    }

    /// Jobs that were given up. Their delivery is answered with 200 as well.
    pub(crate) async fn dead_jobs(&self) -> Vec<Option<String>> {
        let errors = sqlx::query_scalar!(r#"select error as "error?" from dead_jobs"#);
        errors.fetch_all(&self.db).await.unwrap()
    }

    pub(crate) async fn status(&self, held: Held) -> (String, String) {
        let row = sqlx::query!(
            "select p.status as payment, r.status as place from payments p, registrations r where p.id = $1 and r.id = $2",
            held.payment as _,
            held.registration as _
        )
        .fetch_one(&self.db)
        .await
        .unwrap();
        (row.payment, row.place)
    }

    /// `account amount`, of one payment, without those that are zero.
    pub(crate) async fn ledger(&self, held: Held) -> Vec<String> {
        let rows = sqlx::query!(
            r#"select e.account, e.currency, sum(e.amount_minor)::bigint as "sum!" from ledger_entries e join ledger_journals j on j.id = e.journal_id
                where j.payment_id = $1 group by e.account, e.currency having sum(e.amount_minor) <> 0 order by e.account"#,
            held.payment as _
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        rows.into_iter().map(|row| format!("{} {}", row.account, row.sum)).collect()
    }
}

async fn event(db: &PgPool, org: OrgId, seats: i32, starts_in: TimeDelta) -> EventId {
    let spec = EventSpec { capacity: Some(seats), starts_in, ..EventSpec::PUBLISHED };
    let event = rows::event(db, org, spec).await;
    testkit::sales::price(db, event, PRICE, "USD").await;
    event
}

/// The job that stripe-webhook makes of an event.
pub(crate) fn notice(message: &Message) -> Option<Value> {
    let event: Event = serde_json::from_slice(message.body.as_ref()).unwrap();
    let notice: Option<Notice> = event.notice(Scope::Account);
    notice.map(|notice| serde_json::to_value(notice).unwrap())
}
