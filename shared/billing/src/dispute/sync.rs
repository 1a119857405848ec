//! What Stripe says of a dispute, applied once: the money that moved with it is posted, the
//! payment is marked, and the caller hears what is new.

use chrono::{DateTime, Utc};
use models::{Currency, DisputeId, Money, OrgId, PaymentId};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;

use super::Status;
use super::answer::RecoverJob;
use crate::Error;
use crate::ledger::{Account, Journal};
use crate::payment::{self, Payment};
use crate::stripe::{Refusal, is_newer};

#[derive(Deserialize)]
struct Wire {
    id: String,
    amount: i64,
    currency: String,
    charge: Option<String>,
    reason: String,
    status: Status,
    #[serde(default)]
    evidence_details: Details,
    #[serde(default)]
    balance_transactions: Vec<Transaction>,
}

#[derive(Default, Deserialize)]
struct Details {
    due_by: Option<i64>,
    #[serde(default)]
    submission_count: i32,
}

#[derive(Deserialize)]
struct Transaction {
    id: String,
    fee: i64,
    currency: String,
}

/// What is new about a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It began.
    Opened,
    /// The money is back.
    Won,
    /// The money is gone.
    Lost,
    /// Over, and nothing was taken.
    Closed,
}

/// A dispute that moved; finance has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    /// Which.
    pub id: DisputeId,
    /// Whose.
    pub organization: OrgId,
    /// Of which payment.
    pub payment: PaymentId,
    /// What is new.
    pub news: News,
    /// What the bank takes back.
    pub amount: Money,
    /// In the bank's word.
    pub reason: String,
    /// Until when evidence counts.
    pub due: Option<DateTime<Utc>>,
}

/// Applies Stripe's dispute object, read again after `read_started_at`. `None`: nothing that
/// anybody has to hear of, or it is of no payment of ours.
pub async fn sync(
    conn: &mut PgConnection,
    object: &Value,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Disputed>, Error> {
    let broken = |error: serde_json::Error| Error::Stripe(Refusal::Unavailable(error.to_string()));
    let wire = Wire::deserialize(object).map_err(broken)?;
    let Some(charge) = &wire.charge else { return Ok(None) };
    let Some(id) = payment::by_charge(conn, charge).await? else { return Ok(None) };
    let Some(payment) = payment::lock(conn, id).await? else { return Ok(None) };
    if !is_newer(conn, &wire.id, read_started_at).await? {
        return Ok(None);
    }
    let currency = currency(&wire.currency).unwrap_or(payment.currency);
    let amount = Money::new(wire.amount / currency.wire_factor(), currency);
    let due = wire.evidence_details.due_by.and_then(|at| DateTime::from_timestamp(at, 0));
    let (id, before) = store(conn, &payment, &wire, (amount, due), now).await?;
    post(conn, &payment, &wire, amount, now).await?;
    mark(conn, &payment, now).await?;
    if wire.status == Status::Lost {
        db::outbox::push(conn, &RecoverJob { dispute: id }, now).await?;
    }
    let news = news(before, wire.status);
    Ok(news.map(|news| Disputed {
        id,
        organization: payment.organization,
        payment: payment.id,
        news,
        amount,
        reason: wire.reason,
        due,
    }))
}

fn currency(text: &str) -> Option<Currency> {
    text.to_uppercase().parse().ok()
}

fn news(before: Option<Status>, status: Status) -> Option<News> {
    if before == Some(status) || before.is_some_and(|before| !before.is_open()) {
        return None;
    }
    match status {
        Status::Won => Some(News::Won),
        Status::Lost => Some(News::Lost),
        Status::WarningClosed | Status::Closed | Status::Prevented => Some(News::Closed),
        _ => before.is_none().then_some(News::Opened),
    }
}

/// The row, and what it said before. A decision stays one, whatever is read later.
async fn store(
    conn: &mut PgConnection,
    payment: &Payment,
    wire: &Wire,
    (amount, due): (Money, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) -> Result<(DisputeId, Option<Status>), Error> {
    let taken: i64 = wire.balance_transactions.iter().map(|line| line.fee.max(0)).sum();
    let row = sqlx::query!(
        r#"with before as (select id, status from disputes where stripe_dispute_id = $4),
           stored as (
              insert into disputes (id, organization_id, payment_id, stripe_dispute_id, currency, amount_minor, fee_minor, reason, status,
                     evidence_due_at, evidence_sent_at, closed_at, created_at, updated_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $11 then $12::timestamptz end,
                      case when not $13 then $12::timestamptz end, $12, $12)
              on conflict (stripe_dispute_id) do update set amount_minor = excluded.amount_minor, fee_minor = excluded.fee_minor,
                     reason = excluded.reason, evidence_due_at = excluded.evidence_due_at, updated_at = excluded.updated_at,
                     status = case when disputes.status in ('won', 'lost') then disputes.status else excluded.status end,
                     evidence_sent_at = coalesce(disputes.evidence_sent_at, excluded.evidence_sent_at),
                     closed_at = coalesce(disputes.closed_at, excluded.closed_at)
              returning id
           )
           select s.id as "id!: DisputeId", b.status as "before?: Status" from stored s left join before b on true"#,
        DisputeId::new(now) as _,
        payment.organization as _,
        payment.id as _,
        wire.id,
        amount.currency as _,
        amount.amount,
        taken / amount.currency.wire_factor(),
        wire.reason,
        wire.status.name(),
        due,
        wire.evidence_details.submission_count > 0,
        now,
        wire.status.is_open()
    )
    .fetch_one(conn)
    .await?;
    Ok((row.id, row.before))
}

/// LG-1: dispute opened, won, lost, and what Stripe took for it. Each is written once, and what
/// was missed is made up for: a dispute that is first read when it is lost was opened too. The fee
/// of one that is lost is a claim on the organizer (RF-11), in the currency that Stripe took it in.
async fn post(
    conn: &mut PgConnection,
    payment: &Payment,
    wire: &Wire,
    amount: Money,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let journal = |kind: &'static str| {
        Journal::new(kind, format!("{kind}:{}", wire.id), amount.currency)
            .about(payment.organization, Some(payment.id))
    };
    let (all, tax) = (amount.amount, tax_of(payment, amount));
    if wire.status.holds_money() || wire.status == Status::Won {
        let opened = journal("dispute_opened");
        opened.debit(Account::Disputes, all).credit(Account::Stripe, all).post(conn, now).await?;
    }
    if wire.status == Status::Won {
        let won = journal("dispute_won");
        won.debit(Account::Stripe, all).credit(Account::Disputes, all).post(conn, now).await?;
    }
    if wire.status == Status::Lost {
        let lost = journal("dispute_lost").debit(Account::Organizer, all - tax);
        lost.debit(Account::Tax, tax).credit(Account::Disputes, all).post(conn, now).await?;
    }
    for line in wire.balance_transactions.iter().filter(|line| line.fee != 0) {
        let Some(currency) = currency(&line.currency) else { continue };
        let fee = line.fee / currency.wire_factor();
        let journal = |kind: &'static str| {
            Journal::new(kind, format!("{kind}:{}", line.id), currency)
                .about(payment.organization, Some(payment.id))
        };
        let cost = journal("stripe_cost").debit(Account::StripeCosts, fee);
        cost.credit(Account::Stripe, fee).post(conn, now).await?;
        if wire.status == Status::Lost {
            let claim = journal("dispute_fee").debit(Account::Organizer, fee);
            claim.credit(Account::Fees, fee).post(conn, now).await?;
        }
    }
    Ok(())
}

/// Tax that the platform owed of what the bank takes back.
pub(super) fn tax_of(payment: &Payment, amount: Money) -> i64 {
    let sums = &payment.amounts;
    crate::share::ratio(amount.amount, sums.tax_withheld, sums.total, amount.currency)
}

/// What banks hold back of the payment, or have taken for good: it cannot be refunded (RF-10), and
/// its places do not count as settled (RF-11).
async fn mark(conn: &mut PgConnection, payment: &Payment, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "update payments p set disputed_minor = least(d.held, p.total_minor), updated_at = $2, version = p.version + 1
           from (select coalesce(sum(amount_minor), 0)::bigint as held from disputes
                  where payment_id = $1 and status in ('needs_response', 'under_review', 'lost')) d
          where p.id = $1 and p.disputed_minor <> least(d.held, p.total_minor)",
        payment.id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
