//! A subscription as its organization sees it; never an id of Stripe's.

use billing::plan::{self, Code, Interval};
use billing::subscription::{self, Subscription};
use chrono::{DateTime, Utc};
use models::{Access, Money, OrgId, SubscriptionStatus};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

/// What an organization has.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanSubscription)]
pub(crate) struct SubscriptionOut {
    plan: Code,
    plan_name: String,
    features: Vec<String>,
    status: SubscriptionStatus,
    access: Access,
    /// Absent on the free plan, on trial and when the plan is given away.
    interval: Option<Interval>,
    /// What a period costs, before tax.
    amount: Option<Money>,
    seats: Seats,
    period_start: Option<DateTime<Utc>>,
    period_end: Option<DateTime<Utc>>,
    trial_ends_at: Option<DateTime<Utc>>,
    /// From then on new registrations are refused, if nothing is paid.
    read_only_from: Option<DateTime<Utc>>,
    /// A trial can be started.
    trial_available: bool,
    past_due_since: Option<DateTime<Utc>>,
    /// It ends for good.
    cancel_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    granted_until: Option<DateTime<Utc>>,
    scheduled_change: Option<ScheduledOut>,
    limits: PlanLimits,
}

/// Places in the team for organizers and course managers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Seats {
    included: i32,
    /// Bought beyond those.
    paid: i32,
    /// Members and open invitations.
    taken: i64,
    /// The plan has no more than these.
    max: Option<i32>,
    /// Of one more, a period, before tax.
    price: Option<Money>,
}

/// A change at the end of the period.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ScheduledPlanChange)]
pub(crate) struct ScheduledOut {
    plan: Code,
    interval: Interval,
    /// Seats together.
    seats: i32,
    amount: Money,
    effective_at: DateTime<Utc>,
}

/// Limits; null is no limit, 0 allows nothing.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PlanLimits {
    pub(crate) events_per_month: Option<i32>,
    pub(crate) courses_per_month: Option<i32>,
    pub(crate) certificates_per_month: Option<i32>,
    pub(crate) attendees_per_event: Option<i32>,
}

/// Reads all of it.
pub(crate) async fn subscription(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> web::Result<SubscriptionOut> {
    let found = subscription::get(conn, organization).await?;
    let plan = plan::get(conn, found.plan_id).await?;
    let price = match found.plan_price_id {
        Some(id) => Some(plan::price(conn, id).await?),
        None => None,
    };
    let seat =
        price.as_ref().and_then(|price| Some(Money::new(price.seat_amount_minor?, price.currency)));
    Ok(SubscriptionOut {
        plan: plan.code,
        plan_name: plan.name,
        features: plan.features,
        status: found.status,
        access: found.standing().access(now),
        interval: price.as_ref().map(|price| price.interval),
        amount: price.as_ref().map(|price| price.recurring(found.paid_seats)),
        seats: Seats {
            included: plan.included_seats,
            paid: found.paid_seats,
            taken: accounts::membership::seats_taken(conn, organization, now).await?,
            max: plan.max_seats,
            price: seat,
        },
        period_start: found.period_start,
        period_end: found.period_end,
        trial_ends_at: found.trial_ends_at,
        read_only_from: read_only_from(&found, now),
        trial_available: subscription::trial_available(conn, organization).await?,
        past_due_since: found.past_due_since,
        cancel_at: found.cancel_at,
        cancel_reason: found.cancel_reason,
        granted_until: found.granted_until,
        scheduled_change: scheduled(conn, organization).await?,
        limits: PlanLimits {
            events_per_month: plan.events_per_month,
            courses_per_month: plan.courses_per_month,
            certificates_per_month: plan.certificates_per_month,
            attendees_per_event: plan.attendees_per_event,
        },
    })
}

fn read_only_from(found: &Subscription, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let trial = found.status == SubscriptionStatus::Trialing;
    let end = found.trial_ends_at.filter(|_| trial && found.stripe_subscription_id.is_none())?;
    let from = end + chrono::TimeDelta::days(found.grace_days.into());
    (now <= from).then_some(from)
}

async fn scheduled(
    conn: &mut PgConnection,
    organization: OrgId,
) -> web::Result<Option<ScheduledOut>> {
    let Some(change) = subscription::scheduled(conn, organization).await? else { return Ok(None) };
    let price = plan::price(conn, change.plan_price_id).await?;
    let plan = plan::get(conn, price.plan_id).await?;
    Ok(Some(ScheduledOut {
        plan: plan.code,
        interval: price.interval,
        seats: plan.included_seats + change.seats,
        amount: price.recurring(change.seats),
        effective_at: change.effective_at,
    }))
}
