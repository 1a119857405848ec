//! An invoice made out to somebody else (RF-12): it is taken back by a credit note, and another one
//! stands in for it. What was written stays.

use chrono::{DateTime, TimeDelta, Utc};
use models::{DocumentId, PaymentId, TimeZone};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::compose::{self, Rest};
use super::issue::{Issued, Series, Source, find, write};
use super::source::PLATFORM_PREFIX;
use super::{DocumentJob, Kind, PLATFORM, Party, Snapshot, source};
use crate::Error;
use crate::error::field;
use crate::tax::SellerOfRecord;

/// For so long an invoice can be corrected.
pub const CORRECTABLE: TimeDelta = TimeDelta::days(30);
/// An invoice that was corrected so often stays as it is.
const MOST: i64 = 5;

/// An invoice that was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The invoice that stands in for it.
    pub invoice: DocumentId,
    /// It was corrected now, and not before.
    pub now: bool,
}

/// Corrects an invoice. The same correction again gives the same.
pub async fn correct(
    conn: &mut PgConnection,
    (payment, document): (PaymentId, DocumentId),
    buyer: Party,
    now: DateTime<Utc>,
) -> Result<Corrected, Error> {
    let sold = source::lock(conn, payment).await?.ok_or(Error::NotFound)?;
    let Some(old) = get(conn, payment, document).await? else { return Err(Error::DocumentFinal) };
    let platform = sold.seller_of_record == SellerOfRecord::Platform;
    let issuer = if platform { PLATFORM } else { sold.organization.into() };
    let key = format!("correction:{document}");
    let buyer = Party { email: old.snapshot.buyer.email.clone(), ..buyer };
    if let Some(known) = find(conn, issuer, Kind::Invoice, &key).await? {
        let same = known.snapshot.buyer == buyer;
        let known = Corrected { invoice: known.id, now: false };
        return if same { Ok(known) } else { Err(Error::DocumentFinal) };
    }
    if buyer == old.snapshot.buyer {
        let detail = "The invoice says that already.";
        return Err(Error::Invalid(vec![field("/buyer", "unchanged", detail)]));
    }
    let rest = rest(conn, document).await?;
    let left = rest.total(&old.snapshot);
    if now > old.at + CORRECTABLE || left <= 0 || corrections(conn, payment).await? >= MOST {
        return Err(Error::DocumentFinal);
    }
    let seller = source::seller(conn, sold.organization).await?;
    let series = if platform {
        Series { prefix: PLATFORM_PREFIX, zone: TimeZone::UTC }
    } else {
        Series { prefix: &seller.prefix, zone: seller.zone }
    };
    let source = |kind| Source {
        issuer,
        organization: sold.organization,
        kind,
        key: &key,
        payment: Some(payment),
        refund: None,
        month: None,
        about: Some(document),
    };
    let back = source(Kind::CreditNote);
    let of = |head: &compose::Head| compose::reversal(head, &old.snapshot, &rest);
    let note = write(conn, &back, &series, now, of).await?;
    let again = source(Kind::Invoice);
    let of = |head: &compose::Head| compose::replacement(head, &old.snapshot, &rest, buyer);
    let invoice = write(conn, &again, &series, now, of).await?;
    let files = [note.id, invoice.id].map(|document| DocumentJob::File { document });
    db::outbox::push_all(conn, &files, now, now).await?;
    Ok(Corrected { invoice: invoice.id, now: true })
}

async fn get(
    conn: &mut PgConnection,
    payment: PaymentId,
    document: DocumentId,
) -> sqlx::Result<Option<Issued>> {
    let row = sqlx::query!(
        r#"select issued_at, snapshot as "snapshot: Json<Snapshot>" from sales_documents
            where id = $1 and payment_id = $2 and kind = 'invoice'"#,
        document as _,
        payment as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Issued { id: document, at: row.issued_at, snapshot: row.snapshot.0 }))
}

async fn corrections(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from sales_documents
            where payment_id = $1 and kind = 'invoice' and replaces_id is not null"#,
        payment as _
    )
    .fetch_one(conn)
    .await
}

/// What refunds took back of an invoice.
pub(super) async fn rest(conn: &mut PgConnection, document: DocumentId) -> sqlx::Result<Rest> {
    let notes = sqlx::query_scalar!(
        r#"select snapshot as "snapshot: Json<Snapshot>" from sales_documents
            where replaces_id = $1 and kind = 'credit_note' order by number"#,
        document as _
    )
    .fetch_all(conn)
    .await?;
    let credited = notes.into_iter().map(|Json(note)| {
        let total = note.sections.iter().map(|section| section.total).sum();
        let taxes = note.sections.iter().flat_map(|section| &section.taxes);
        let tax = taxes.map(|tax| tax.amount).sum();
        (note.number, total, tax)
    });
    Ok(Rest { credited: credited.collect() })
}
