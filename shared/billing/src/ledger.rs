//! The ledger: journals that sum to zero, written in the transaction of what they describe, once
//! (LG-1). Debits are positive.

mod read;

use chrono::{DateTime, Utc};
use models::{Currency, JournalId, LedgerEntryId, OrgId, PaymentId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;

pub(crate) use read::taken_back;
pub use read::{Balance, Entry, Filter, Place, Reader, balances, list};

/// Where money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LedgerAccount)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Account {
    /// What Stripe holds for the platform.
    Stripe,
    /// What is owed to an organizer (credit), or by one (debit).
    Organizer,
    /// The platform's fees.
    Fees,
    /// Tax that the platform owes.
    Tax,
    /// What is on its way back to buyers.
    RefundsDue,
    /// What banks hold back.
    Disputes,
    /// What Stripe costs.
    StripeCosts,
    /// What plans bring.
    PlanRevenue,
    /// What was given up.
    Losses,
}

impl Account {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stripe => "stripe",
            Self::Organizer => "organizer",
            Self::Fees => "fees",
            Self::Tax => "tax",
            Self::RefundsDue => "refunds_due",
            Self::Disputes => "disputes",
            Self::StripeCosts => "stripe_costs",
            Self::PlanRevenue => "plan_revenue",
            Self::Losses => "losses",
        }
    }
}

/// A posting about to be written.
#[derive(Clone, Debug)]
pub struct Journal {
    kind: &'static str,
    source_key: String,
    organization: Option<OrgId>,
    payment: Option<PaymentId>,
    currency: Currency,
    lines: Vec<(Account, i64)>,
}

impl Journal {
    /// Of this kind, about this source: `settled`, `settled:{payment}`.
    #[must_use]
    pub fn new(kind: &'static str, source_key: String, currency: Currency) -> Self {
        Self { kind, source_key, organization: None, payment: None, currency, lines: Vec::new() }
    }

    /// About this payment of this organization.
    #[must_use]
    pub fn about(mut self, organization: OrgId, payment: Option<PaymentId>) -> Self {
        self.organization = Some(organization);
        self.payment = payment;
        self
    }

    /// Adds to the left side, in minor units; nothing is left out.
    #[must_use]
    pub fn debit(mut self, account: Account, amount: i64) -> Self {
        self.lines.push((account, amount));
        self
    }

    /// Adds to the right side, in minor units; nothing is left out.
    #[must_use]
    pub fn credit(self, account: Account, amount: i64) -> Self {
        self.debit(account, -amount)
    }

    /// Writes it. `false`: it was written before, and nothing happened now.
    pub async fn post(self, conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<bool> {
        let Rows { journals, entries } = Rows::of(&[self], now);
        let written = sqlx::query!(
            r#"with journal as (
                insert into ledger_journals (id, kind, source_key, organization_id, payment_id, occurred_at, created_at)
                select id, kind, source_key, organization_id, payment_id, $3, $3
                  from jsonb_to_recordset($1) as j (id uuid, kind text, source_key text, organization_id uuid, payment_id uuid)
                on conflict (source_key) do nothing returning id, organization_id
               ), entries as (
                insert into ledger_entries (id, journal_id, account, organization_id, currency, amount_minor)
                select e.id, e.journal_id, e.account, j.organization_id, e.currency, e.amount_minor
                  from jsonb_to_recordset($2) as e (id uuid, journal_id uuid, account text, currency text, amount_minor bigint)
                  join journal j on j.id = e.journal_id
               )
               select exists (select from journal) as "written!""#,
            Json(journals) as _,
            Json(entries) as _,
            now
        )
        .fetch_one(conn)
        .await?;
        Ok(written.written)
    }
}

/// Journals and their entries as a statement takes them: two lists of JSON.
pub(crate) struct Rows {
    pub(crate) journals: Vec<JournalRow>,
    pub(crate) entries: Vec<EntryRow>,
}

#[derive(Serialize)]
pub(crate) struct JournalRow {
    id: JournalId,
    kind: &'static str,
    source_key: String,
    organization_id: Option<OrgId>,
    payment_id: Option<PaymentId>,
}

#[derive(Serialize)]
pub(crate) struct EntryRow {
    id: LedgerEntryId,
    journal_id: JournalId,
    account: &'static str,
    currency: Currency,
    amount_minor: i64,
}

impl Rows {
    /// Entries of nothing are left out.
    pub(crate) fn of(journals: &[Journal], now: DateTime<Utc>) -> Self {
        let mut rows = Self { journals: Vec::new(), entries: Vec::new() };
        for journal in journals {
            let id = JournalId::new(now);
            rows.journals.push(JournalRow {
                id,
                kind: journal.kind,
                source_key: journal.source_key.clone(),
                organization_id: journal.organization,
                payment_id: journal.payment,
            });
            let lines = journal.lines.iter().filter(|(_, amount)| *amount != 0);
            rows.entries.extend(lines.map(|(account, amount)| EntryRow {
                id: LedgerEntryId::new(now),
                journal_id: id,
                account: account.name(),
                currency: journal.currency,
                amount_minor: *amount,
            }));
        }
        rows
    }
}
