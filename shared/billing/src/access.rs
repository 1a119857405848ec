//! What an organization may do now, for those who are no member: jobs and public pages (BI-7).

use chrono::{DateTime, Utc};
use models::{Limits, OrgId, Standing, SubscriptionStatus};
use sqlx::PgConnection;

/// The limits of an organization. One without a plan does not exist: a missing row is a fault of
/// ours, never "unlimited" (BI-2).
pub async fn of(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<Limits> {
    let row = sqlx::query!(
        r#"select status as "status!: SubscriptionStatus", previous_status as "previous_status?: SubscriptionStatus",
                  trial_ends_at, past_due_since, period_end, granted_until, grace_days as "grace_days!",
                  events_per_month, courses_per_month, certificates_per_month, attendees_per_event, seats as "seats!"
             from org_limits where organization_id = $1"#,
        organization as _
    )
    .fetch_one(conn)
    .await?;
    let standing = Standing {
        status: row.status,
        previous_status: row.previous_status,
        trial_ends_at: row.trial_ends_at,
        past_due_since: row.past_due_since,
        period_end: row.period_end,
        granted_until: row.granted_until,
        grace_days: row.grace_days,
    };
    Ok(Limits {
        access: standing.access(now),
        events_per_month: row.events_per_month,
        courses_per_month: row.courses_per_month,
        certificates_per_month: row.certificates_per_month,
        attendees_per_event: row.attendees_per_event,
        seats: row.seats,
    })
}
