//! The platform's fees of a month, as the ledger has them: charged when a payment settles or an
//! invoice is made (PA-24) and when a dispute is lost (RF-11), given back when a refund is asked for
//! or an invoice given up. Months are those of UTC, as usage is (BI-8).

use chrono::{DateTime, Datelike as _, Months, NaiveDate, NaiveTime, Utc};
use models::{Currency, OrgId};
use sqlx::PgConnection;

use super::PLATFORM;
use super::source::Fees;

/// Ended months that are looked through for a missing statement: whatever broke off, or was not
/// asked for in time, is made up for.
const LOOKED_BACK: Months = Months::new(12);

/// Names the statement of an organization and month among all of the platform.
pub(super) fn source_key(organization: OrgId, month: NaiveDate) -> String {
    format!("month:{organization}:{}", month.format("%Y-%m"))
}

/// From its first moment to that of the next.
pub(super) fn span(month: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let first = month.with_day(1).unwrap_or(month);
    let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    (start(first), start(first + Months::new(1)))
}

/// The fees of an organization in a month, by currency.
pub(super) async fn of(
    conn: &mut PgConnection,
    organization: OrgId,
    month: NaiveDate,
) -> sqlx::Result<Vec<Fees>> {
    let (from, to) = span(month);
    sqlx::query_as!(
        Fees,
        r#"with moved as (
              select e.currency, -e.amount_minor as fee,
                     case when j.kind in ('outside_fee', 'outside_fee_returned') then 'outside'
                          when j.kind = 'dispute_fee' then 'dispute' else 'sale' end as of
                from ledger_journals j join ledger_entries e on e.journal_id = j.id and e.account = 'fees'
               where j.organization_id = $1 and j.occurred_at >= $2 and j.occurred_at < $3 and j.kind <> 'fee_statement'
           )
           select currency as "currency: Currency",
                  count(*) filter (where of = 'sale' and fee > 0) as "payments!",
                  coalesce(sum(fee) filter (where of = 'sale' and fee > 0), 0)::bigint as "charged!",
                  count(*) filter (where of = 'sale' and fee < 0) as "refunds!",
                  coalesce(-sum(fee) filter (where of = 'sale' and fee < 0), 0)::bigint as "returned!",
                  count(*) filter (where of = 'outside' and fee > 0) as "invoices!",
                  coalesce(sum(fee) filter (where of = 'outside' and fee > 0), 0)::bigint as "invoiced!",
                  count(*) filter (where of = 'outside' and fee < 0) as "given_up!",
                  coalesce(-sum(fee) filter (where of = 'outside' and fee < 0), 0)::bigint as "unclaimed!",
                  count(*) filter (where of = 'dispute' and fee > 0) as "disputes!",
                  coalesce(sum(fee) filter (where of = 'dispute'), 0)::bigint as "disputed!"
             from moved group by currency order by currency"#,
        organization as _,
        from,
        to
    )
    .fetch_all(conn)
    .await
}

/// Organizations that had fees in a month that has ended, and no statement of them yet; the oldest
/// month first. One look at the ledger for each organization and month without a statement; joined
/// as a whole it would read the ledger of a year.
pub async fn months_due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(OrgId, NaiveDate)>> {
    let this = span(now.date_naive()).0.date_naive();
    let found = sqlx::query!(
        r#"with missing as materialized (
              select o.id, first::date as month, first at time zone 'UTC' as starts, (first + interval '1 month') at time zone 'UTC' as ends
                from organizations o, generate_series($1::date::timestamp, $2::date - interval '1 month', interval '1 month') as first
               where not exists (select from sales_documents d
                                  where d.issuer = $3 and d.kind = 'fee_statement'
                                    and d.source_key = 'month:' || o.id || ':' || to_char(first, 'YYYY-MM'))
           )
           select m.id as "organization: OrgId", m.month as "month!"
             from missing m
             cross join lateral (select from ledger_journals j join ledger_entries e on e.journal_id = j.id and e.account = 'fees'
                                  where j.organization_id = m.id and j.occurred_at >= m.starts and j.occurred_at < m.ends
                                    and j.kind <> 'fee_statement' limit 1) charged
            order by m.month, m.id"#,
        this - LOOKED_BACK,
        this,
        PLATFORM
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().map(|due| (due.organization, due.month)).collect())
}
