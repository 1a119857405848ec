//! Documents as they are listed and fetched.

use chrono::{DateTime, NaiveDate, Utc};
use models::{Currency, DocumentId, EventId, Money, OrgId, Page, PaymentId, RefundId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Kind, Snapshot};

/// Which of them.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Only of events that the member reaches; `None` is all.
    pub scope: Option<&'a [EventId]>,
    /// Only of these kinds.
    pub kinds: Option<Vec<&'static str>>,
    /// Only of this payment.
    pub payment: Option<PaymentId>,
    /// Issued then or later.
    pub from: Option<DateTime<Utc>>,
    /// Issued before then.
    pub to: Option<DateTime<Utc>>,
}

/// An invoice or a credit note in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: DocumentId,
    /// What it is.
    pub kind: Kind,
    /// As printed.
    pub number: String,
    /// Of which payment.
    pub payment: PaymentId,
    /// Of which refund.
    pub refund: Option<RefundId>,
    /// The document that it takes back or stands in for.
    pub about: Option<DocumentId>,
    /// The invoice that stands in for it.
    pub replaced_by: Option<DocumentId>,
    /// In what.
    pub currency: Currency,
    /// In minor units.
    pub total: i64,
    /// To whom.
    pub buyer_name: String,
    /// For which event.
    pub event: Option<EventId>,
    /// What that is called.
    pub event_title: Option<String>,
    /// When its number was drawn.
    pub issued_at: DateTime<Utc>,
    /// Its file is there.
    pub ready: bool,
}

/// Invoices and credit notes, newest first.
pub async fn list(
    conn: &mut PgConnection,
    organization: OrgId,
    filter: &Filter<'_>,
    page: Page<(DateTime<Utc>, DocumentId)>,
) -> sqlx::Result<Vec<Listed>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Listed,
        r#"select d.id, d.kind as "kind: Kind", d.full_number as number, d.payment_id as "payment!: PaymentId",
                  d.refund_id as "refund: RefundId", d.replaces_id as "about: DocumentId",
                  (select r.id from sales_documents r where r.replaces_id = d.id and r.kind = 'invoice') as "replaced_by: DocumentId",
                  d.currency as "currency!: Currency", d.total_minor as total, d.snapshot #>> '{buyer,name}' as "buyer_name!",
                  e.id as "event?: EventId", e.title as "event_title?", d.issued_at, d.file_key is not null as "ready!"
             from sales_documents d
             left join lateral (select r.event_id from payment_items i join registrations r on r.id = i.registration_id
                                 where i.payment_id = d.payment_id order by i.position limit 1) o on true
             left join events e on e.id = o.event_id
            where d.organization_id = $1 and d.kind <> 'fee_statement'
              and ($2::uuid[] is null or e.id = any($2)) and ($3::text[] is null or d.kind = any($3))
              and ($4::uuid is null or d.payment_id = $4)
              and ($5::timestamptz is null or d.issued_at >= $5) and ($6::timestamptz is null or d.issued_at < $6)
              and ($7::timestamptz is null or (d.issued_at, d.id) < ($7, $8::uuid))
            order by d.issued_at desc, d.id desc limit $9"#,
        organization as _,
        filter.scope as _,
        filter.kinds.as_deref() as _,
        filter.payment as _,
        filter.from,
        filter.to,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await
}

/// The documents of a payment, the first one first.
pub async fn of_payment(
    conn: &mut PgConnection,
    payment: PaymentId,
) -> sqlx::Result<Vec<(Listed, Snapshot)>> {
    let rows = sqlx::query!(
        r#"select d.id as "id: DocumentId", d.kind as "kind: Kind", d.full_number, d.refund_id as "refund: RefundId",
                  d.replaces_id as "about: DocumentId",
                  (select r.id from sales_documents r where r.replaces_id = d.id and r.kind = 'invoice') as "replaced_by: DocumentId",
                  d.currency as "currency!: Currency", d.total_minor, d.snapshot as "snapshot: Json<Snapshot>", d.issued_at,
                  d.file_key is not null as "ready!"
             from sales_documents d where d.payment_id = $1 order by d.issued_at, d.id"#,
        payment as _
    )
    .fetch_all(conn)
    .await?;
    let listed = rows.into_iter().map(|row| {
        let Json(snapshot) = row.snapshot;
        let listed = Listed {
            id: row.id,
            kind: row.kind,
            number: row.full_number,
            payment,
            refund: row.refund,
            about: row.about,
            replaced_by: row.replaced_by,
            currency: row.currency,
            total: row.total_minor,
            buyer_name: snapshot.buyer.name.clone(),
            event: None,
            event_title: None,
            issued_at: row.issued_at,
            ready: row.ready,
        };
        (listed, snapshot)
    });
    Ok(listed.collect())
}

/// What a document says, and where its file is.
#[derive(Clone, Debug)]
pub struct File {
    /// Of which payment; a fee statement is of none.
    pub payment: Option<PaymentId>,
    /// As printed.
    pub number: String,
    /// What it says.
    pub snapshot: Snapshot,
    /// The name of the file, once it is made.
    pub object: Option<String>,
}

/// A document, whosever it is: the caller judges who may see it.
pub async fn file(conn: &mut PgConnection, id: DocumentId) -> sqlx::Result<Option<File>> {
    let row = sqlx::query!(
        r#"select payment_id as "payment: PaymentId", full_number, snapshot as "snapshot: Json<Snapshot>", file_key
             from sales_documents where id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| File {
        payment: row.payment,
        number: row.full_number,
        snapshot: row.snapshot.0,
        object: row.file_key,
    }))
}

/// What the platform kept of a month.
#[derive(Clone, Debug)]
pub struct FeeStatement {
    /// Which.
    pub id: DocumentId,
    /// As printed.
    pub number: String,
    /// Its first day, in UTC.
    pub month: NaiveDate,
    /// By currency: they are never added.
    pub totals: Vec<Money>,
    /// When its number was drawn.
    pub issued_at: DateTime<Utc>,
    /// The name of the file, once it is made.
    pub object: Option<String>,
}

/// The fee statements of an organization, newest first; all, or one.
pub async fn fee_statements(
    conn: &mut PgConnection,
    organization: OrgId,
    one: Option<DocumentId>,
    page: Page<(DateTime<Utc>, DocumentId)>,
) -> sqlx::Result<Vec<FeeStatement>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    let rows = sqlx::query!(
        r#"select id as "id: DocumentId", full_number, month as "month!", snapshot as "snapshot: Json<Snapshot>", issued_at, file_key
             from sales_documents
            where organization_id = $1 and kind = 'fee_statement' and ($2::uuid is null or id = $2)
              and ($3::timestamptz is null or (issued_at, id) < ($3, $4::uuid))
            order by issued_at desc, id desc limit $5"#,
        organization as _,
        one as _,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await?;
    let statement = |sections: &[super::Section]| {
        sections.iter().map(|section| Money::new(section.total, section.currency)).collect()
    };
    Ok(rows
        .into_iter()
        .map(|row| FeeStatement {
            id: row.id,
            number: row.full_number,
            month: row.month,
            totals: statement(&row.snapshot.sections),
            issued_at: row.issued_at,
            object: row.file_key,
        })
        .collect())
}
