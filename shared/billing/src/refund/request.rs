//! Asking for a refund: counted, split and posted under the payment's lock, then left to the job
//! (RF-5 to RF-8).

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{Field, Money, PaymentItemId, RefundId, RefundRunId, RegistrationId, UserId};
use sqlx::PgConnection;

use super::engine::{Share, free_with, sum};
use super::steps::RefundJob;
use super::{Cause, Refund, Status};
use crate::error::field;
use crate::ledger::{Account, Journal};
use crate::payment::{self, Method, Payment};
use crate::promo::{self, Whose};
use crate::{Error, document};

/// What is demanded.
#[derive(Clone, Debug)]
pub struct Demand<'a> {
    /// Why.
    pub cause: Cause,
    /// Names it within the payment: the same one is never made twice.
    pub cause_key: String,
    /// What goes back of which item.
    pub shares: &'a [Share],
    /// Of the payment as a whole, without places being named: what cost nothing is given up with the
    /// last of its money (RF-7).
    pub whole: bool,
    /// In somebody's words.
    pub reason: Option<&'a str>,
    /// Who asks.
    pub by: Option<UserId>,
    /// As part of which run.
    pub run: Option<RefundRunId>,
}

impl<'a> Demand<'a> {
    /// Of named places, by nobody in particular and in no run.
    #[must_use]
    pub const fn new(cause: Cause, cause_key: String, shares: &'a [Share]) -> Self {
        Self { cause, cause_key, shares, whole: false, reason: None, by: None, run: None }
    }
}

/// A refund that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requested {
    /// Which.
    pub id: RefundId,
    /// In minor units.
    pub amount: i64,
    /// Places that are paid back in full with it, or cost nothing and go with them: they are given up.
    pub given_up: Vec<RegistrationId>,
}

/// Asks for a refund of a payment that is locked. Nothing to pay back, or the same demand again, is
/// `None`. A payment that is settled outside is paid back by the organizer: it is written down.
pub async fn request(
    conn: &mut PgConnection,
    payment: &Payment,
    demand: &Demand<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Requested>, Error> {
    // Nothing to give back is no matter of the bank's: the place can be given up.
    if payment.disputed > 0 && sum(demand.shares) > 0 {
        return Err(Error::PaymentDisputed);
    }
    enter(conn, payment, demand, now).await
}

/// A refund that is to be made, or that Stripe has made already, whatever a bank says of the
/// payment.
pub(super) async fn enter(
    conn: &mut PgConnection,
    payment: &Payment,
    demand: &Demand<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Requested>, Error> {
    let amount = sum(demand.shares);
    if amount == 0 {
        return Ok(None);
    }
    let id = RefundId::new(now);
    if !insert(conn, payment, demand, (id, amount), now).await? {
        return Ok(None);
    }
    let part = |part: fn(&Share) -> i64| demand.shares.iter().map(part).sum::<i64>();
    if payment.method == Method::Stripe {
        Journal::new("refund_requested", format!("refund_requested:{id}"), payment.currency)
            .about(payment.organization, Some(payment.id))
            .debit(Account::Organizer, part(|s| s.organizer))
            .debit(Account::Fees, part(|s| s.platform))
            .debit(Account::Tax, part(|s| s.tax))
            .credit(Account::RefundsDue, amount)
            .post(conn, now)
            .await?;
        send(conn, (id, demand.run), now).await?;
    } else {
        // Paid back by the organizer, and written down as done; what the platform bears of it is
        // no claim any more.
        let borne = Money::new(part(|s| s.platform), payment.currency);
        let claim = (payment.organization, payment.id, id.into());
        payment::give_up_claim(conn, claim, borne, now).await?;
        document::credit_note_wanted(conn, id, now).await?;
    }
    let emptied = payment.items.iter().filter_map(|item| {
        let back = demand.shares.iter().find(|share| share.item == item.id)?.amount;
        (item.refunded + back == item.amounts.total).then_some(item.registration?)
    });
    let free = free_with(payment, demand.shares, demand.whole).filter_map(|item| item.registration);
    Ok(Some(Requested { id, amount, given_up: emptied.chain(free).collect() }))
}

async fn insert(
    conn: &mut PgConnection,
    payment: &Payment,
    demand: &Demand<'_>,
    (id, amount): (RefundId, i64),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let items: Vec<PaymentItemId> = demand.shares.iter().map(|share| share.item).collect();
    let part = |part: fn(&Share) -> i64| demand.shares.iter().map(part).collect::<Vec<i64>>();
    let outside = payment.method != Method::Stripe;
    let row = sqlx::query!(
        r#"with share as (
              select * from unnest($12::uuid[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $18::bigint[], $19::bigint[], $20::bigint[])
                  as s (item, amount, organizer, platform, tax, net, service, all_tax)
           ), refund as (
              insert into refunds (id, organization_id, payment_id, refund_run_id, cause, cause_key, currency, amount_minor,
                     organizer_share_minor, platform_share_minor, tax_share_minor, tax_minor, status, reason, requested_by, requested_at, succeeded_at, updated_at)
              select $1, $2, $3, $4, $5, $6, $7, $8, sum(organizer)::bigint, sum(platform)::bigint, sum(tax)::bigint, sum(all_tax)::bigint,
                     case when $9 then 'succeeded' else 'requested' end, $10, $11, $17, case when $9 then $17::timestamptz end, $17
                from share
              on conflict (payment_id, cause_key) do nothing
              returning id
           ), lines as (
              insert into refund_items (refund_id, payment_item_id, amount_minor, organizer_share_minor, platform_share_minor, tax_share_minor, tax_minor)
              select r.id, s.item, s.amount, s.organizer, s.platform, s.tax, s.all_tax from refund r cross join share s
           ), items as (
              update payment_items i set refunded_minor = i.refunded_minor + s.amount,
                     refunded_net_minor = i.refunded_net_minor + s.net,
                     refunded_service_fee_minor = i.refunded_service_fee_minor + s.service,
                     refunded_tax_minor = i.refunded_tax_minor + s.all_tax,
                     closed_at = case when i.refunded_minor + s.amount = i.total_minor then coalesce(i.closed_at, $17) else i.closed_at end
                from share s, refund r where i.id = s.item
           ), payment as (
              update payments p set refunded_minor = p.refunded_minor + $8, updated_at = $17, version = p.version + 1
                from refund r where p.id = $3
           )
           select exists (select from refund) as "made!""#,
        id as _,
        payment.organization as _,
        payment.id as _,
        demand.run as _,
        demand.cause.name(),
        demand.cause_key,
        payment.currency as _,
        amount,
        outside,
        demand.reason,
        demand.by as _,
        items as _,
        &part(|share| share.amount),
        &part(|share| share.organizer),
        &part(|share| share.platform),
        &part(|share| share.tax),
        now,
        &part(|share| share.net),
        &part(|share| share.service),
        &part(|share| share.all_tax)
    )
    .fetch_one(conn)
    .await
    .on_constraint([
        ("payments_refunded_within_total", Error::RefundExceedsPayment(Vec::new())),
        ("payment_items_refunded_within_total", Error::RefundExceedsPayment(Vec::new())),
        ("payment_items_refunded_net_within", Error::RefundExceedsPayment(Vec::new())),
    ])?;
    Ok(row.made)
}

/// How it is told that more is to go back than is left: at the amount, or at the places of which nothing
/// is, by their index in the request; `left` as a fact (RF-6).
#[must_use]
pub fn exceeded(left: Money, spent: &[usize]) -> Error {
    const CODE: &str = "refund-exceeds-payment";
    let place = |n| field(&format!("/items/{n}"), CODE, "Nothing is left of this place.");
    let mut fields: Vec<Field> = spent.iter().map(place).collect();
    if fields.is_empty() {
        let detail = format!("No more than {left} of the ticket price is left.");
        fields.push(field("/amount", CODE, &detail));
    }
    fields.push(field("", "left", &left.to_string()));
    Error::RefundExceedsPayment(fields)
}

/// Places were given up: what pays for them is over, and their codes are free again (RF-7, PC-7).
pub async fn close_places(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if registrations.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update payment_items i set closed_at = $2 from payments p
          where i.registration_id = any($1) and i.closed_at is null and p.id = i.payment_id and p.status = 'paid'",
        registrations as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    promo::release(conn, Whose::Registrations(registrations), now).await?;
    Ok(())
}

/// RF-8: tries a refund that failed once more. It is locked.
pub async fn retry(
    conn: &mut PgConnection,
    refund: &Refund,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if refund.status != Status::Failed || refund.settled_outside_at.is_some() {
        return Err(Error::RefundNotFailed);
    }
    undisputed(conn, refund).await?;
    sqlx::query!(
        "update refunds set status = 'requested', attempt = attempt + 1, stripe_refund_id = null, failure_reason = null, updated_at = $2
          where id = $1",
        refund.id as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    let run = super::run_of(conn, refund.id).await?;
    send(conn, (refund.id, run), now).await?;
    Ok(())
}

/// RF-10: while a bank holds the money, or has given it to the buyer, nobody else pays it back.
async fn undisputed(conn: &mut PgConnection, refund: &Refund) -> Result<(), Error> {
    let disputed = sqlx::query_scalar!(
        "select disputed_minor from payments where id = $1 for share",
        refund.payment as _
    );
    if disputed.fetch_one(conn).await? > 0 { Err(Error::PaymentDisputed) } else { Ok(()) }
}

/// Has it done at once, or in its turn where it is part of a run.
async fn send(
    conn: &mut PgConnection,
    (refund, run): (RefundId, Option<RefundRunId>),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let at = match run {
        Some(_) => super::pace::take(conn, now).await?,
        None => now,
    };
    db::outbox::push_at(conn, &RefundJob { refund }, at, now).await
}

/// RF-8: the organizer paid a refund that failed back without Stripe, and is owed what the platform
/// kept for it. It is locked.
pub async fn settle_outside(
    conn: &mut PgConnection,
    refund: &Refund,
    note: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if refund.status != Status::Failed || refund.settled_outside_at.is_some() {
        return Err(Error::RefundNotFailed);
    }
    undisputed(conn, refund).await?;
    sqlx::query!(
        "update refunds set settled_outside_at = $2, settled_outside_note = $3, updated_at = $2 where id = $1",
        refund.id as _,
        now,
        note
    )
    .execute(&mut *conn)
    .await?;
    let key = format!("refund_settled_outside:{}", refund.id);
    Journal::new("refund_settled_outside", key, refund.currency)
        .about(refund.organization, Some(refund.payment))
        .debit(Account::RefundsDue, refund.amount)
        .credit(Account::Organizer, refund.amount)
        .post(conn, now)
        .await?;
    document::credit_note_wanted(conn, refund.id, now).await?;
    Ok(())
}
