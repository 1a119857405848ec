//! What an organization's plan lets it do now. The one place that decides it: readers of the view
//! `org_limits` bring its facts, and nobody asks for a plan by its name (BI-7).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How much of the product an organization may use (BI-5, BI-6).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = PlanAccess)]
pub enum Access {
    /// No new registration, promo code or mass mail either; what runs goes on.
    ReadOnly,
    /// Nothing is published, nobody is added to the team.
    Grace,
    /// Everything within the limits.
    Full,
}

/// Where a subscription stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SubscriptionStatus {
    /// Nothing is paid, nothing is owed.
    Free,
    /// On trial until its end.
    Trialing,
    /// Bought, and the first payment has not arrived.
    Incomplete,
    /// Paid.
    Active,
    /// A payment failed and is tried again.
    PastDue,
    /// No try is left.
    Unpaid,
    /// Stopped by the platform.
    Paused,
    /// Ended.
    Canceled,
}

/// The facts of a subscription that decide access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// Where it stands.
    pub status: SubscriptionStatus,
    /// Where it stood before a checkout whose payment has not arrived.
    pub previous_status: Option<SubscriptionStatus>,
    /// The end of the trial.
    pub trial_ends_at: Option<DateTime<Utc>>,
    /// Since when a payment is missing.
    pub past_due_since: Option<DateTime<Utc>>,
    /// The end of what is paid.
    pub period_end: Option<DateTime<Utc>>,
    /// Until when the platform gives the plan away.
    pub granted_until: Option<DateTime<Utc>>,
    /// Patience after a trial or a failed payment.
    pub grace_days: i32,
}

impl Standing {
    /// BI-5: a pure function of subscription, plan and the moment. A boundary belongs to what
    /// follows it, except that grace lasts through its last instant.
    #[must_use]
    pub fn access(&self, now: DateTime<Utc>) -> Access {
        use SubscriptionStatus as S;
        if self.granted_until.is_some_and(|until| now < until) {
            return Access::Full;
        }
        let status = match (self.status, self.previous_status) {
            (S::Incomplete, Some(before)) if before != S::Incomplete => before,
            (S::Incomplete, _) => S::Free,
            (status, _) => status,
        };
        match status {
            // A grant that ended gives nothing until the organization is back on the free plan.
            S::Free if self.granted_until.is_some() => Access::Grace,
            S::Free | S::Active => Access::Full,
            S::Trialing => match self.trial_ends_at {
                Some(end) if now < end => Access::Full,
                Some(end) if now <= end + self.grace() => Access::Grace,
                _ => Access::ReadOnly,
            },
            S::PastDue if self.past_due_since.is_none_or(|since| now <= since + self.grace()) => {
                Access::Full
            }
            S::PastDue => Access::Grace,
            S::Canceled if self.period_end.is_some_and(|end| now < end) => Access::Full,
            S::Unpaid | S::Paused | S::Canceled | S::Incomplete => Access::ReadOnly,
        }
    }

    fn grace(&self) -> TimeDelta {
        TimeDelta::days(self.grace_days.into())
    }
}

/// What an organization may do now. A limit of `None` is none, 0 allows nothing (BI-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How much of the product.
    pub access: Access,
    /// Events first published in a month.
    pub events_per_month: Option<i32>,
    /// Courses first published in a month.
    pub courses_per_month: Option<i32>,
    /// Certificates and badges issued in a month.
    pub certificates_per_month: Option<i32>,
    /// People at one event.
    pub attendees_per_event: Option<i32>,
    /// Members with a billable role. Seats that end with the period are not among them (BI-14).
    pub seats: i32,
}

/// A row of the view `org_limits`, as `to_jsonb` gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct OrgLimits {
    /// What decides access.
    #[serde(flatten)]
    pub standing: Standing,
    events_per_month: Option<i32>,
    courses_per_month: Option<i32>,
    certificates_per_month: Option<i32>,
    attendees_per_event: Option<i32>,
    seats: i32,
}

impl OrgLimits {
    /// What holds at this moment.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> Limits {
        Limits {
            access: self.standing.access(now),
            events_per_month: self.events_per_month,
            courses_per_month: self.courses_per_month,
            certificates_per_month: self.certificates_per_month,
            attendees_per_event: self.attendees_per_event,
            seats: self.seats,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_841_600, 0).unwrap() + TimeDelta::days(n)
    }

    const STANDING: Standing = Standing {
        status: SubscriptionStatus::Free,
        previous_status: None,
        trial_ends_at: None,
        past_due_since: None,
        period_end: None,
        granted_until: None,
        grace_days: 14,
    };

    /// BI-5, row by row, with the instants on both sides of each boundary.
    #[test]
    fn access_follows_the_table() {
        use SubscriptionStatus as S;
        let trial = Standing { status: S::Trialing, trial_ends_at: Some(day(30)), ..STANDING };
        let late = Standing { status: S::PastDue, past_due_since: Some(day(0)), ..STANDING };
        let ended = Standing { status: S::Canceled, period_end: Some(day(10)), ..STANDING };
        let granted = Standing { granted_until: Some(day(5)), ..STANDING };
        let buying = |before| Standing {
            status: S::Incomplete,
            previous_status: before,
            trial_ends_at: Some(day(30)),
            ..STANDING
        };
        let of = |status| Standing { status, ..STANDING };
        let tick = TimeDelta::microseconds(1);
        let table = [
            (of(S::Free), day(0), Access::Full),
            (of(S::Active), day(999), Access::Full),
            (of(S::Unpaid), day(0), Access::ReadOnly),
            (of(S::Paused), day(0), Access::ReadOnly),
            (of(S::Trialing), day(0), Access::ReadOnly),
            (trial, day(30) - tick, Access::Full),
            (trial, day(30), Access::Grace),
            (trial, day(44), Access::Grace),
            (trial, day(44) + tick, Access::ReadOnly),
            (late, day(14), Access::Full),
            (late, day(14) + tick, Access::Grace),
            (ended, day(10) - tick, Access::Full),
            (ended, day(10), Access::ReadOnly),
            (of(S::Canceled), day(0), Access::ReadOnly),
            (granted, day(5) - tick, Access::Full),
            (granted, day(5), Access::Grace),
            (Standing { status: S::Unpaid, ..granted }, day(0), Access::Full),
            (buying(None), day(0), Access::Full),
            (buying(Some(S::Trialing)), day(29), Access::Full),
            (buying(Some(S::Trialing)), day(50), Access::ReadOnly),
            (buying(Some(S::Canceled)), day(0), Access::ReadOnly),
        ];
        for (standing, at, access) in table {
            assert_eq!(standing.access(at), access, "{standing:?} at {at}");
        }
        let impatient = Standing { grace_days: 0, ..trial };
        assert_eq!(impatient.access(day(30) + tick), Access::ReadOnly);
    }
}
