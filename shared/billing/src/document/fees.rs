//! The platform's fees of a month, as the ledger has them: charged when a payment settles or an
//! invoice is made (PA-24) and when a dispute is lost (RF-11), given back when a refund is asked for
//! or an invoice given up. Months are those of UTC, as usage is (BI-8).

use chrono::{DateTime, Datelike as _, Months, NaiveDate, NaiveTime, Utc};
use models::{Currency, OrgId};
use sqlx::PgConnection;

use super::PLATFORM;
use super::source::Fees;

/// Days of a month on which the statements of the month before are made; whatever broke off on the
/// first is made up for.
const DAYS: u32 = 3;

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
               where j.organization_id = $1 and j.occurred_at >= $2 and j.occurred_at < $3
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

/// Organizations that had fees in the month that has ended, and no statement of them yet.
pub async fn months_due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(OrgId, NaiveDate)>> {
    if now.day() > DAYS {
        return Ok(Vec::new());
    }
    let (this, _) = span(now.date_naive());
    let month = this.date_naive() - Months::new(1);
    let (from, to) = span(month);
    let found = sqlx::query_scalar!(
        r#"select distinct j.organization_id as "organization!: OrgId"
             from ledger_journals j join ledger_entries e on e.journal_id = j.id and e.account = 'fees'
            where j.occurred_at >= $1 and j.occurred_at < $2 and j.organization_id is not null
              and not exists (select from sales_documents d
                               where d.issuer = $3 and d.kind = 'fee_statement'
                                 and d.source_key = 'month:' || j.organization_id || ':' || $4)"#,
        from,
        to,
        PLATFORM,
        month.format("%Y-%m").to_string()
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().map(|organization| (organization, month)).collect())
}
