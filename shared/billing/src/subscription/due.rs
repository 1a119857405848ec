//! What people are told about their plan, and when: at 08:00 of the organization's zone (BI-21);
//! and plans that were given away and are over.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use db::audit::{self, Actor, Entry};
use models::OrgId;
use serde_json::json;
use sqlx::PgConnection;

use crate::Error;
use crate::days::{last_after, last_before};
use crate::plan::{self, Code};

/// What is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The trial ends in so many days.
    TrialEnding(i64),
    /// The trial is over.
    TrialEnded,
    /// Nothing new can be taken in soon.
    ReadOnlySoon,
    /// A payment failed so many days ago.
    PaymentFailed(i64),
    /// Nothing was paid, and the plan is on hold.
    Suspended,
    /// The card ends in so many days.
    CardExpiring(i64),
}

/// To whom, and about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// To those who manage its billing.
    pub organization: OrgId,
    /// What.
    pub step: Step,
    /// The trial, invoice or card: the same step of it is told once.
    pub subject: String,
    /// The moment that is meant.
    pub at: Option<DateTime<Utc>>,
}

/// Everything that is to be told by now. What was told before is told by its subject and step, so
/// the list may say it again.
pub async fn due(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Due>> {
    let mut all = trials(conn, now).await?;
    all.extend(payments(conn, now).await?);
    all.extend(cards(conn, now).await?);
    Ok(all)
}

async fn trials(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select s.organization_id, s.trial_ends_at as "ends_at!", p.grace_days,
                  (s.trial_ends_at at time zone o.time_zone)::date as "last_day!",
                  (($1::timestamptz at time zone o.time_zone) - interval '8 hours')::date as "today!"
             from subscriptions s
             join plans p on p.id = s.plan_id
             join organizations o on o.id = s.organization_id and o.closed_at is null
            where s.status = 'trialing' and s.stripe_subscription_id is null and s.trial_ends_at < $1::timestamptz + interval '9 days'
              and s.trial_ends_at + make_interval(days => p.grace_days) > $1"#,
        now
    )
    .fetch_all(conn)
    .await?;
    let due = rows.into_iter().filter_map(|row| {
        let left = (row.last_day - row.today).num_days();
        let read_only = row.ends_at + TimeDelta::days(row.grace_days.into());
        let (step, at) = if now >= row.ends_at {
            let soon = i64::from(row.grace_days) + left <= 3;
            if soon { (Step::ReadOnlySoon, read_only) } else { (Step::TrialEnded, read_only) }
        } else {
            (Step::TrialEnding(last_before(left.max(1), &[1, 3, 7])?), row.ends_at)
        };
        let subject = format!("trial:{}", row.ends_at.timestamp());
        Some(Due { organization: row.organization_id, step, subject, at: Some(at) })
    });
    Ok(due.collect())
}

async fn payments(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select i.organization_id, i.stripe_invoice_id, s.status = 'unpaid' as "suspended!",
                  (i.first_failed_at at time zone o.time_zone)::date as "first_day!",
                  (($1::timestamptz at time zone o.time_zone) - interval '8 hours')::date as "today!"
             from platform_invoices i
             join subscriptions s on s.organization_id = i.organization_id
             join organizations o on o.id = i.organization_id and o.closed_at is null
            where i.first_failed_at > $1::timestamptz - interval '60 days'
              and (i.status = 'open' or i.status = 'uncollectible' and s.status = 'unpaid')"#,
        now
    )
    .fetch_all(conn)
    .await?;
    let due = rows.into_iter().filter_map(|row| {
        let passed = (row.today - row.first_day).num_days();
        let step = if row.suspended {
            Step::Suspended
        } else {
            Step::PaymentFailed(last_after(passed, &[0, 3, 7, 12])?)
        };
        let subject = format!("invoice:{}", row.stripe_invoice_id);
        Some(Due { organization: row.organization_id, step, subject, at: None })
    });
    Ok(due.collect())
}

async fn cards(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select c.organization_id, c.card_expires_on as "last_day!",
                  (($1::timestamptz at time zone o.time_zone) - interval '8 hours')::date as "today!"
             from billing_customers c
             join subscriptions s on s.organization_id = c.organization_id and s.stripe_subscription_id is not null
                  and s.status in ('active', 'trialing', 'past_due') and s.cancel_at is null
             join organizations o on o.id = c.organization_id and o.closed_at is null
            where c.card_expires_on between $1::timestamptz::date - 1 and $1::timestamptz::date + 31"#,
        now
    )
    .fetch_all(conn)
    .await?;
    let due = rows.into_iter().filter_map(|row| {
        let left = (row.last_day - row.today).num_days();
        let step = Step::CardExpiring(last_before(left, &[7, 30])?);
        let subject = format!("card:{}", row.last_day);
        let at = midnight(row.last_day);
        Some(Due { organization: row.organization_id, step, subject, at })
    });
    Ok(due.collect())
}

fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    day.and_hms_opt(12, 0, 0).map(|at| at.and_utc())
}

/// Puts organizations whose plan was given away back on the free one. How many.
pub async fn end_grants(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, Error> {
    let free = plan::on_offer(conn, Code::Attendee).await?;
    let ended = sqlx::query!(
        "update subscriptions set plan_id = $2, granted_until = null, granted_reason = null, version = version + 1, updated_at = $1
          where granted_until <= $1 and status = 'free'
         returning organization_id",
        now,
        free.id as _
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in &ended {
        let organization = row.organization_id;
        let kind = "organization";
        let entry =
            Entry::new(Some(organization), Actor::System, "plan.grant-ended", kind, organization);
        audit::write(conn, Entry { after: json!({"plan": free.code}), ..entry }, now).await?;
    }
    Ok(ended.len())
}
