//! The one subscription of an organization (BI-3): what Stripe says of it, a trial, a grant, or
//! nothing but the free plan.

mod back;
mod change;
mod checkout;
mod closing;
mod customer;
mod due;
mod ending;
mod follow;
mod invoice;
mod portal;
mod quote;
mod remote;
mod schedule;
mod sync;
mod trial;

use chrono::{DateTime, Utc};
use models::{OrgId, PlanId, PlanPriceId, Standing, UserId};
use sqlx::PgConnection;

use crate::Error;

pub use back::Back;
pub use change::{Changed, change_plan};
pub use checkout::{Checkout, Outcome, confirm_checkout, start_checkout};
pub use closing::{EndPlan, end_now, still_running};
pub use customer::detached;
pub use due::{Due, Step, due, end_grants};
pub use ending::{CancelReason, cancel, reactivate};
pub use follow::{Object, follow};
pub use invoice::{InvoiceStatus, PlatformInvoice, invoice, invoices};
pub use models::SubscriptionStatus as Status;
pub use portal::{
    Address, PortalFlow, Profile, ProfileChange, TaxId, edit_profile, open_portal, profile,
};
pub use quote::{Effect, Quote, QuoteLine, Target, quote};
pub use schedule::{ScheduledChange, drop_scheduled_change, scheduled};
pub use sync::{Synced, sync};
pub use trial::{Gift, grant, start_trial, trial_available};

/// Who buys, for whom.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// For this organization.
    pub organization: OrgId,
    /// The member who does it.
    pub user: UserId,
    /// The member's address: where invoices go unless another one is chosen.
    pub email: String,
}

/// Gives a new organization its row, on the free plan. In the transaction that makes it.
pub async fn open(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into subscriptions (organization_id, plan_id, status, created_at, updated_at)
         select $1, id, 'free', $2, $2 from plans where code = 'attendee' and offered_at is not null and retired_at is null",
        organization as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A subscription as it stands.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Whose.
    pub organization_id: OrgId,
    /// The plan that is in force.
    pub plan_id: PlanId,
    /// What is paid for it.
    pub plan_price_id: Option<PlanPriceId>,
    /// Where it stands.
    pub status: Status,
    /// Where it stood before a checkout that is not paid.
    pub previous_status: Option<Status>,
    /// Seats beyond the included ones.
    pub paid_seats: i32,
    /// The end of the trial.
    pub trial_ends_at: Option<DateTime<Utc>>,
    /// Since when a payment is missing.
    pub past_due_since: Option<DateTime<Utc>>,
    /// The period that is paid.
    pub period_start: Option<DateTime<Utc>>,
    /// Its end.
    pub period_end: Option<DateTime<Utc>>,
    /// When it ends for good.
    pub cancel_at: Option<DateTime<Utc>>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// What Stripe calls it.
    pub stripe_subscription_id: Option<String>,
    /// Until when the plan is given away.
    pub granted_until: Option<DateTime<Utc>>,
    /// Patience of its plan.
    pub grace_days: i32,
    /// Raised by each change.
    pub version: i32,
}

impl Subscription {
    /// What decides access.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            status: self.status,
            previous_status: self.previous_status,
            trial_ends_at: self.trial_ends_at,
            past_due_since: self.past_due_since,
            period_end: self.period_end,
            granted_until: self.granted_until,
            grace_days: self.grace_days,
        }
    }

    /// Stripe's id, while Stripe has it running.
    pub fn running(&self) -> Result<&str, Error> {
        let id = self.stripe_subscription_id.as_deref().ok_or(Error::NoSubscription)?;
        if self.status == Status::Canceled { Err(Error::SubscriptionEnded) } else { Ok(id) }
    }
}

/// The subscription of an organization.
pub async fn get(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Subscription> {
    sqlx::query_as!(
        Subscription,
        r#"select s.organization_id, s.plan_id, s.plan_price_id, s.status, s.previous_status as "previous_status: Status",
                  s.paid_seats, s.trial_ends_at, s.past_due_since, s.period_start, s.period_end, s.cancel_at, s.cancel_reason,
                  s.stripe_subscription_id, s.granted_until, p.grace_days, s.version
             from subscriptions s join plans p on p.id = s.plan_id where s.organization_id = $1"#,
        organization as _
    )
    .fetch_one(conn)
    .await
}

/// The same, and nobody else changes it until the transaction ends.
pub async fn lock(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Subscription> {
    sqlx::query!(
        "select organization_id from subscriptions where organization_id = $1 for no key update",
        organization as _
    )
    .fetch_one(&mut *conn)
    .await?;
    get(conn, organization).await
}
