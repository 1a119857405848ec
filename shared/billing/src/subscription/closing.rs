//! The subscription of an organization that closes ends at once (BI-18, R21). Nothing is said to
//! Stripe where the closing is written down: a job does that, as often as it takes.

use chrono::{DateTime, Utc};
use db::outbox::Job;
use models::OrgId;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};

use super::{Object, checkout, follow, get};
use crate::Error;
use crate::stripe::Stripe;

/// Ends the subscription of an organization that is closing or closed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct EndPlan {
    /// Whose.
    pub organization: OrgId,
}

impl Job for EndPlan {
    const QUEUE: &'static str = "end-plan";
}

/// Organizations that close or have closed, and of which Stripe still has a subscription running or
/// a page where one can be bought.
pub async fn still_running(conn: &mut PgConnection) -> sqlx::Result<Vec<OrgId>> {
    sqlx::query_scalar!(
        r#"select o.id as "id: OrgId" from organizations o
            where (o.closing_at is not null or o.closed_at is not null)
              and (exists (select from subscriptions s where s.organization_id = o.id
                              and s.stripe_subscription_id is not null and s.status <> 'canceled')
                   or exists (select from plan_checkouts c where c.organization_id = o.id and c.ended_at is null))
            order by o.id limit 1000"#
    )
    .fetch_all(conn)
    .await
}

/// Closes a page on which a plan could be bought, ends the subscription at Stripe at once, and with
/// it a change that was to come, and takes over what Stripe then says. An organization that was opened again meanwhile
/// keeps what it has. May be done twice.
pub async fn end_now(
    db: &PgPool,
    stripe: &Stripe,
    job: EndPlan,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let EndPlan { organization } = job;
    let closing = sqlx::query_scalar!(
        r#"select exists (select from organizations where id = $1
                             and (closing_at is not null or closed_at is not null)) as "closing!""#,
        organization as _
    );
    if !closing.fetch_one(db).await? {
        return Ok(());
    }
    checkout::close_open(db, stripe, organization, now).await?;
    let before = get(&mut *db.acquire().await?, organization).await?;
    let Ok(id) = before.running() else { return Ok(()) };
    stripe.delete(&format!("/v1/subscriptions/{id}")).await.map_err(Error::Stripe)?;
    follow(db, stripe, Object::Subscription, id, now).await?;
    Ok(())
}
