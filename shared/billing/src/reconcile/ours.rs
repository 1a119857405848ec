//! What stands here as if Stripe had it, and was not met there.

use chrono::{DateTime, TimeDelta, Utc};
use models::{FindingId, ReconciliationId};
use sqlx::PgConnection;

use super::Thing;
use crate::refund::RefundJob;

/// How far back what is over is looked for.
const DAYS: TimeDelta = TimeDelta::days(3);
/// A refund that is not sent by then was forgotten.
const FORGOTTEN: TimeDelta = TimeDelta::hours(1);

/// An object that a run has not met: what it is, its id, and the connected account that it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What.
    pub thing: Thing,
    /// Which.
    pub object: String,
    /// Whose, where it is not the platform's.
    pub account: Option<String>,
}

/// Objects of ours after this id that the run has not met at Stripe: what is not over, however old
/// it is, and what is over since the last days.
pub async fn unseen(
    conn: &mut PgConnection,
    (run, began): (ReconciliationId, DateTime<Utc>),
    after: Option<&str>,
    limit: i64,
) -> sqlx::Result<Vec<Open>> {
    let rows = sqlx::query!(
        r#"with ours as (
              select stripe_session_id as object, 'session' as thing, null as account from payments
               where method = 'stripe' and stripe_session_id is not null and flagged_at is null
                 and (status in ('open', 'processing') or (status = 'paid' and paid_at > $3))
              union all
              select stripe_refund_id, 'refund', null from refunds
               where stripe_refund_id is not null and (status in ('submitted', 'pending') or updated_at > $3)
              union all
              select stripe_dispute_id, 'dispute', null from disputes where closed_at is null
              union all
              select stripe_subscription_id, 'subscription', null from subscriptions
               where stripe_subscription_id is not null and status <> 'canceled'
              union all
              select stripe_invoice_id, 'invoice', null from platform_invoices where status = 'open'
              union all
              select stripe_account_id, 'account', null from payout_accounts
               where stripe_account_id is not null and disconnected_at is null
              union all
              select p.stripe_payout_id, 'payout', a.stripe_account_id from payouts p join payout_accounts a on a.id = p.payout_account_id
               where p.stripe_payout_id is not null and p.status in ('pending', 'in_transit')
           )
           select o.object as "object!", o.thing as "thing!", o.account from ours o
            where o.object > coalesce($2, '')
              and not exists (select from reconciliation_seen s where s.run_id = $1 and s.object_id = o.object)
            order by o.object limit $4"#,
        run as _,
        after,
        began - DAYS,
        limit
    )
    .fetch_all(conn)
    .await?;
    let open = rows.into_iter().filter_map(|row| {
        let thing = Thing::ALL.into_iter().find(|thing| thing.word() == row.thing)?;
        Some(Open { thing, object: row.object, account: row.account })
    });
    Ok(open.collect())
}

/// Asks again for the steps of refunds that nobody has taken: none is lost with its job.
pub async fn forgotten_refunds(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<i32> {
    let refunds = sqlx::query_scalar!(
        r#"select r.id as "id: models::RefundId" from refunds r join payments p on p.id = r.payment_id
            where r.updated_at < $1
              and (r.status = 'requested'
                   or (r.status in ('pending', 'succeeded') and r.updated_at > $2 and r.cause_key not like 'stripe:%'
                       and ((r.stripe_reversal_id is null and p.stripe_transfer_id is not null and r.amount_minor > r.tax_share_minor)
                            or (r.stripe_fee_refund_id is null and p.stripe_fee_id is not null and r.platform_share_minor > 0))))
            order by r.id limit 500"#,
        now - FORGOTTEN,
        now - DAYS
    )
    .fetch_all(&mut *conn)
    .await?;
    let jobs: Vec<RefundJob> = refunds.into_iter().map(|refund| RefundJob { refund }).collect();
    db::outbox::push_all(conn, &jobs, now, now).await?;
    Ok(i32::try_from(jobs.len()).unwrap_or(i32::MAX))
}

/// A finding that the run has not met: what it is about.
pub async fn open_findings(
    conn: &mut PgConnection,
    began: DateTime<Utc>,
    after: Option<FindingId>,
    limit: i64,
) -> sqlx::Result<Vec<(FindingId, String, String)>> {
    let rows = sqlx::query!(
        "select id, kind, object_id from reconciliation_findings
          where fixed_at is null and closed_by is null and seen_at < $1 and ($2::uuid is null or id > $2)
          order by id limit $3",
        began,
        after as Option<FindingId>,
        limit
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.kind, row.object_id)).collect())
}
