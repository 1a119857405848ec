//! A new version of a policy.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use db::audit::{self, Actor, Entry};
use models::{OrgId, RefundPolicyId, UserId};
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Policy, present};
use crate::Error;
use crate::error::field;

/// The longest notice that a rung may ask for: a year.
const YEAR: i32 = 8760;
const MOST_RUNGS: usize = 10;
/// The most that Stripe charges at all.
const MOST_KEPT: i64 = 99_999_999;

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
    let mut faults = Vec::new();
    let mut ask = |fine: bool, place: String, code: &str, detail: &str| {
        if !fine {
            faults.push(field(&place, code, detail));
        }
    };
    let range = "out-of-range";
    ask(policy.rungs.len() <= MOST_RUNGS, "/rungs".into(), range, "There are up to 10 steps.");
    for (n, rung) in policy.rungs.iter().enumerate() {
        let at = |name: &str| format!("/rungs/{n}{name}");
        let hours = (0..=YEAR).contains(&rung.min_hours_before);
        ask(hours, at("/min_hours_before"), range, "0 to 8760 hours, which is a year.");
        let percent = (0..=10_000).contains(&rung.percent_bp);
        ask(percent, at("/percent_bp"), range, "0 to 10000 basis points, which is all of it.");
        let keep = (0..=MOST_KEPT).contains(&rung.keep_minor);
        ask(keep, at("/keep_minor"), range, "0 to 99999999 minor units.");
        if let Some(before) = n.checked_sub(1).map(|before| policy.rungs[before]) {
            let later = before.min_hours_before > rung.min_hours_before;
            let detail = "Steps go from the longest notice down.";
            ask(later, at("/min_hours_before"), "out-of-order", detail);
            let less = before.percent_bp >= rung.percent_bp;
            let detail = "Less notice gives no more back.";
            ask(less, at("/percent_bp"), "out-of-order", detail);
        }
    }
    let days = (0..=365).contains(&policy.course_days);
    ask(days, "/course_days".into(), range, "0 to 365 days.");
    let progress = (0..=10_000).contains(&policy.course_max_progress_bp);
    ask(progress, "/course_max_progress_bp".into(), range, "0 to 10000 basis points.");
    if faults.is_empty() { Ok(()) } else { Err(Error::PolicyInvalid(faults)) }
}
