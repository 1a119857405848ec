//! What of an organization's money is still open, so that it cannot close yet (BI-18).

use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Error, account, payout};

/// Why money is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OpenMoneyKind)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// People have paid for an event that is still to come.
    PaidRegistrations,
    /// Somebody is paying right now.
    Payment,
    /// A bank looks into a payment.
    Dispute,
    /// Money is on its way back, or could not be paid back.
    Refund,
    /// Money is on its way to the organizer's bank.
    Payout,
    /// The organizer is owed something, or owes something.
    Balance,
}

impl Kind {
    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::PaidRegistrations => "paid_registrations",
            Self::Payment => "payment",
            Self::Dispute => "dispute",
            Self::Refund => "refund",
            Self::Payout => "payout",
            Self::Balance => "balance",
        }
    }
}

/// Something that has to be settled first.
#[derive(Clone, Debug)]
pub struct OpenMoney {
    /// Why.
    pub kind: Kind,
    /// The event of paid registrations; the payment of a payment, a dispute or a refund; the payout.
    pub id: Option<Uuid>,
    /// What the event is called.
    pub title: Option<String>,
    /// So many registrations; else one.
    pub count: i64,
    /// So much; a balance below zero is a debt.
    pub amount: Option<Money>,
}

/// Everything that is open, at most a hundred of it. Fees that only a statement claims are owed by
/// an organization that has closed as well.
pub async fn open_money(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<Vec<OpenMoney>, Error> {
    let rows = sqlx::query!(
        r#"select kind as "kind!: Kind", id as "id?", title as "title?", count as "count!", amount_minor as "amount?",
                  currency as "currency?: Currency"
             from (
               select 1 as place, 'paid_registrations' as kind, e.id, e.title, count(*) as count, null::bigint as amount_minor,
                      null::char(3) as currency
                 from payments p
                 join payment_items i on i.payment_id = p.id and i.closed_at is null
                 join registrations r on r.id = i.registration_id
                 join events e on e.id = r.event_id and e.ends_at > $2
                where p.organization_id = $1 and p.status = 'paid' and p.total_minor > p.refunded_minor
                group by e.id, e.title
               union all
               select 2, 'payment', id, null, 1, total_minor, currency from payments
                where organization_id = $1 and method = 'stripe'
                  and (status in ('open', 'processing') or status = 'draft' and opening_at is not null)
               union all
               select 3, 'dispute', payment_id, null, 1, amount_minor, currency from disputes
                where organization_id = $1 and closed_at is null
               union all
               select 4, 'refund', payment_id, null, 1, amount_minor, currency from refunds
                where organization_id = $1
                  and (status in ('requested', 'submitted', 'pending') or status = 'failed' and settled_outside_at is null)
               union all
               select 5, 'payout', id, null, 1, amount_minor, currency from payouts
                where organization_id = $1 and status in ('requested', 'pending', 'in_transit')
               union all
               select 6, 'balance', null, null, 1, -sum(e.amount_minor)::bigint, e.currency
                 from ledger_entries e join ledger_journals j on j.id = e.journal_id
                where e.organization_id = $1 and e.account = 'organizer'
                  and not is_fee_claim(j.kind)
                group by e.currency having sum(e.amount_minor) <> 0) as open
            order by place, title, id limit 100"#,
        org as _,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut open: Vec<OpenMoney> = rows
        .into_iter()
        .map(|row| OpenMoney {
            kind: row.kind,
            id: row.id,
            title: row.title,
            count: row.count,
            amount: row.amount.zip(row.currency).map(|(minor, of)| Money::new(minor, of)),
        })
        .collect();
    for amount in at_the_account(conn, org, now).await? {
        let same = |one: &OpenMoney| {
            one.kind == Kind::Balance && one.amount.is_some_and(|of| of.currency == amount.currency)
        };
        open.retain(|one| !same(one));
        let amount = Some(amount);
        open.push(OpenMoney { kind: Kind::Balance, id: None, title: None, count: 1, amount });
    }
    Ok(open)
}

/// What was sold and has not left for the bank, by currency. Less than a bank takes is nothing.
async fn at_the_account(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<Vec<Money>, Error> {
    let Some(account) = account::get(conn, org).await? else { return Ok(Vec::new()) };
    let standings = payout::standing(conn, account.id, &account.country, now).await?;
    let left = standings.into_iter().map(|standing| {
        let sum = standing.upcoming + standing.disputed + standing.due;
        let kept = if sum > 0 { payout::payable(sum, standing.currency) } else { sum };
        Money::new(kept, standing.currency)
    });
    Ok(left.filter(|money| money.amount != 0).collect())
}
