//! Places that are given, or paid to the organizer without us (PA-24).

use chrono::{DateTime, TimeDelta, Utc};
use models::{Money, OrgId, PaymentId, PaymentItemId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::{attach, draft, insert};
use super::{Drafted, Method, NewItem, Payment, Sale, Status};
use crate::fees::{Amounts, BuildUp, Line, Schedule, build_up};
use crate::ledger::{Account, Journal};
use crate::price::{FeePayer, Terms};
use crate::{Error, document};

/// How somebody paid without us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OutsideMethod)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Outside {
    /// By bank transfer.
    Bank,
    /// In cash.
    Cash,
    /// In another way.
    Other,
}

impl Outside {
    const fn name(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Cash => "cash",
            Self::Other => "other",
        }
    }
}

/// A place that costs something, given for nothing, and why: a payment over nothing.
pub async fn waive(
    conn: &mut PgConnection,
    sale: &Sale<'_>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Drafted, Error> {
    let free =
        sale.items.iter().map(|item| Line { list: item.line.list, discount: item.line.list });
    let sums = without_fees(&free.collect::<Vec<_>>(), sale);
    let id = PaymentId::new(now);
    insert(conn, sale, &sums, (id, Method::None, Status::Paid), now).await?;
    sqlx::query!("update payments set waived_reason = $2 where id = $1", id as _, reason)
        .execute(conn)
        .await?;
    Ok(Drafted { id, status: Status::Paid, amounts: sums.total })
}

/// A place that is paid by invoice, to the organizer: no Stripe, the seat is sure. Whoever buys
/// owes the price alone; the platform's service fee is a claim on the organizer, which the fee
/// statement of the month tells.
pub async fn invoice(
    conn: &mut PgConnection,
    sale: &Sale<'_>,
    due_days: i32,
    now: DateTime<Utc>,
) -> Result<Drafted, Error> {
    let lines: Vec<Line> = sale.items.iter().map(|item: &NewItem| item.line).collect();
    let schedule = Schedule { processing_bp: 0, processing_fixed_minor: 0, ..sale.terms.schedule };
    let terms = Terms { schedule, payer: FeePayer::Organizer, tax: None, ..sale.terms };
    let sale = &Sale { terms, ..*sale };
    let sums = build_up(&lines, terms.schedule, terms.payer, sale.currency);
    if sums.total.total == 0 {
        // A code leaves nothing to be invoiced.
        return draft(conn, sale, now).await;
    }
    let id = PaymentId::new(now);
    let items = insert(conn, sale, &sums, (id, Method::Outside, Status::Draft), now).await?;
    attach(conn, sale, &items).await?;
    claim(conn, sale, (id, sums.total.service_fee), now).await?;
    let due_at = now + TimeDelta::days(i64::from(due_days));
    sqlx::query!("update payments set due_at = $2 where id = $1", id as _, due_at)
        .execute(&mut *conn)
        .await?;
    document::wanted(conn, id, now).await?;
    Ok(Drafted { id, status: Status::Draft, amounts: sums.total })
}

/// The organizer owes the platform the fee.
async fn claim(
    conn: &mut PgConnection,
    sale: &Sale<'_>,
    (payment, fee): (PaymentId, i64),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if fee == 0 {
        return Ok(());
    }
    Journal::new("outside_fee", format!("outside_fee:{payment}"), sale.currency)
        .about(sale.organization, Some(payment))
        .debit(Account::Organizer, fee)
        .credit(Account::Fees, fee)
        .post(conn, now)
        .await?;
    Ok(())
}

/// The platform gives up its claim, or the part of it that goes with a refund, named by its source.
pub(crate) async fn give_up_claim(
    conn: &mut PgConnection,
    (organization, payment, source): (OrgId, PaymentId, Uuid),
    fee: Money,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if fee.amount == 0 {
        return Ok(());
    }
    Journal::new("outside_fee_returned", format!("outside_fee_returned:{source}"), fee.currency)
        .about(organization, Some(payment))
        .debit(Account::Fees, fee.amount)
        .credit(Account::Organizer, fee.amount)
        .post(conn, now)
        .await?;
    Ok(())
}

fn without_fees(lines: &[Line], sale: &Sale<'_>) -> BuildUp {
    let nothing = Schedule {
        service_bp: 0,
        service_fixed_minor: 0,
        service_cap_minor: None,
        processing_bp: 0,
        processing_fixed_minor: 0,
    };
    let BuildUp { total, items } = build_up(lines, nothing, sale.terms.payer, sale.currency);
    debug_assert_eq!(total.application_fee, Amounts::default().application_fee);
    BuildUp { total, items }
}

/// The organizer saw the money. The payment is locked.
pub async fn mark_paid(
    conn: &mut PgConnection,
    payment: &Payment,
    (method, reference): (Outside, Option<&str>),
    paid_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<PaymentItemId>, Error> {
    if payment.method != Method::Outside {
        return Err(Error::NotOutside);
    }
    match payment.status {
        Status::Draft => {}
        Status::Paid => return Err(Error::AlreadyPaid),
        _ => return Err(Error::PaymentEnded),
    }
    sqlx::query!(
        "update payments set status = 'paid', outside_method = $2, outside_reference = $3, paid_at = $4, updated_at = $5,
                version = version + 1 where id = $1",
        payment.id as _,
        method.name(),
        reference,
        paid_at,
        now
    )
    .execute(conn)
    .await?;
    Ok(payment.items.iter().map(|item| item.id).collect())
}
