//! The ledger as it is shown: every entry of an organization's own, newest first.

use chrono::{DateTime, Utc};
use models::{Currency, EventId, JournalId, LedgerEntryId, OrgId, Page, PaymentId};
use sqlx::PgConnection;

use super::Account;

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of this account.
    pub account: Option<Account>,
    /// Only of this payment.
    pub payment: Option<PaymentId>,
    /// Only in this currency.
    pub currency: Option<Currency>,
    /// Then or later.
    pub from: Option<DateTime<Utc>>,
    /// Before then.
    pub to: Option<DateTime<Utc>>,
}

/// One line of a journal.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which.
    pub id: LedgerEntryId,
    /// Of which journal: its lines sum to zero.
    pub journal: JournalId,
    /// What happened: settled, `refund_requested` and so on.
    pub kind: String,
    /// Where the money stands.
    pub account: Account,
    /// In what.
    pub currency: Currency,
    /// In minor units; debits are positive.
    pub amount: i64,
    /// About which payment.
    pub payment: Option<PaymentId>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
}

impl Entry {
    /// Where a page that ends with it goes on.
    #[must_use]
    pub const fn place(&self) -> Place {
        (self.occurred_at, self.journal, self.id)
    }
}

/// Who looks: what is not theirs to see is left out, journal by journal, so that what is left still
/// sums to zero.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'r> {
    /// Of which organization.
    pub organization: OrgId,
    /// `Some`: only payments of these events (OR-3).
    pub scope: Option<&'r [EventId]>,
    /// Whether what the organization pays for its own plan is theirs to see (`ViewBilling`).
    pub plan: bool,
}

/// Where a page of entries ended: moment, journal, line.
pub type Place = (DateTime<Utc>, JournalId, LedgerEntryId);

/// Newest first; within a moment the lines of a journal stand together. Each journal has a line at
/// least, so that a page needs no more journals than lines, and one more where the page before ended
/// with a whole one; only a filter of lines has to look at all.
pub async fn list(
    conn: &mut PgConnection,
    reader: Reader<'_>,
    filter: &Filter,
    page: Page<Place>,
) -> sqlx::Result<Vec<Entry>> {
    let probe = page.probe();
    let (at, journal, id) = match page.after {
        Some((at, journal, id)) => (Some(at), Some(journal), Some(id)),
        None => (None, None, None),
    };
    sqlx::query_as!(
        Entry,
        r#"select n.id, j.id as journal, j.kind, n.account as "account: Account", n.currency, n.amount_minor as amount,
                  j.payment_id as payment, j.occurred_at
             from (select j.id, j.kind, j.payment_id, j.occurred_at from ledger_journals j
                    where j.organization_id = $1 and ($3::uuid is null or j.payment_id = $3)
                      and ($5::timestamptz is null or j.occurred_at >= $5) and ($6::timestamptz is null or j.occurred_at < $6)
                      and ($7::timestamptz is null or (j.occurred_at, j.id) <= ($7, $8::uuid))
                      and ($10::uuid[] is null or exists (select from payment_items i join registrations r on r.id = i.registration_id
                                                          where i.payment_id = j.payment_id and r.event_id = any($10)))
                      and ($11 or j.kind not like 'plan\_%')
                    order by j.occurred_at desc, j.id desc
                    limit case when $2::text is null and $4::text is null then $9::bigint + 1 end) j
             join ledger_entries n on n.journal_id = j.id
            where n.organization_id = $1 and ($2::text is null or n.account = $2) and ($4::text is null or n.currency = $4)
              and ($7::timestamptz is null or (j.occurred_at, j.id, n.id) < ($7, $8::uuid, $12::uuid))
            order by j.occurred_at desc, j.id desc, n.id desc limit $9"#,
        reader.organization as _,
        filter.account.map(Account::name),
        filter.payment as _,
        filter.currency.map(|currency| currency.to_string()),
        filter.from,
        filter.to,
        at,
        journal as _,
        probe,
        reader.scope as _,
        reader.plan,
        id as _
    )
    .fetch_all(conn)
    .await
}

/// What an account holds in one currency.
#[derive(Clone, Debug)]
pub struct Balance {
    /// Which.
    pub account: Account,
    /// In what.
    pub currency: Currency,
    /// In minor units; debits are positive.
    pub amount: i64,
}

/// What the accounts of an organization hold, of one payment or of all: each currency sums to zero.
pub async fn balances(
    conn: &mut PgConnection,
    reader: Reader<'_>,
    payment: Option<PaymentId>,
) -> sqlx::Result<Vec<Balance>> {
    sqlx::query_as!(
        Balance,
        r#"select n.account as "account: Account", n.currency, sum(n.amount_minor)::bigint as "amount!"
             from ledger_journals j join ledger_entries n on n.journal_id = j.id
            where n.organization_id = $1 and ($2::uuid is null or j.payment_id = $2)
              and ($3::uuid[] is null or exists (select from payment_items i join registrations r on r.id = i.registration_id
                                                  where i.payment_id = j.payment_id and r.event_id = any($3)))
              and ($4 or j.kind not like 'plan\_%')
            group by n.account, n.currency order by n.currency, n.account"#,
        reader.organization as _,
        payment as _,
        reader.scope as _,
        reader.plan
    )
    .fetch_all(conn)
    .await
}

/// What of the transfer of a payment has come back.
pub(crate) async fn taken_back(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select coalesce(sum(e.amount_minor), 0)::bigint as "back!"
             from ledger_journals j join ledger_entries e on e.journal_id = j.id
            where j.payment_id = $1 and j.kind in ('transfer_reversed', 'tax_withheld', 'fees_collected') and e.account = 'stripe'"#,
        payment as _
    )
    .fetch_one(conn)
    .await
}
