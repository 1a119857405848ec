//! Evidence that is due soon: 7, 3 and 1 days before, at 08:00 of the organization's zone (RF-11).

use chrono::{DateTime, Utc};
use models::{Currency, DisputeId, Money, OrgId};
use sqlx::PgConnection;

use crate::days::last_before;

/// So many days before the end.
const STEPS: [i64; 3] = [1, 3, 7];

/// Evidence that somebody has to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose.
    pub organization: OrgId,
    /// In which dispute.
    pub dispute: DisputeId,
    /// What the bank takes back.
    pub amount: Money,
    /// In the bank's word.
    pub reason: String,
    /// The step that has come: so many days are left, or fewer.
    pub days: i64,
    /// Until when evidence counts.
    pub at: DateTime<Utc>,
}

/// Everything that is to be told by now; the list may say it again. A step that had come when the
/// dispute began is none: its beginning was told.
pub async fn due(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select d.organization_id as "organization: OrgId", d.id as "dispute: DisputeId", d.amount_minor,
                  d.currency as "currency: Currency", d.reason, d.evidence_due_at as "due_at!",
                  (d.evidence_due_at at time zone o.time_zone)::date as "last_day!",
                  (d.created_at at time zone o.time_zone)::date as "first_day!",
                  (($1::timestamptz at time zone o.time_zone) - interval '8 hours')::date as "today!"
             from disputes d join organizations o on o.id = d.organization_id
            where d.status in ('needs_response', 'warning_needs_response') and d.evidence_sent_at is null
              and d.evidence_due_at > $1 and d.evidence_due_at < $1::timestamptz + interval '9 days'
            order by d.evidence_due_at, d.id"#,
        now
    )
    .fetch_all(conn)
    .await?;
    let due = rows.into_iter().filter_map(|row| {
        let days = last_before((row.last_day - row.today).num_days(), &STEPS)?;
        let began_before = (row.last_day - row.first_day).num_days() > days;
        began_before.then_some(Due {
            organization: row.organization,
            dispute: row.dispute,
            amount: Money::new(row.amount_minor, row.currency),
            reason: row.reason,
            days,
            at: row.due_at,
        })
    });
    Ok(due.collect())
}
