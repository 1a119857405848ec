//! Refunds and runs as they are shown.

use chrono::{DateTime, Utc};
use models::{
    Currency, EventId, OrgId, Page, PaymentId, PaymentItemId, RefundId, RefundRunId, UserId,
};
use sqlx::PgConnection;

use super::{Cause, RunStatus, Status};

/// Which of them.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Only of events that the member reaches; `None` is all.
    pub scope: Option<&'a [EventId]>,
    /// Only this one.
    pub refund: Option<RefundId>,
    /// Only of this payment.
    pub payment: Option<PaymentId>,
    /// Only of this run.
    pub run: Option<RefundRunId>,
    /// Only of this event.
    pub event: Option<EventId>,
    /// Only in one of these states.
    pub statuses: Option<Vec<&'static str>>,
}

/// A refund in a list; amounts are minor units.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// As part of which run.
    pub run: Option<RefundRunId>,
    /// Why.
    pub cause: Cause,
    /// In what.
    pub currency: Currency,
    /// All of it.
    pub amount: i64,
    /// What the organizer bears.
    pub organizer_share: i64,
    /// What the platform bears.
    pub platform_share: i64,
    /// Tax that the platform owed.
    pub tax_share: i64,
    /// Where it is in its life.
    pub status: Status,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// In somebody's words.
    pub reason: Option<String>,
    /// Who asked.
    pub requested_by: Option<UserId>,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it was with the buyer.
    pub succeeded_at: Option<DateTime<Utc>>,
    /// When it was paid back without Stripe.
    pub settled_outside_at: Option<DateTime<Utc>>,
    /// How that was done.
    pub settled_outside_note: Option<String>,
    /// Whose money it is.
    pub buyer_name: Option<String>,
    /// Where they are told.
    pub buyer_email: String,
    /// For which event.
    pub event: Option<EventId>,
    /// What that is called.
    pub event_title: Option<String>,
}

/// What of a refund belongs to one place.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which refund.
    pub refund: RefundId,
    /// Which place.
    pub item: PaymentItemId,
    /// As the invoice calls it.
    pub label: String,
    /// In minor units.
    pub amount: i64,
}

/// Newest first.
pub async fn list(
    conn: &mut PgConnection,
    organization: OrgId,
    filter: &Filter<'_>,
    page: Page<(DateTime<Utc>, RefundId)>,
) -> sqlx::Result<Vec<Listed>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Listed,
        r#"select f.id, f.payment_id as payment, f.refund_run_id as "run: RefundRunId", f.cause, f.currency, f.amount_minor as amount,
                  f.organizer_share_minor as organizer_share, f.platform_share_minor as platform_share, f.tax_share_minor as tax_share,
                  f.status, f.failure_reason, f.reason, f.requested_by, f.requested_at, f.succeeded_at, f.settled_outside_at,
                  f.settled_outside_note, p.buyer_name, p.buyer_email, e.id as "event?: EventId", e.title as "event_title?"
             from refunds f
             join payments p on p.id = f.payment_id
             left join lateral (select r.event_id from payment_items i join registrations r on r.id = i.registration_id
                                 where i.payment_id = f.payment_id order by i.position limit 1) o on true
             left join events e on e.id = o.event_id
            where f.organization_id = $1
              and ($2::uuid[] is null or e.id = any($2)) and ($3::uuid is null or f.id = $3) and ($4::uuid is null or f.payment_id = $4)
              and ($5::uuid is null or f.refund_run_id = $5) and ($6::uuid is null or e.id = $6)
              and ($7::text[] is null or f.status = any($7))
              and ($8::timestamptz is null or (f.requested_at, f.id) < ($8, $9::uuid))
            order by f.requested_at desc, f.id desc limit $10"#,
        organization as _,
        filter.scope as _,
        filter.refund as _,
        filter.payment as _,
        filter.run as _,
        filter.event as _,
        filter.statuses.as_deref() as _,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await
}

/// The places of these refunds, in order.
pub async fn lines(conn: &mut PgConnection, refunds: &[RefundId]) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select x.refund_id as refund, x.payment_item_id as item, i.label, x.amount_minor as amount
             from refund_items x join payment_items i on i.id = x.payment_item_id
            where x.refund_id = any($1) order by x.refund_id, i.position"#,
        refunds as _
    )
    .fetch_all(conn)
    .await
}

/// A run as it is shown.
#[derive(Clone, Debug)]
pub struct ShownRun {
    /// Which.
    pub id: RefundRunId,
    /// Of which event.
    pub event: Option<EventId>,
    /// What that is called.
    pub event_title: Option<String>,
    /// How far it is.
    pub status: RunStatus,
    /// Payments to pay back.
    pub total: i32,
    /// Who started it.
    pub started_by: Option<UserId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The runs of an organization, newest first: all, one, or those of an event.
pub async fn runs(
    conn: &mut PgConnection,
    (organization, scope): (OrgId, Option<&[EventId]>),
    (run, event): (Option<RefundRunId>, Option<EventId>),
    page: Page<(DateTime<Utc>, RefundRunId)>,
) -> sqlx::Result<Vec<ShownRun>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        ShownRun,
        r#"select n.id, n.event_id as event, e.title as "event_title?", n.status as "status: RunStatus", n.total, n.started_by,
                  n.created_at, n.finished_at
             from refund_runs n left join events e on e.id = n.event_id
            where n.organization_id = $1 and ($2::uuid[] is null or n.event_id = any($2))
              and ($3::uuid is null or n.id = $3) and ($4::uuid is null or n.event_id = $4)
              and ($5::timestamptz is null or (n.created_at, n.id) < ($5, $6::uuid))
            order by n.created_at desc, n.id desc limit $7"#,
        organization as _,
        scope as _,
        run as _,
        event as _,
        at,
        id as _,
        probe
    )
    .fetch_all(conn)
    .await
}
