//! Invoices, credit notes and fee statements (RF-12): their numbers have no gaps, and what they say
//! is frozen when the number is drawn. The file follows.

mod compose;
mod correct;
mod fee_tax;
mod fees;
mod issue;
mod read;
mod snapshot;
mod source;

use chrono::{DateTime, NaiveDate, Utc};
use models::{DocumentId, OrgId, PaymentId, RefundId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

pub use correct::{CORRECTABLE, Corrected, correct};
pub use fees::months_due;
pub use issue::{filed, issue};
pub use read::{FeeStatement, File, Filter, Listed, fee_statements, file, list, of_payment};
pub use snapshot::{Line, Party, Reference, Section, Settlement, Snapshot, Tax, What};

/// The issuer of what the platform charges; organizations issue under their own ids.
pub const PLATFORM: Uuid = Uuid::nil();

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DocumentKind)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// What a buyer pays.
    Invoice,
    /// What a buyer gets back of it.
    CreditNote,
    /// What the platform kept of a month's sales.
    FeeStatement,
}

impl Kind {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::FeeStatement => "fee_statement",
        }
    }
}

/// What a document is made of. The same source never gives a second one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum DocumentJob {
    /// A payment that is settled, is to be paid by invoice, or was given up when it had its invoice.
    Payment {
        /// Which.
        payment: PaymentId,
    },
    /// A refund that the buyer has.
    Refund {
        /// Which.
        refund: RefundId,
    },
    /// The fees of a month.
    Month {
        /// Whose sales.
        organization: OrgId,
        /// Its first day.
        month: NaiveDate,
    },
    /// The file of a document that has its number.
    File {
        /// Which.
        document: DocumentId,
    },
}

impl db::outbox::Job for DocumentJob {
    const QUEUE: &'static str = "issue-document";
}

/// Who runs the platform, by law.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Its legal name.
    pub name: String,
    /// Where it is, in lines.
    pub address: Option<String>,
    /// Its tax number.
    pub tax_id: Option<String>,
}

/// Asks for what is to be issued of a payment, in the transaction that settles it, makes it one
/// that is paid by invoice, or ends that one.
pub async fn wanted(
    conn: &mut PgConnection,
    payment: PaymentId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    db::outbox::push(conn, &DocumentJob::Payment { payment }, now).await
}

/// Asks for the credit note of a refund in the transaction that finds it with the buyer.
pub async fn credit_note_wanted(
    conn: &mut PgConnection,
    refund: RefundId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    db::outbox::push(conn, &DocumentJob::Refund { refund }, now).await
}
