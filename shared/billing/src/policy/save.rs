//! A new version of a policy.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use db::audit::{self, Actor, Entry};
use models::{OrgId, RefundPolicyId, UserId};
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Policy, Rung, present};
use crate::Error;

/// The longest notice that a rung may ask for: a year.
const YEAR: i32 = 8760;

/// Saves what holds from now on, on top of the version that was seen. Gives its number.
pub async fn save(
    conn: &mut PgConnection,
    org: OrgId,
    seen: i32,
    policy: &Policy,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<i32, Error> {
    checked(policy)?;
    let before = present(conn, org).await?;
    if before.version != seen {
        return Err(Error::Stale);
    }
    let (id, version) = (RefundPolicyId::new(now), seen + 1);
    sqlx::query!(
        "insert into refund_policies (id, organization_id, name, version, rungs, fees_refundable, self_cancel,
                                      course_days, course_max_progress_bp, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id as _,
        org as _,
        policy.name,
        version,
        Json(&policy.rungs) as _,
        policy.fees_refundable,
        policy.self_cancel,
        policy.course_days,
        policy.course_max_progress_bp,
        by as _,
        now
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("refund_policies_version_key", Error::Stale)])?;
    let entry = Entry {
        before: facts(&before, before.version),
        after: facts(policy, version),
        ..Entry::new(Some(org), Actor::User(by), "refund_policy.saved", "refund_policy", id)
    };
    audit::write(conn, entry, now).await?;
    Ok(version)
}

fn facts(policy: &Policy, version: i32) -> Value {
    json!({"version": version, "rungs": policy.rungs, "fees_refundable": policy.fees_refundable,
           "self_cancel": policy.self_cancel, "course_days": policy.course_days,
           "course_max_progress_bp": policy.course_max_progress_bp})
}

/// From the longest notice down, and never more for less notice.
fn checked(policy: &Policy) -> Result<(), Error> {
    let in_range = |rung: &Rung| {
        (0..=YEAR).contains(&rung.min_hours_before)
            && (0..=10_000).contains(&rung.percent_bp)
            && rung.keep_minor >= 0
    };
    let descends = policy.rungs.windows(2).all(|pair| {
        pair[0].min_hours_before > pair[1].min_hours_before
            && pair[0].percent_bp >= pair[1].percent_bp
    });
    let course = (0..=365).contains(&policy.course_days)
        && (0..=10_000).contains(&policy.course_max_progress_bp);
    let fits = policy.rungs.len() <= 10 && policy.rungs.iter().all(in_range) && descends && course;
    if fits { Ok(()) } else { Err(Error::PolicyInvalid) }
}
