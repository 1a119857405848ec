//! Disputes as they are shown.

use chrono::{DateTime, Utc};
use models::{Currency, DisputeId, EventId, OrgId, Page, PaymentId};
use sqlx::PgConnection;

use super::Status;

/// Which of them.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Only of events that the member reaches; `None` is all.
    pub scope: Option<&'a [EventId]>,
    /// Only this one.
    pub dispute: Option<DisputeId>,
    /// Only of this payment.
    pub payment: Option<PaymentId>,
    /// Only those that the bank has to decide.
    pub open: bool,
}

/// A dispute in a list; amounts are minor units.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: DisputeId,
    /// Of which payment.
    pub payment: PaymentId,
    /// In what.
    pub currency: Currency,
    /// What the bank takes back.
    pub amount: i64,
    /// What the payment service takes for it.
    pub fee: i64,
    /// In the bank's word.
    pub reason: String,
    /// Where it is in its life.
    pub status: Status,
    /// Until when evidence counts.
    pub evidence_due_at: Option<DateTime<Utc>>,
    /// When it was sent.
    pub evidence_sent_at: Option<DateTime<Utc>>,
    /// When the bank decided.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// Who paid.
    pub buyer_name: Option<String>,
    /// Their address.
    pub buyer_email: String,
    /// For which event.
    pub event: Option<EventId>,
    /// What that is called.
    pub event_title: Option<String>,
}

/// Newest first.
pub async fn list(
    conn: &mut PgConnection,
    organization: OrgId,
    filter: &Filter<'_>,
    page: Page<(DateTime<Utc>, DisputeId)>,
) -> sqlx::Result<Vec<Listed>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Listed,
        r#"select d.id, d.payment_id as payment, d.currency, d.amount_minor as amount, d.fee_minor as fee, d.reason,
                  d.status as "status: Status", d.evidence_due_at, d.evidence_sent_at, d.closed_at, d.created_at, p.buyer_name,
                  p.buyer_email, e.id as "event?: EventId", e.title as "event_title?"
             from disputes d
             join payments p on p.id = d.payment_id
             left join lateral (select r.event_id from payment_items i join registrations r on r.id = i.registration_id
                                 where i.payment_id = d.payment_id order by i.position limit 1) o on true
             left join events e on e.id = o.event_id
            where d.organization_id = $1 and ($2::uuid[] is null or e.id = any($2))
              and ($3::uuid is null or d.id = $3) and ($4::uuid is null or d.payment_id = $4)
              and (not $5 or d.closed_at is null)
              and ($6::timestamptz is null or (d.created_at, d.id) < ($6, $7::uuid))
            order by d.created_at desc, d.id desc limit $8"#,
        organization as _,
        filter.scope as _,
        filter.dispute as _,
        filter.payment as _,
        filter.open,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await
}

/// A dispute, and what Stripe calls it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which.
    pub id: DisputeId,
    /// `du_…`.
    pub stripe: String,
    /// Of which payment.
    pub payment: PaymentId,
    /// Where it is in its life.
    pub status: Status,
    /// Until when evidence counts.
    pub evidence_due_at: Option<DateTime<Utc>>,
}

/// A dispute of the organization that a member with this scope reaches.
pub async fn find(
    conn: &mut PgConnection,
    (organization, scope): (OrgId, Option<&[EventId]>),
    id: DisputeId,
) -> sqlx::Result<Option<Known>> {
    sqlx::query_as!(
        Known,
        r#"select d.id, d.stripe_dispute_id as stripe, d.payment_id as payment, d.status as "status: Status", d.evidence_due_at
             from disputes d
            where d.id = $1 and d.organization_id = $2
              and ($3::uuid[] is null or exists (select from payment_items i join registrations r on r.id = i.registration_id
                                                  where i.payment_id = d.payment_id and r.event_id = any($3)))"#,
        id as _,
        organization as _,
        scope as _
    )
    .fetch_optional(conn)
    .await
}
