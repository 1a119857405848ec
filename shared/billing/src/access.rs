//! What an organization may do now, for those who are no member: jobs and public pages (BI-7).

use chrono::{DateTime, Utc};
use models::{Access, Limits, OrgId, OrgLimits};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::Error;

/// The limits of an organization. One without a plan does not exist: a missing row is a fault of
/// ours, never "unlimited" (BI-2).
pub async fn of(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<Limits> {
    let row = sqlx::query_scalar!(
        r#"select to_jsonb(l) as "limits!: Json<OrgLimits>" from org_limits l where organization_id = $1"#,
        organization as _
    );
    Ok(row.fetch_one(conn).await?.0.at(now))
}

/// Whether something may be published, or somebody added to the team (BI-6).
pub fn full(limits: &Limits) -> Result<(), Error> {
    match limits.access {
        Access::Full => Ok(()),
        Access::Grace => Err(Error::PlanEnded),
        Access::ReadOnly => Err(Error::OrganizationReadOnly),
    }
}

/// Whether the plan has seats for so many people with a billable role (BI-11).
pub fn seat(limits: &Limits, taken: i64) -> Result<(), Error> {
    if taken <= i64::from(limits.seats) { Ok(()) } else { Err(Error::SeatLimitReached) }
}
