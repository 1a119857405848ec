//! What was sold, month by month and currency by currency: never added across currencies.

use chrono::{DateTime, NaiveDate, Utc};
use models::{Currency, EventId, OrgId};
use sqlx::PgConnection;

/// A month in one currency; amounts are minor units.
#[derive(Clone, Debug)]
pub struct Month {
    /// Its first day, in the organization's time zone.
    pub month: NaiveDate,
    /// In what.
    pub currency: Currency,
    /// Payments that came.
    pub payments: i64,
    /// What buyers paid.
    pub sales: i64,
    /// What the platform kept of it.
    pub fees: i64,
    /// Tax that the platform owes.
    pub tax_withheld: i64,
    /// What went back to buyers.
    pub refunds: i64,
    /// What the organizer bore of that.
    pub refunds_borne: i64,
    /// What is the organizer's: sales less fees and tax, less what they bore of refunds.
    pub earned: i64,
    /// What arrived at the bank.
    pub paid_out: i64,
}

/// The months since `from`, newest first. What banks got belongs to no event: with one, nothing is
/// told of it.
pub async fn months(
    conn: &mut PgConnection,
    (organization, scope, event): (OrgId, Option<&[EventId]>, Option<EventId>),
    from: DateTime<Utc>,
) -> sqlx::Result<Vec<Month>> {
    sqlx::query_as!(
        Month,
        r#"with here as (select time_zone as zone from organizations where id = $1),
           mine as (
              select p.id from payments p
               where p.organization_id = $1
                 and (($2::uuid[] is null and $3::uuid is null)
                      or exists (select from payment_items i join registrations r on r.id = i.registration_id
                                  where i.payment_id = p.id and ($2::uuid[] is null or r.event_id = any($2))
                                    and ($3::uuid is null or r.event_id = $3)))
           ), moved as (
              select p.paid_at as at, p.currency, 1 as payments, p.total_minor as sales, p.application_fee_minor as fees,
                     p.tax_withheld_minor as tax, 0::bigint as back, 0::bigint as borne, p.organizer_minor as earned, 0::bigint as paid_out
                from payments p join mine on mine.id = p.id
               where p.paid_at >= $4 and p.method <> 'none'
              union all
              select f.requested_at, f.currency, 0, 0, 0, 0, f.amount_minor, f.organizer_share_minor, -f.organizer_share_minor, 0
                from refunds f join mine on mine.id = f.payment_id
               where f.requested_at >= $4 and f.status <> 'canceled'
              union all
              select coalesce(o.arrival_at, o.updated_at), o.currency, 0, 0, 0, 0, 0, 0, 0, o.amount_minor
                from payouts o
               where o.organization_id = $1 and o.status = 'paid' and coalesce(o.arrival_at, o.updated_at) >= $4
                 and $2::uuid[] is null and $3::uuid is null
           )
           select date_trunc('month', m.at at time zone h.zone)::date as "month!", m.currency as "currency!: Currency",
                  sum(m.payments)::bigint as "payments!", sum(m.sales)::bigint as "sales!", sum(m.fees)::bigint as "fees!",
                  sum(m.tax)::bigint as "tax_withheld!", sum(m.back)::bigint as "refunds!", sum(m.borne)::bigint as "refunds_borne!",
                  sum(m.earned)::bigint as "earned!", sum(m.paid_out)::bigint as "paid_out!"
             from moved m cross join here h
            group by 1, 2 order by 1 desc, 2"#,
        organization as _,
        scope as _,
        event as _,
        from
    )
    .fetch_all(conn)
    .await
}
