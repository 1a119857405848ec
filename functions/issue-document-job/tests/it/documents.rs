//! What is issued of a sale and of what goes back.

use billing::document::{self, DocumentJob, Kind, Party, What};
use billing::payment;
use chrono::TimeDelta;
use models::PaymentId;
use sqlx::PgPool;

use crate::world::World;

fn hospital() -> Party {
    Party {
        name: "Example Hospital Trust".to_owned(),
        attention: Some("Ada Park".to_owned()),
        address: Some("1 High Street\nLondon".to_owned()),
        country: Some("GB".to_owned()),
        ..Party::default()
    }
}

impl World {
    async fn correct(
        &self,
        payment: PaymentId,
        which: usize,
        buyer: Party,
    ) -> Result<document::Corrected, billing::Error> {
        let id = self.all().await[which].id;
        let mut tx = self.db.begin().await.unwrap();
        let now = self.app.clock.now();
        let made = document::correct(&mut tx, (payment, id), buyer, now).await?;
        tx.commit().await.unwrap();
        self.app.advance(TimeDelta::seconds(1));
        Ok(made)
    }
}

/// RF-12: nothing is issued of a payment that failed, is still open, or is over nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_not_settled_has_no_number(db: PgPool) {
    let world = World::new(&db).await;
    for (n, status) in ["draft", "canceled", "expired", "failed"].into_iter().enumerate() {
        let id = world.sold(&format!("p{n}"), 1_000, "USD").await;
        sqlx::query!(
            "update payments set status = $2, paid_at = null where id = $1",
            id as _,
            status
        )
        .execute(&db)
        .await
        .unwrap();
        world.invoice(id).await;
    }
    let free = world.sold("free", 1_000, "USD").await;
    sqlx::query!(
        "update payments set method = 'none', discount_minor = list_minor, net_minor = 0, service_fee_minor = 0,
                application_fee_minor = 0, organizer_minor = 0, total_minor = 0 where id = $1",
        free as _
    )
    .execute(&db)
    .await
    .unwrap();
    world.invoice(free).await;
    assert!(world.all().await.is_empty());
    let series = sqlx::query_scalar!(r#"select count(*) as "n!" from document_series"#);
    assert_eq!(series.fetch_one(&db).await.unwrap(), 0);
}

/// PA-8: the invoice is what the buyer saw, place by place, and it comes to what was paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invoice_is_the_build_up_that_was_paid(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.sold("ada", 5_120, "KWD").await;
    world.invoice(payment).await;
    let made = world.all().await.pop().unwrap();
    let section = &made.said.sections[0];
    assert_eq!((section.total, section.adds_up()), (5_420, true));
    assert!(matches!(&section.lines[0].what, What::Place { on: Some(_), .. }));
    assert_eq!(section.lines[1].what, What::BookingFee);
    assert_eq!(made.said.seller.name, "Example Ltd");
    assert_eq!(made.said.buyer.email.as_deref(), Some("ada@example.org"));
    let (name, hash) = (made.file.unwrap(), sha256(&db).await);
    assert_eq!(name, format!("{hash}.pdf"));
}

async fn sha256(db: &PgPool) -> String {
    let hash =
        sqlx::query_scalar!(r#"select encode(sha256, 'hex') as "hash!" from sales_documents"#);
    hash.fetch_one(db).await.unwrap()
}

/// RF-12: a credit note for each refund, over what went back, about its invoice. One whose refund
/// came first makes the invoice first.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_refund_that_arrived_has_its_credit_note(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.sold("ada", 5_000, "USD").await;
    let some = world.back(payment, Some(1_250)).await;
    world.issue(DocumentJob::Refund { refund: some }).await;
    world.invoice(payment).await;
    world.issue(DocumentJob::Refund { refund: some }).await;
    let rest = world.back(payment, None).await;
    world.issue(DocumentJob::Refund { refund: rest }).await;
    let made = world.all().await;
    let said: Vec<_> =
        made.iter().map(|made| (made.said.kind, made.said.sections[0].total)).collect();
    assert_eq!(
        said,
        [(Kind::Invoice, 5_300), (Kind::CreditNote, 1_250), (Kind::CreditNote, 4_050)]
    );
    let about = made[2].said.about.as_ref().unwrap();
    assert_eq!(about.number, made[0].number);
    assert!(made.iter().all(|made| made.said.sections[0].adds_up()));
}

/// PA-21: money for a payment that had ended was never invoiced, and goes back without a number.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_orphans_refund_has_no_credit_note(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.sold("ada", 5_000, "USD").await;
    let refund = world.back(payment, None).await;
    sqlx::query!("update payments set status = 'expired'").execute(&db).await.unwrap();
    world.issue(DocumentJob::Refund { refund }).await;
    assert!(world.all().await.is_empty());
}

/// RF-12: a correction is a credit note and another invoice, over what refunds have left; the same
/// again is the same, another one is refused, and after 30 days every one.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invoice_is_corrected_once_within_thirty_days(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.sold("ada", 5_000, "USD").await;
    world.invoice(payment).await;
    let some = world.back(payment, Some(1_250)).await;
    world.issue(DocumentJob::Refund { refund: some }).await;
    let first = world.correct(payment, 0, hospital()).await.unwrap();
    let again = world.correct(payment, 0, hospital()).await.unwrap();
    assert_eq!((first.now, again.now, first.invoice), (true, false, again.invoice));
    let other = Party { name: "Somebody else".to_owned(), ..hospital() };
    let refused = world.correct(payment, 0, other.clone()).await.unwrap_err();
    assert!(matches!(refused, billing::Error::DocumentFinal), "{refused}");
    let made = world.all().await;
    let (back, new) = (&made[2], made.iter().find(|made| made.id == first.invoice).unwrap());
    let back = if back.said.kind == Kind::CreditNote { back } else { &made[3] };
    assert_eq!((back.said.sections[0].total, new.said.sections[0].total), (4_050, 4_050));
    assert_eq!(
        (back.said.buyer.name.as_str(), back.number.as_str()),
        ("ada@example.org", "INV-CN-2026-000002")
    );
    assert_eq!(
        (new.said.buyer.name.as_str(), new.number.as_str()),
        ("Example Hospital Trust", "INV-2026-000002")
    );
    assert_eq!(new.said.buyer.email.as_deref(), Some("ada@example.org"));
    assert_eq!(
        new.said.sections[0].lines.last().unwrap().what,
        What::Credited { number: made[1].number.clone() }
    );
    assert!(made.iter().all(|made| made.said.sections[0].adds_up()));
    // What goes back now is of the invoice in force, and made out as that is.
    let rest = world.back(payment, None).await;
    world.issue(DocumentJob::Refund { refund: rest }).await;
    let last = world.all().await.pop().unwrap();
    assert_eq!(last.said.about.unwrap().number, new.number);
    assert_eq!(last.said.buyer.name, "Example Hospital Trust");
    let at = world.all().await.iter().position(|made| made.id == first.invoice).unwrap();
    let nothing_left = world.correct(payment, at, other).await.unwrap_err();
    assert!(matches!(nothing_left, billing::Error::DocumentFinal));
    let late = world.sold("grace", 5_000, "USD").await;
    world.invoice(late).await;
    let at = world.all().await.len() - 1;
    world.app.advance(TimeDelta::days(31));
    let refused = world.correct(late, at, hospital()).await.unwrap_err();
    assert!(matches!(refused, billing::Error::DocumentFinal), "{refused}");
}

/// PA-24: an invoice to be paid without us is there at once, with its day; given up, it is taken
/// back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invoice_that_nobody_will_pay_is_taken_back(db: PgPool) {
    let world = World::new(&db).await;
    let id = world.sold("ada", 5_000, "EUR").await;
    sqlx::query!(
        "update payments set method = 'outside', status = 'draft', paid_at = null, due_at = created_at + interval '14 days'"
    )
    .execute(&db)
    .await
    .unwrap();
    world.invoice(id).await;
    let made = world.all().await.pop().unwrap();
    assert_eq!(made.said.due_on.map(|due| due - made.said.issued_on), Some(TimeDelta::days(14)));
    let mut tx = db.begin().await.unwrap();
    let unpaid = payment::lock(&mut tx, id).await.unwrap().unwrap();
    let how = payment::Ended::Canceled;
    assert!(payment::end(&mut tx, &unpaid, how, world.app.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    let asked = sqlx::query_scalar!("select payload from outbox where queue = 'issue-document'");
    let asked: DocumentJob = serde_json::from_value(asked.fetch_one(&db).await.unwrap()).unwrap();
    world.issue(asked).await;
    world.issue(asked).await;
    let kinds: Vec<_> = world.all().await.iter().map(|made| made.said.kind).collect();
    assert_eq!(kinds, [Kind::Invoice, Kind::CreditNote]);
}

/// RF-12: a document is frozen bytes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_issued_does_not_change(db: PgPool) {
    let world = World::new(&db).await;
    let payment = world.sold("ada", 5_000, "EUR").await;
    world.invoice(payment).await;
    for change in [
        sqlx::query!("update sales_documents set total_minor = 1"),
        sqlx::query!("update sales_documents set file_key = 'x'"),
        sqlx::query!("delete from sales_documents"),
    ] {
        let refused = change.execute(&db).await.unwrap_err();
        let violated = refused.as_database_error().and_then(|e| e.constraint());
        assert_eq!(violated, Some("sales_documents_frozen"));
    }
}
