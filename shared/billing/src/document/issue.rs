//! Drawing a number and freezing what the document says, in one transaction: no gap, no repeat
//! (RF-12). Documents of a payment are made one after the other under its lock, those of a series
//! under the lock of its row.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use models::{Currency, DocumentId, OrgId, PaymentId, RefundId, TimeZone};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::compose::{self, Head};
use super::source::{self, Issuer, Sold};
use super::{DocumentJob, Kind, PLATFORM, Platform, Snapshot, correct, fee_tax, fees};
use crate::Error;

/// A document, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Issued {
    pub(super) id: DocumentId,
    pub(super) at: DateTime<Utc>,
    pub(super) snapshot: Snapshot,
}

/// What a new document is about.
pub(super) struct Source<'s> {
    pub(super) issuer: Uuid,
    pub(super) organization: OrgId,
    pub(super) kind: Kind,
    pub(super) key: &'s str,
    pub(super) payment: Option<PaymentId>,
    pub(super) refund: Option<RefundId>,
    pub(super) month: Option<NaiveDate>,
    pub(super) about: Option<DocumentId>,
}

/// A series, and the words that its numbers begin with.
pub(super) struct Series<'s> {
    pub(super) prefix: &'s str,
    pub(super) zone: TimeZone,
}

impl Issuer {
    fn series(&self) -> Series<'_> {
        Series { prefix: &self.prefix, zone: self.zone }
    }
}

/// Makes the documents of a source, unless they are there; nothing comes of a payment that is not
/// settled or over nothing. Gives the documents whose files are to be made.
pub async fn issue(
    conn: &mut PgConnection,
    job: DocumentJob,
    platform: &Platform,
    now: DateTime<Utc>,
) -> Result<Vec<DocumentId>, Error> {
    match job {
        DocumentJob::File { document } => Ok(vec![document]),
        DocumentJob::Payment { payment } => {
            let Some(sold) = source::lock(conn, payment).await? else { return Ok(Vec::new()) };
            let issuer = source::issuer(conn, &sold, platform).await?;
            let Some(first) = invoice(conn, &sold, &issuer, now).await? else {
                return Ok(Vec::new());
            };
            let mut made = vec![first.id];
            if sold.is_off() {
                made.extend(taken_back(conn, &sold, &issuer, now).await?);
            }
            Ok(made)
        }
        DocumentJob::Refund { refund } => credit_note(conn, refund, platform, now).await,
        DocumentJob::Month { organization, month } => {
            let issued = statement(conn, (organization, month), platform, now).await?;
            Ok(issued.into_iter().map(|issued| issued.id).collect())
        }
    }
}

/// The invoice of a payment that is locked, as it was made at first.
async fn invoice(
    conn: &mut PgConnection,
    sold: &Sold,
    issuer: &Issuer,
    now: DateTime<Utc>,
) -> Result<Option<Issued>, Error> {
    let key = format!("payment:{}", sold.payment);
    if let Some(known) = find(conn, issuer.id, Kind::Invoice, &key).await? {
        return Ok(Some(known));
    }
    if !sold.owes_invoice() {
        return Ok(None);
    }
    let source = Source {
        issuer: issuer.id,
        organization: sold.organization,
        kind: Kind::Invoice,
        key: &key,
        payment: Some(sold.payment),
        refund: None,
        month: None,
        about: None,
    };
    let series = issuer.series();
    let written = write(conn, &source, &series, now, |head| compose::invoice(head, issuer, sold));
    Ok(Some(written.await?))
}

/// The credit note of a refund, and before it the invoice, should it not be there yet. Money that
/// came for a payment that had ended was never invoiced, and goes back without a word here.
async fn credit_note(
    conn: &mut PgConnection,
    refund: RefundId,
    platform: &Platform,
    now: DateTime<Utc>,
) -> Result<Vec<DocumentId>, Error> {
    let Some(payment) = source::payment_of(conn, refund).await? else { return Ok(Vec::new()) };
    let Some(sold) = source::lock(conn, payment).await? else { return Ok(Vec::new()) };
    let key = format!("refund:{refund}");
    let issuer = source::issuer(conn, &sold, platform).await?;
    if let Some(known) = find(conn, issuer.id, Kind::CreditNote, &key).await? {
        return Ok(vec![known.id]);
    }
    let Some(back) = source::back(conn, refund).await? else { return Ok(Vec::new()) };
    let Some(first) = invoice(conn, &sold, &issuer, now).await? else { return Ok(Vec::new()) };
    let invoice = in_force(conn, payment).await?.unwrap_or_else(|| first.clone());
    let source = Source {
        issuer: issuer.id,
        organization: sold.organization,
        kind: Kind::CreditNote,
        key: &key,
        payment: Some(payment),
        refund: Some(refund),
        month: None,
        about: Some(invoice.id),
    };
    let note = |head: &Head| compose::credit_note(head, &issuer, &back, &invoice.snapshot);
    let second = write(conn, &source, &issuer.series(), now, note).await?;
    Ok(vec![first.id, second.id])
}

/// What takes the invoice of a payment back that was given up and will not be paid.
async fn taken_back(
    conn: &mut PgConnection,
    sold: &Sold,
    issuer: &Issuer,
    now: DateTime<Utc>,
) -> Result<Option<DocumentId>, Error> {
    let key = format!("payment:{}", sold.payment);
    if let Some(known) = find(conn, issuer.id, Kind::CreditNote, &key).await? {
        return Ok(Some(known.id));
    }
    let Some(invoice) = in_force(conn, sold.payment).await? else { return Ok(None) };
    let rest = correct::rest(conn, invoice.id).await?;
    if rest.total(&invoice.snapshot) <= 0 {
        return Ok(None);
    }
    let source = Source {
        issuer: issuer.id,
        organization: sold.organization,
        kind: Kind::CreditNote,
        key: &key,
        payment: Some(sold.payment),
        refund: None,
        month: None,
        about: Some(invoice.id),
    };
    let note = |head: &Head| compose::reversal(head, &invoice.snapshot, &rest);
    Ok(Some(write(conn, &source, &issuer.series(), now, note).await?.id))
}

/// The statement of an organization over a month that has ended, if it had fees in it.
async fn statement(
    conn: &mut PgConnection,
    (organization, month): (OrgId, NaiveDate),
    platform: &Platform,
    now: DateTime<Utc>,
) -> Result<Option<Issued>, Error> {
    if fees::span(month).1 > now {
        return Ok(None);
    }
    let key = fees::source_key(organization, month);
    lock_series(conn, PLATFORM, Kind::FeeStatement, now.year()).await?;
    if let Some(known) = find(conn, PLATFORM, Kind::FeeStatement, &key).await? {
        return Ok(Some(known));
    }
    let fees = fees::of(conn, organization, month).await?;
    if fees.is_empty() {
        return Ok(None);
    }
    let payer = source::seller(conn, organization).await?;
    let tax = fee_tax::of(conn, &payer, fees::span(month).1).await?;
    let source = Source {
        issuer: PLATFORM,
        organization,
        kind: Kind::FeeStatement,
        key: &key,
        payment: None,
        refund: None,
        month: Some(month),
        about: None,
    };
    let series = Series { prefix: "FEE", zone: TimeZone::UTC };
    let fees = (fees.as_slice(), tax.as_ref());
    let of = |head: &Head| compose::fee_statement(head, (platform, &payer), month, fees);
    let issued = write(conn, &source, &series, now, of).await?;
    fee_tax::post(conn, (organization, month), &issued.snapshot.sections, now).await?;
    Ok(Some(issued))
}

/// Draws the next number and writes what the document says.
pub(super) async fn write(
    conn: &mut PgConnection,
    source: &Source<'_>,
    series: &Series<'_>,
    now: DateTime<Utc>,
    compose: impl FnOnce(&Head) -> Snapshot,
) -> Result<Issued, Error> {
    let year = now.with_timezone(&series.zone).year();
    let number = sqlx::query_scalar!(
        "insert into document_series as s (issuer, kind, year, last_number) values ($1, $2, $3, 1)
         on conflict (issuer, kind, year) do update set last_number = s.last_number + 1
         returning last_number",
        source.issuer,
        source.kind.name(),
        year
    )
    .fetch_one(&mut *conn)
    .await?;
    // Each kind has a series of its own, and no two documents the same number.
    let kind = if source.kind == Kind::CreditNote { "-CN" } else { "" };
    let printed = format!("{}{kind}-{year}-{number:06}", series.prefix);
    let snapshot = compose(&Head { number: printed, issued_at: now, zone: series.zone });
    debug_assert!(snapshot.sections.iter().all(super::Section::adds_up), "{snapshot:?}");
    let id = DocumentId::new(now);
    insert(conn, source, (id, year, number), &snapshot, now).await?;
    Ok(Issued { id, at: now, snapshot })
}

async fn insert(
    conn: &mut PgConnection,
    source: &Source<'_>,
    (id, year, number): (DocumentId, i32, i32),
    snapshot: &Snapshot,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // Amounts of several currencies have no sum.
    let one = match snapshot.sections.as_slice() {
        [section] => Some(section),
        _ => None,
    };
    sqlx::query!(
        "insert into sales_documents (id, organization_id, issuer, kind, year, number, full_number, source_key, payment_id, refund_id, month,
                                      currency, total_minor, snapshot, replaces_id, issued_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        id as _,
        source.organization as _,
        source.issuer,
        source.kind.name(),
        year,
        number,
        snapshot.number,
        source.key,
        source.payment as _,
        source.refund as _,
        source.month,
        one.map(|section| section.currency) as Option<Currency>,
        one.map_or(0, |section| section.total),
        Json(snapshot) as _,
        source.about as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks a series that may not have begun.
async fn lock_series(
    conn: &mut PgConnection,
    issuer: Uuid,
    kind: Kind,
    year: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into document_series as s (issuer, kind, year) values ($1, $2, $3)
         on conflict (issuer, kind, year) do update set last_number = s.last_number",
        issuer,
        kind.name(),
        year
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The document of a source.
pub(super) async fn find(
    conn: &mut PgConnection,
    issuer: Uuid,
    kind: Kind,
    key: &str,
) -> sqlx::Result<Option<Issued>> {
    let row = sqlx::query!(
        r#"select id as "id: DocumentId", issued_at, snapshot as "snapshot: Json<Snapshot>"
             from sales_documents where issuer = $1 and kind = $2 and source_key = $3"#,
        issuer,
        kind.name(),
        key
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Issued { id: row.id, at: row.issued_at, snapshot: row.snapshot.0 }))
}

/// The invoice of a payment that no other one stands in for.
async fn in_force(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<Option<Issued>> {
    let row = sqlx::query!(
        r#"select d.id as "id: DocumentId", d.issued_at, d.snapshot as "snapshot: Json<Snapshot>" from sales_documents d
            where d.payment_id = $1 and d.kind = 'invoice'
              and not exists (select from sales_documents r where r.replaces_id = d.id and r.kind = 'invoice')"#,
        payment as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Issued { id: row.id, at: row.issued_at, snapshot: row.snapshot.0 }))
}

/// Writes down where the file is. `false`: that was known before.
pub async fn filed(
    conn: &mut PgConnection,
    id: DocumentId,
    name: &str,
    sha256: &[u8],
) -> sqlx::Result<bool> {
    let filed = sqlx::query!(
        "update sales_documents set file_key = $2, sha256 = $3 where id = $1 and file_key is null",
        id as _,
        name,
        sha256
    );
    Ok(filed.execute(conn).await?.rows_affected() == 1)
}
