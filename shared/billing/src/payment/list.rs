//! The payments of an organization, as those who look after its money search them.

use chrono::{DateTime, Utc};
use models::{Currency, EventId, OrgId, Page, PaymentId};
use sqlx::PgConnection;

use super::{Method, Status};

/// Which of them.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Only of events that the member reaches; `None` is all.
    pub scope: Option<&'a [EventId]>,
    /// Only this one.
    pub payment: Option<PaymentId>,
    /// Only of this event.
    pub event: Option<EventId>,
    /// Only in one of these states.
    pub statuses: Option<Vec<&'static str>>,
    /// Only those that differ from what was agreed (PA-18).
    pub flagged: bool,
    /// A pattern for name, address and company of the buyer.
    pub buyer: Option<&'a str>,
    /// Started then or later.
    pub from: Option<DateTime<Utc>>,
    /// Started before then.
    pub to: Option<DateTime<Utc>>,
}

/// A payment in a list; amounts are minor units.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: PaymentId,
    /// Where it is in its life.
    pub status: Status,
    /// How it is made.
    pub method: Method,
    /// In what.
    pub currency: Currency,
    /// Before codes.
    pub list: i64,
    /// What codes took off.
    pub discount: i64,
    /// Tax in it.
    pub tax: i64,
    /// What the buyer pays.
    pub total: i64,
    /// What the platform keeps.
    pub application_fee: i64,
    /// Tax that the platform owes.
    pub tax_withheld: i64,
    /// What reaches the organizer.
    pub organizer: i64,
    /// What went back or is on its way.
    pub refunded: i64,
    /// What the organizer bears of that.
    pub refunds_borne: i64,
    /// What a bank holds back.
    pub disputed: i64,
    /// Who pays.
    pub buyer_name: Option<String>,
    /// Where the receipt goes.
    pub buyer_email: String,
    /// For whom.
    pub buyer_company: Option<String>,
    /// How many places.
    pub places: i64,
    /// Places of which event.
    pub event: Option<EventId>,
    /// What that is called.
    pub event_title: Option<String>,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// When the money came.
    pub paid_at: Option<DateTime<Utc>>,
    /// What differs from what was agreed.
    pub flagged_reason: Option<String>,
    /// Whether a bank fears fraud (RF-10).
    pub fraud_feared: bool,
}

impl Listed {
    /// What is the organizer's: of what was paid their part, less what they bear of refunds.
    #[must_use]
    pub fn earned(&self) -> i64 {
        if self.status == Status::Paid { self.organizer - self.refunds_borne } else { 0 }
    }
}

/// Newest first.
pub async fn list(
    conn: &mut PgConnection,
    organization: OrgId,
    filter: &Filter<'_>,
    page: Page<(DateTime<Utc>, PaymentId)>,
) -> sqlx::Result<Vec<Listed>> {
    let probe = page.probe();
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Listed,
        r#"select p.id, p.status, p.method, p.currency, p.list_minor as list, p.discount_minor as discount, p.tax_minor as tax,
                  p.total_minor as total, p.application_fee_minor as application_fee, p.tax_withheld_minor as tax_withheld,
                  p.organizer_minor as organizer, p.refunded_minor as refunded, p.disputed_minor as disputed, p.buyer_name,
                  p.buyer_email, p.buyer_company, i.places as "places!", e.id as "event?: EventId", e.title as "event_title?",
                  p.created_at, p.paid_at,
                  case when p.flag_decision is null then p.flagged_reason end as flagged_reason,
                  p.fraud_warned_at is not null as "fraud_feared!",
                  coalesce((select sum(f.organizer_share_minor) from refunds f where f.payment_id = p.id and f.status <> 'canceled'),
                           0)::bigint as "refunds_borne!"
             from payments p
             cross join lateral (select count(*) as places, (array_agg(registration_id order by position))[1] as first
                                   from payment_items where payment_id = p.id) i
             left join registrations r on r.id = i.first
             left join events e on e.id = r.event_id
            where p.organization_id = $1
              and ($2::uuid[] is null or e.id = any($2)) and ($3::uuid is null or e.id = $3)
              and ($4::text[] is null or p.status = any($4)) and (not $5 or (p.flagged_at is not null and p.flag_decision is null))
              and ($6::text is null or folded(coalesce(p.buyer_name, '') || ' ' || p.buyer_email || ' ' || coalesce(p.buyer_company, ''))
                                       like folded($6))
              and ($7::timestamptz is null or p.created_at >= $7) and ($8::timestamptz is null or p.created_at < $8)
              and ($9::timestamptz is null or (p.created_at, p.id) < ($9, $10::uuid))
              and ($12::uuid is null or p.id = $12)
            order by p.created_at desc, p.id desc limit $11"#,
        organization as _,
        filter.scope as _,
        filter.event as _,
        filter.statuses.as_deref() as _,
        filter.flagged,
        filter.buyer,
        filter.from,
        filter.to,
        at,
        id as _,
        probe,
        filter.payment as _
    )
    .fetch_all(conn)
    .await
}

/// Locks a payment of the organization that a member with this scope reaches.
pub async fn lock_of(
    conn: &mut PgConnection,
    (organization, scope): (OrgId, Option<&[EventId]>),
    id: PaymentId,
) -> sqlx::Result<Option<super::Payment>> {
    let reached = sqlx::query_scalar!(
        r#"select exists (select from payments p where p.id = $1 and p.organization_id = $2
                    and ($3::uuid[] is null or exists (select from payment_items i join registrations r on r.id = i.registration_id
                                                        where i.payment_id = p.id and r.event_id = any($3)))) as "reached!""#,
        id as _,
        organization as _,
        scope as _
    )
    .fetch_one(&mut *conn)
    .await?;
    if reached { super::lock(conn, id).await } else { Ok(None) }
}
