//! Payments whose money is not what was agreed, and what people decide about them (PA-18).

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{Currency, Money, OrgId, Page, PaymentId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use utoipa::ToSchema;

use super::{Charge, Payment, Session, Status, Verdict, verdict};
use crate::Error;
use crate::ledger::{Account, Journal};
use crate::stripe::{Form, Operation, Stripe, perform};

/// What is decided about a payment that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FlagDecision)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Decision {
    /// It counts as paid.
    Settled,
    /// All that came goes back.
    Refunded,
}

impl Decision {
    const fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Refunded => "refunded",
        }
    }
}

/// A payment that waits for a decision.
#[derive(Clone, Debug)]
pub struct Flagged {
    /// Which.
    pub id: PaymentId,
    /// Who sells.
    pub organization: OrgId,
    /// What that is called.
    pub organization_name: String,
    /// Where it is in its life.
    pub status: Status,
    /// In what.
    pub currency: Currency,
    /// What was agreed, in minor units.
    pub total: i64,
    /// What the platform was to keep of it.
    pub application_fee: i64,
    /// Who pays.
    pub buyer_name: Option<String>,
    /// What differs.
    pub reason: String,
    /// Since when.
    pub flagged_at: DateTime<Utc>,
    /// Stripe's page.
    pub session: Option<String>,
}

/// Those that wait for a decision, the oldest first.
pub async fn flagged(
    conn: &mut PgConnection,
    page: Page<(DateTime<Utc>, PaymentId)>,
) -> sqlx::Result<Vec<Flagged>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Flagged,
        r#"select p.id, p.organization_id as organization, o.name as organization_name, p.status, p.currency,
                  p.total_minor as total, p.application_fee_minor as application_fee, p.buyer_name,
                  p.flagged_reason as "reason!", p.flagged_at as "flagged_at!", p.stripe_session_id as session
             from payments p join organizations o on o.id = p.organization_id
            where p.flagged_at is not null and p.flag_decision is null
              and ($1::timestamptz is null or (p.flagged_at, p.id) > ($1, $2::uuid))
            order by p.flagged_at, p.id limit $3"#,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await
}

/// What was decided about a payment, if anything.
pub async fn decision(conn: &mut PgConnection, id: PaymentId) -> sqlx::Result<Option<Decision>> {
    let decided = sqlx::query_scalar!(
        r#"select flag_decision as "decision: Decision" from payments where id = $1"#,
        id as _
    );
    Ok(decided.fetch_optional(conn).await?.flatten())
}

/// What can be counted as paid: the right page, currency and receiver. Amount and fee may differ.
pub fn may_settle(payment: &Payment, session: &Session) -> Result<(), Error> {
    match verdict(payment, session) {
        Verdict::Paid => return Ok(()),
        Verdict::Differs(_) if session.payment_status == "paid" => {}
        _ => return Err(Error::PaymentNotPaid),
    }
    let currency = session.currency.as_deref().map(str::to_uppercase);
    let to = session.intent().and_then(|intent| intent.transfer_data.as_ref());
    let to = to.map(|data| data.destination.id());
    let same = currency.as_deref() == Some(payment.currency.code())
        && session.client_reference_id.as_deref() == Some(payment.id.to_string().as_str())
        && to == payment.destination.as_deref();
    if same { Ok(()) } else { Err(Error::PaymentDiffers) }
}

/// The fee that came less than agreed is the platform's loss, one that came more its gain. A total
/// that differs is the organizer's: Stripe passes on what came. Written beside the settlement.
pub async fn fee_differs(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let came = session.intent().and_then(|intent| intent.application_fee_amount);
    let came = came.unwrap_or_default() / payment.currency.wire_factor();
    let missing = payment.amounts.application_fee - came;
    Journal::new("fee_differed", format!("fee_differed:{}", payment.id), payment.currency)
        .about(payment.organization, Some(payment.id))
        .debit(Account::Losses, missing)
        .credit(Account::Stripe, missing)
        .post(conn, now)
        .await?;
    Ok(())
}

/// Notes what was decided, by whom and why. The payment is locked and flagged.
pub async fn decide(
    conn: &mut PgConnection,
    payment: &Payment,
    decision: Decision,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let decided = sqlx::query_scalar!(
        r#"update payments set flag_decision = $2, flag_decided_at = $3, flag_decided_by = $4, flag_decided_reason = $5,
                  updated_at = $3, version = version + 1
            where id = $1 and flagged_at is not null and flag_decision is null returning flagged_reason as "reason!""#,
        payment.id as _,
        decision.name(),
        now,
        by as _,
        reason
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(differs) = decided else { return Err(Error::NotFlagged) };
    let (org, actor) = (Some(payment.organization), Actor::Support(by));
    let entry = Entry::new(org, actor, "payment.flag-decided", "payment", payment.id);
    let after = json!({"decision": decision, "reason": reason, "differs": differs});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(())
}

/// Sends back whatever came, by the hands that it came through: what differs from what was agreed
/// has no shares that could be worked out. Nothing of it enters the ledger, for nothing stays.
/// `None`: nothing had come. Safe to repeat.
pub async fn send_back(
    db: &PgPool,
    stripe: &Stripe,
    payment: PaymentId,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Option<Money>, Error> {
    let Some(Charge { id: charge, .. }) = session.charge() else { return Ok(None) };
    let passed_on = session.intent().is_some_and(|intent| intent.transfer_data.is_some());
    let key = format!("flagged-refund:{payment}");
    let form = Form::new()
        .with("charge", charge)
        .with("metadata[op]", &key)
        .with("metadata[flagged]", payment);
    let form = if passed_on {
        form.with("reverse_transfer", true).with("refund_application_fee", true)
    } else {
        form
    };
    let listed = format!("/v1/refunds?charge={charge}");
    let listed = Some(listed.as_str());
    let operation =
        Operation { key: &key, path: "/v1/refunds", account: None, form: &form, listed };
    let made: super::session::Amount = perform(db, stripe, operation, now).await?;
    let currency: Option<Currency> = made.currency.to_uppercase().parse().ok();
    Ok(currency.map(|currency| Money::new(made.amount / currency.wire_factor(), currency)))
}
