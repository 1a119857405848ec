//! Sales that are settled, and what is issued of them.

use std::sync::Arc;

use billing::document::{DocumentJob, Snapshot};
use billing::payment;
use billing::refund::{self, Ask, Cause, Demand};
use chrono::TimeDelta;
use issue_document_job::{State, router};
use models::{DocumentId, EventId, Money, OrgId, PaymentId, RefundId};
use serde_json::json;
use sqlx::PgPool;
use sqlx::types::Json;
use testkit::{EventSpec, TestApp, now, rows, sales};

pub(crate) struct World {
    pub(crate) app: Arc<TestApp>,
    pub(crate) db: PgPool,
    pub(crate) org: OrgId,
    pub(crate) event: EventId,
}

/// A document as it was issued.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) id: DocumentId,
    pub(crate) number: String,
    pub(crate) said: Snapshot,
    pub(crate) file: Option<String>,
}

impl World {
    pub(crate) async fn new(db: &PgPool) -> Self {
        let app = TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router));
        let app = Arc::new(app);
        let org = rows::organization(db).await;
        sales::legal_identity(db, org).await;
        let event = rows::event(db, org, EventSpec::PUBLISHED).await;
        Self { app, db: db.clone(), org, event }
    }

    /// A place that was paid by card: so much, and 3.00 of fees on top.
    pub(crate) async fn sold(&self, name: &str, amount: i64, currency: &str) -> PaymentId {
        let email = format!("{name}@example.org");
        let place = rows::registration(&self.db, self.event, &email, "confirmed").await;
        let price = Money::new(amount, currency.parse().unwrap());
        sales::sold(&self.db, place, "acct_1", price).await
    }

    /// All of it back, because the event is off, or so much by the organizer; the buyer has it.
    pub(crate) async fn back(&self, payment: PaymentId, some: Option<i64>) -> RefundId {
        let (cause, ask) = match some {
            Some(amount) => (Cause::Organizer, Ask::Chosen { amount, include_fees: false }),
            None => (Cause::EventCancelled, Ask::Full),
        };
        let mut tx = self.db.begin().await.unwrap();
        let paid = payment::lock(&mut tx, payment).await.unwrap().unwrap();
        let items: Vec<_> = paid.items.iter().collect();
        let shares = refund::work_out(&paid, &items, cause, ask);
        let key = format!("test:{some:?}");
        let demand = Demand::new(cause, key, &shares);
        let asked = refund::request(&mut tx, &paid, &demand, now()).await.unwrap().unwrap();
        sqlx::query!(
            "update refunds set status = 'succeeded', succeeded_at = $2 where id = $1",
            asked.id as _,
            self.app.clock.now()
        )
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        asked.id
    }

    pub(crate) async fn deliver(&self, job: DocumentJob) -> u16 {
        self.app.send("POST", "/", Some(json!(job))).await.status
    }

    pub(crate) async fn issue(&self, job: DocumentJob) {
        assert_eq!(self.deliver(job).await, 200);
        self.app.advance(TimeDelta::seconds(1));
    }

    pub(crate) async fn invoice(&self, payment: PaymentId) {
        self.issue(DocumentJob::Payment { payment }).await;
    }

    /// Every document, the first one first; of those of one moment the invoice.
    pub(crate) async fn all(&self) -> Vec<Made> {
        sqlx::query!(
            r#"select id as "id: DocumentId", full_number, snapshot as "snapshot: Json<Snapshot>", file_key
                 from sales_documents order by issued_at, kind <> 'invoice', id"#
        )
        .fetch_all(&self.db)
        .await
        .unwrap()
        .into_iter()
        .map(|row| Made { id: row.id, number: row.full_number, said: row.snapshot.0, file: row.file_key })
        .collect()
    }

    pub(crate) async fn numbers(&self) -> Vec<String> {
        self.all().await.into_iter().map(|made| made.number).collect()
    }
}
