//! The ledger: journals that sum to zero, written in the transaction of what they describe, once
//! (LG-1). Debits are positive.

mod read;

use chrono::{DateTime, Utc};
use models::{Currency, JournalId, LedgerEntryId, OrgId, PaymentId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

pub use read::{Balance, Entry, Filter, balances, list};

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
        let lines: Vec<(Account, i64)> =
            self.lines.into_iter().filter(|(_, amount)| *amount != 0).collect();
        let ids: Vec<LedgerEntryId> = lines.iter().map(|_| LedgerEntryId::new(now)).collect();
        let accounts: Vec<&str> = lines.iter().map(|(account, _)| account.name()).collect();
        let amounts: Vec<i64> = lines.iter().map(|(_, amount)| *amount).collect();
        let written = sqlx::query!(
            r#"with journal as (
                insert into ledger_journals (id, kind, source_key, organization_id, payment_id, occurred_at, created_at)
                values ($1, $2, $3, $4, $5, $6, $6) on conflict (source_key) do nothing returning id
               ), entries as (
                insert into ledger_entries (id, journal_id, account, organization_id, currency, amount_minor)
                select l.id, j.id, l.account, $4, $7, l.amount
                  from journal j cross join unnest($8::uuid[], $9::text[], $10::bigint[]) as l (id, account, amount)
               )
               select exists (select from journal) as "written!""#,
            JournalId::new(now) as _,
            self.kind,
            self.source_key,
            self.organization as _,
            self.payment as _,
            now,
            self.currency as _,
            ids as _,
            accounts as _,
            &amounts
        )
        .fetch_one(conn)
        .await?;
        Ok(written.written)
    }
}
