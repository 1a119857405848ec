//! What stands here, beside itself: sums, counters and numbers that have to agree.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use models::OrgId;
use serde_json::Value;
use sqlx::PgConnection;

use crate::finding::{self, Seen};

/// Rows of one check at most; who has more than these has another trouble.
const MOST: i64 = 200;

/// A row that does not agree.
struct Row {
    organization: Option<OrgId>,
    object: String,
    local: Option<Value>,
    expected: Option<Value>,
}

/// Every check; what does not agree becomes a finding, and what agrees again closes its finding.
/// How many findings are new.
pub async fn checks(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<i32> {
    let mut found = BTreeMap::new();
    found.insert("journal-sum", journals(conn).await?);
    found.insert("usage-count", usage(conn).await?);
    found.insert("promo-uses", promo_uses(conn).await?);
    found.insert("document-numbers", documents(conn).await?);
    found.insert("payment-refunded", refunded(conn).await?);
    found.insert("payment-seats", seats(conn).await?);
    let mut new = 0;
    for (kind, rows) in found {
        for row in &rows {
            let seen = Seen {
                organization: row.organization,
                kind,
                object: &row.object,
                local: row.local.clone().unwrap_or_default(),
                stripe: row.expected.clone().unwrap_or_default(),
            };
            new += i32::from(finding::note(conn, &seen, now).await?);
        }
        let open: Vec<String> = rows.into_iter().map(|row| row.object).collect();
        sqlx::query!(
            "update reconciliation_findings set fixed_at = $3
              where kind = $1 and object_id <> all($2) and fixed_at is null and closed_by is null",
            kind,
            &open,
            now
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(new)
}

/// LG-2: each journal and currency sums to 0.
async fn journals(conn: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select j.organization_id as "organization: OrgId", j.id::text || ':' || e.currency as "object!",
                  jsonb_build_object('kind', j.kind, 'sum', sum(e.amount_minor)) as local, jsonb_build_object('sum', 0) as expected
             from ledger_entries e join ledger_journals j on j.id = e.journal_id
            group by j.id, e.currency having sum(e.amount_minor) <> 0 order by j.id limit $1"#,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// BI-8, BI-9: a counter is the number of its entries.
async fn usage(conn: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select organization_id as "organization: OrgId", organization_id::text || ':' || metric || ':' || month as "object!",
                  jsonb_build_object('used', coalesce(c.used, 0)) as local, jsonb_build_object('used', coalesce(e.counted, 0)) as expected
             from usage_counters c
             full join (select organization_id, metric, month, count(*)::int as counted from usage_entries
                         group by organization_id, metric, month) e using (organization_id, metric, month)
            where coalesce(c.used, 0) <> coalesce(e.counted, 0) order by 2 limit $1"#,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// PC-4, PC-7: no code has more uses than it may have, and no use outlives what it was for.
async fn promo_uses(conn: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select c.organization_id as "organization: OrgId", c.id::text as "object!",
                  jsonb_build_object('uses', count(*), 'lapsed', count(*) filter (where i.closed_at is not null and r.state = 'reserved')) as local,
                  jsonb_build_object('uses', c.max_uses, 'lapsed', 0) as expected
             from promo_redemptions r join promo_codes c on c.id = r.promo_code_id
             left join payment_items i on i.id = r.payment_item_id
            where r.state <> 'released'
            group by c.id having count(*) > c.max_uses or bool_or(i.closed_at is not null and r.state = 'reserved')
            order by c.id limit $1"#,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// RF-12: numbers run from 1 without a gap.
async fn documents(conn: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select o.id as "organization?: OrgId", s.issuer::text || ':' || s.kind || ':' || s.year as "object!",
                  jsonb_build_object('last', s.last_number, 'count', count(d.number), 'highest', max(d.number)) as local,
                  jsonb_build_object('last', count(d.number)) as expected
             from document_series s
             left join organizations o on o.id = s.issuer
             left join sales_documents d on d.issuer = s.issuer and d.kind = s.kind and d.year = s.year
            group by s.issuer, s.kind, s.year, o.id
           having s.last_number <> count(d.number) or coalesce(max(d.number), 0) <> count(d.number)
            order by 2 limit $1"#,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// RF-6: what a payment says went back is the sum of its refunds, and of its places.
async fn refunded(conn: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select p.organization_id as "organization: OrgId", p.id::text as "object!",
                  jsonb_build_object('refunded', p.refunded_minor, 'of_places', i.refunded) as local,
                  jsonb_build_object('refunded', coalesce(r.amount, 0), 'of_places', coalesce(r.amount, 0)) as expected
             from payments p
             left join (select payment_id, sum(amount_minor)::bigint as amount from refunds group by payment_id) r on r.payment_id = p.id
             cross join lateral (select coalesce(sum(refunded_minor), 0)::bigint as refunded from payment_items where payment_id = p.id) i
            where (p.refunded_minor > 0 or r.amount is not null)
              and (p.refunded_minor <> coalesce(r.amount, 0) or i.refunded <> p.refunded_minor)
            order by p.id limit $1"#,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// PA-19: whoever has paid has the place, until it is given up or its event is called off.
async fn seats(conn: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select p.organization_id as "organization: OrgId", i.id::text as "object!",
                  jsonb_build_object('payment', p.id, 'registration', r.id, 'status', r.status) as local,
                  jsonb_build_object('status', 'confirmed') as expected
             from payments p join payment_items i on i.payment_id = p.id and i.closed_at is null
             join registrations r on r.id = i.registration_id
             join events e on e.id = r.event_id and e.cancelled_at is null
            where p.status = 'paid' and r.status in ('held', 'offered', 'waitlisted', 'expired', 'cancelled')
            order by i.id limit $1"#,
        MOST
    )
    .fetch_all(conn)
    .await
}
