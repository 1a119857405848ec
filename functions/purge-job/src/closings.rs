//! Organizations whose thirty days are over close for good, if nothing is open any more (OR-18); and
//! plans that Stripe still has running for one that closes are ended (R21).

use accounts::closing;
use billing::closing::open_money;
use billing::subscription::{self, EndPlan};
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::OrgId;
use outreach::message::ClosingStep;
use sqlx::PgPool;

/// Ends what is due, each organization in a transaction of its own: one that fails holds up no other.
pub(crate) async fn finish(db: &PgPool, now: DateTime<Utc>) -> web::Result<()> {
    let running = end_plans(db, now).await?;
    let due = closing::due(&mut *db.acquire().await?, now).await?;
    let mut outcome = Ok(());
    for org in due {
        if running.contains(&org) {
            stuck(org, "its plan still runs");
        } else {
            outcome = outcome.and(close(db, org, now).await);
        }
    }
    outcome
}

/// What the job that was left behind at closing has not managed, and what was bought since.
async fn end_plans(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<Vec<OrgId>> {
    let mut tx = ::db::begin(db).await?;
    let running = subscription::still_running(&mut tx).await?;
    for organization in &running {
        let job = EndPlan { organization: *organization };
        ::db::outbox::push_once(&mut tx, &job, &format!("end-plan:{organization}"), now, now)
            .await?;
    }
    tx.commit().await?;
    Ok(running)
}

async fn close(db: &PgPool, org: OrgId, now: DateTime<Utc>) -> web::Result<()> {
    let mut tx = ::db::begin(db).await?;
    if !closing::lock_due(&mut tx, org, now).await? {
        return Ok(());
    }
    // A bank may have taken a payment back meanwhile.
    let events = closing::open_events(&mut tx, org, now).await?;
    if !events.is_empty() || !open_money(&mut tx, org, now).await?.is_empty() {
        stuck(org, "events or money are open");
        return Ok(());
    }
    outreach::closing::tell(&mut tx, org, ClosingStep::Closed, now, now).await?;
    closing::finish(&mut tx, org, now).await?;
    let entry = Entry::new(Some(org), Actor::System, "organization.closed", "organization", org);
    audit::write(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(())
}

/// It stays as it is until the next night; somebody should look.
fn stuck(org: OrgId, why: &str) {
    tracing::error!(alarm = "closing-stuck", organization = %org, why, "an organization cannot close");
}
