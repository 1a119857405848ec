//! Trials without a card, one an organization and one a founder (BI-4); plans that the platform
//! gives away for a while.

use chrono::{DateTime, TimeDelta, Utc};
use db::OnConstraint as _;
use db::audit::{self, Actor, Entry};
use models::{OrgId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::{Status, Subscription, get, lock};
use crate::Error;
use crate::error::field;
use crate::plan::{self, Code, Plan};

/// Starts the trial of a plan. While one runs, the plan changes and the end stays.
pub async fn start_trial(
    conn: &mut PgConnection,
    organization: OrgId,
    by: UserId,
    code: Code,
    now: DateTime<Utc>,
) -> Result<Subscription, Error> {
    let before = lock(conn, organization).await?;
    let plan = plan::on_offer(conn, code).await?;
    if plan.trial_days == 0 {
        return Err(Error::PlanNotOffered);
    }
    let running = before.trial_ends_at.is_some_and(|end| now < end);
    let ends_at = match before.status {
        _ if before.running().is_ok() || before.granted_until.is_some_and(|until| now < until) => {
            return Err(Error::SubscriptionExists);
        }
        Status::Free => insert(conn, organization, &plan, now).await?,
        Status::Trialing if running => {
            sqlx::query!(
                "update trials set plan_id = $2 where organization_id = $1",
                organization as _,
                plan.id as _
            )
            .execute(&mut *conn)
            .await?;
            before.trial_ends_at
        }
        _ => return Err(Error::TrialUsed),
    };
    sqlx::query!(
        "update subscriptions set plan_id = $2, status = 'trialing', trial_ends_at = $3, granted_until = null,
                granted_reason = null, version = version + 1, updated_at = $4
          where organization_id = $1",
        organization as _,
        plan.id as _,
        ends_at,
        now
    )
    .execute(&mut *conn)
    .await?;
    let entry = Entry::new(
        Some(organization),
        Actor::User(by),
        "plan.trial-started",
        "organization",
        organization,
    );
    let after = json!({"plan": plan.code, "trial_ends_at": ends_at});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(get(conn, organization).await?)
}

async fn insert(
    conn: &mut PgConnection,
    organization: OrgId,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let ends_at = now + TimeDelta::days(plan.trial_days.into());
    sqlx::query!(
        "insert into trials (organization_id, founder_user_id, plan_id, started_at, ends_at)
         select id, created_by, $2, $3, $4 from organizations where id = $1",
        organization as _,
        plan.id as _,
        now,
        ends_at
    )
    .execute(conn)
    .await
    .on_constraint([
        ("trials_one_per_org", Error::TrialUsed),
        ("trials_one_per_founder", Error::TrialUsed),
    ])?;
    Ok(Some(ends_at))
}

/// A plan that is given away.
#[derive(Clone, Copy, Debug)]
pub struct Gift<'a> {
    /// Which plan.
    pub plan: Code,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: &'a str,
    /// Who gives it.
    pub by: UserId,
}

/// Gives a plan away until a moment, with the reason; nobody pays for it then. A running trial
/// ends with that.
pub async fn grant(
    conn: &mut PgConnection,
    organization: OrgId,
    gift: Gift<'_>,
    now: DateTime<Utc>,
) -> Result<Subscription, Error> {
    let Gift { plan: code, until, reason, by } = gift;
    let before = lock(conn, organization).await?;
    if before.running().is_ok() {
        return Err(Error::SubscriptionExists);
    }
    if reason.trim().is_empty() {
        return Err(Error::ReasonRequired);
    }
    if until <= now || code == Code::Attendee {
        let (place, detail) = match code {
            Code::Attendee => ("/plan", "This plan is free for everybody."),
            _ => ("/until", "This is over already."),
        };
        return Err(Error::PlanRefused(vec![field(place, "out-of-range", detail)]));
    }
    let plan = plan::on_offer(conn, code).await?;
    sqlx::query!(
        "update subscriptions set plan_id = $2, plan_price_id = null, status = 'free', paid_seats = 0, trial_ends_at = null,
                granted_until = $3, granted_reason = $4, version = version + 1, updated_at = $5
          where organization_id = $1",
        organization as _,
        plan.id as _,
        until,
        reason,
        now
    )
    .execute(&mut *conn)
    .await?;
    let (org, actor) = (Some(organization), Actor::Support(by));
    let entry = Entry::new(org, actor, "plan.granted", "organization", organization);
    let after = json!({"plan": code, "until": until, "reason": reason});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(get(conn, organization).await?)
}

/// Whether a trial can still be started (BI-4).
pub async fn trial_available(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select s.status = 'free' and s.granted_until is null and not exists (
                      select from trials t where t.organization_id = o.id or t.founder_user_id = o.created_by) as "available!"
             from organizations o join subscriptions s on s.organization_id = o.id where o.id = $1"#,
        organization as _
    )
    .fetch_one(conn)
    .await
}
