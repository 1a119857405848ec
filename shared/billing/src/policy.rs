//! What an organizer promises to pay back (RF-1, RF-3). Versions never change; a purchase keeps
//! the one that held when it was made.

mod save;

use chrono::{DateTime, TimeDelta, Utc};
use models::{OrgId, RefundPolicyId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::Error;

pub use save::save;

/// What is paid back with so much notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RefundRung)]
pub struct Rung {
    /// Hours before the start, at least.
    #[schema(example = 168, minimum = 0, maximum = 8760)]
    pub min_hours_before: i32,
    /// Basis points of the ticket's price.
    #[schema(example = 10000, minimum = 0, maximum = 10000)]
    pub percent_bp: i32,
    /// Minor units that are kept of it.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 99_999_999)]
    pub keep_minor: i64,
}

/// A policy, as it stands at a purchase too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RefundPolicy)]
pub struct Policy {
    /// What the organizer calls it.
    pub name: String,
    /// 0 is the standard.
    pub version: i32,
    /// From the longest notice down.
    pub rungs: Vec<Rung>,
    /// Whether fees are paid back too.
    pub fees_refundable: bool,
    /// Whether people can cancel by themselves.
    pub self_cancel: bool,
    /// Days after its activation within which a course is paid back.
    pub course_days: i32,
    /// Progress under which it is, in basis points.
    pub course_max_progress_bp: i32,
}

impl Default for Policy {
    /// RF-3.
    fn default() -> Self {
        let rung =
            |min_hours_before, percent_bp| Rung { min_hours_before, percent_bp, keep_minor: 0 };
        Self {
            name: "Standard".to_owned(),
            version: 0,
            rungs: vec![rung(168, 10_000), rung(24, 5_000)],
            fees_refundable: false,
            self_cancel: true,
            course_days: 14,
            course_max_progress_bp: 2_000,
        }
    }
}

impl Policy {
    /// What is paid back of a place at something that starts then; nothing is `None`. The very
    /// instant between two rungs belongs to the better one.
    #[must_use]
    pub fn rung(&self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Rung> {
        let notice = starts_at - now;
        let fits = |rung: &&Rung| notice >= TimeDelta::hours(i64::from(rung.min_hours_before));
        self.rungs.iter().find(fits).copied()
    }
}

/// What a buyer is told of it before paying: a purchase made now keeps it (RF-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RefundTerms)]
pub struct Promise {
    /// From the longest notice down; with less notice than the last asks for nothing is paid back.
    pub rungs: Vec<Rung>,
    /// Whether fees are paid back too.
    pub fees_refundable: bool,
    /// Whether people can cancel by themselves.
    pub self_cancel: bool,
}

impl From<Policy> for Promise {
    fn from(policy: Policy) -> Self {
        let Policy { rungs, fees_refundable, self_cancel, .. } = policy;
        Self { rungs, fees_refundable, self_cancel }
    }
}

impl Default for Promise {
    fn default() -> Self {
        Policy::default().into()
    }
}

/// A version and when it came.
#[derive(Clone, Debug)]
pub struct Version {
    /// Which.
    pub id: RefundPolicyId,
    /// What it promises.
    pub policy: Policy,
    /// Since when it holds.
    pub created_at: DateTime<Utc>,
}

/// What holds today; none saved means the standard.
pub async fn present(conn: &mut PgConnection, org: OrgId) -> Result<Policy, Error> {
    let newest = newest(conn, org, 1).await?.into_iter().next();
    Ok(newest.map(|version| version.policy).unwrap_or_default())
}

/// Every version, newest first; none means the standard.
pub async fn list(conn: &mut PgConnection, org: OrgId) -> Result<Vec<Version>, Error> {
    newest(conn, org, 100).await
}

async fn newest(conn: &mut PgConnection, org: OrgId, most: i64) -> Result<Vec<Version>, Error> {
    let rows = sqlx::query!(
        r#"select id, name, version, rungs as "rungs: Json<Vec<Rung>>", fees_refundable, self_cancel, course_days,
                  course_max_progress_bp, created_at
             from refund_policies where organization_id = $1 order by version desc limit $2"#,
        org as _,
        most
    );
    let version = rows.fetch_all(conn).await?.into_iter().map(|row| Version {
        id: row.id,
        created_at: row.created_at,
        policy: Policy {
            name: row.name,
            version: row.version,
            rungs: row.rungs.0,
            fees_refundable: row.fees_refundable,
            self_cancel: row.self_cancel,
            course_days: row.course_days,
            course_max_progress_bp: row.course_max_progress_bp,
        },
    });
    Ok(version.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RF-3, acceptance 9
    #[test]
    fn the_boundary_belongs_to_the_better_rung() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let percent = |before: TimeDelta| {
            Policy::default().rung(start, start - before).map_or(0, |rung| rung.percent_bp)
        };
        let (hours, second) = (TimeDelta::hours, TimeDelta::seconds(1));
        let given = [hours(168), hours(168) - second, hours(24), hours(24) - second, -hours(1)];
        assert_eq!(given.map(percent), [10_000, 5_000, 5_000, 0, 0]);
    }
}
