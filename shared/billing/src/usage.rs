//! What is counted by the calendar month in UTC: events and courses when they are first published,
//! certificates and badges when they are issued (BI-8).

use chrono::{DateTime, Datelike as _, Months, NaiveDate, NaiveTime, Utc};
use models::OrgId;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Error;
use crate::error::field;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = UsageMetric)]
pub enum Metric {
    /// Events.
    Events,
    /// Courses.
    Courses,
    /// Certificates and badges.
    Certificates,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 3] = [Self::Events, Self::Courses, Self::Certificates];

    const fn word(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Courses => "courses",
            Self::Certificates => "certificates",
        }
    }
}

/// The month that a moment counts to, by its first day.
#[must_use]
pub fn month_of(now: DateTime<Utc>) -> NaiveDate {
    let day = now.date_naive();
    day.with_day(1).unwrap_or(day)
}

/// When counting begins anew.
#[must_use]
pub fn resets_at(now: DateTime<Utc>) -> DateTime<Utc> {
    (month_of(now) + Months::new(1)).and_time(NaiveTime::MIN).and_utc()
}

/// Counts a subject, once in its life, unless the limit is reached (BI-9). One statement: of any
/// number that come at once, exactly as many pass as are left. Whoever is refused rolls back.
pub async fn count(
    conn: &mut PgConnection,
    organization: OrgId,
    metric: Metric,
    subject: impl Into<Uuid>,
    limit: Option<i32>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = sqlx::query!(
        r#"with entry as (
              insert into usage_entries (metric, subject_id, organization_id, month, counted_at)
              values ($2, $3, $1, $4, $6) on conflict (metric, subject_id) do nothing returning organization_id
           ), raised as (
              insert into usage_counters as c (organization_id, metric, month, used)
              select $1, $2, $4, 1 from entry where $5::int is null or $5 > 0
              on conflict (organization_id, metric, month) do update set used = c.used + 1
               where $5::int is null or c.used < $5
              returning used
           )
           select exists (select from entry) and not exists (select from raised) as "refused!",
                  coalesce((select used from usage_counters where organization_id = $1 and metric = $2 and month = $4), 0) as "used!""#,
        organization as _,
        metric as _,
        subject.into(),
        month_of(now),
        limit,
        now
    )
    .fetch_one(conn)
    .await?;
    match limit {
        // What others raised meanwhile is not seen by this statement, yet it is what refused.
        Some(limit) if row.refused => Err(reached(metric, limit, row.used.max(limit), now)),
        _ => Ok(()),
    }
}

/// How the refusal is told: `metric`, `limit`, `used` and `resets_at` as fields.
#[must_use]
pub fn reached(metric: Metric, limit: i32, used: i32, now: DateTime<Utc>) -> Error {
    let facts = [
        ("metric", metric.word().to_owned()),
        ("limit", limit.to_string()),
        ("used", used.to_string()),
        ("resets_at", resets_at(now).to_rfc3339()),
    ];
    Error::PlanLimitReached(facts.iter().map(|(name, value)| field("", name, value)).collect())
}

/// How it is told that more people were wished for at one event than the plan allows.
#[must_use]
pub fn people(limit: i32, wished: i32) -> Error {
    let facts = [
        ("metric", "attendees_per_event".to_owned()),
        ("limit", limit.to_string()),
        ("used", wished.to_string()),
    ];
    Error::PlanLimitReached(facts.iter().map(|(name, value)| field("", name, value)).collect())
}

/// What was used in the month of `now`.
pub async fn used(
    conn: &mut PgConnection,
    organization: OrgId,
    metric: Metric,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    let used = sqlx::query_scalar!(
        "select used from usage_counters where organization_id = $1 and metric = $2 and month = $3",
        organization as _,
        metric as _,
        month_of(now)
    );
    Ok(used.fetch_optional(conn).await?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// BI-8
    #[test]
    fn a_month_is_one_of_the_calendar_in_utc() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(month_of(at("2026-12-31T23:59:59Z")).to_string(), "2026-12-01");
        assert_eq!(resets_at(at("2026-12-31T23:59:59Z")), at("2027-01-01T00:00:00Z"));
        assert_eq!(resets_at(at("2026-02-01T00:00:00Z")), at("2026-03-01T00:00:00Z"));
    }
}
