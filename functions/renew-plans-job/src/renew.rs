//! One round. What was told before is not told again, so a round may be cut off or come twice.

use billing::reconcile;
use billing::subscription::{self, Due, Step};
use chrono::{DateTime, Utc};
use outreach::message::PlanStep;
use outreach::plans::{self, Matter};

use crate::{State, evidence, held, seats, statements};

/// Ends grants and begins the night's comparison with Stripe, then tells what is due, each organization in a transaction of its own.
pub(crate) async fn renew(app: State) -> web::Result<()> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    subscription::end_grants(&mut tx, now).await?;
    reconcile::tonight(&mut tx, now).await?;
    tx.commit().await?;
    let due = subscription::due(&mut *app.db.acquire().await?, now).await?;
    for due in due {
        tell(&app, due, now).await?;
    }
    evidence::remind(&app, now).await?;
    statements::issue(&app, now).await?;
    held::release(&app, now).await?;
    seats::settle(&app, now).await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn tell(app: &State, due: Due, now: DateTime<Utc>) -> web::Result<()> {
    let (what, days) = match due.step {
        Step::TrialEnding(days) => (PlanStep::TrialEnding, days),
        Step::TrialEnded => (PlanStep::TrialEnded, 0),
        Step::ReadOnlySoon => (PlanStep::ReadOnlySoon, 0),
        Step::PaymentFailed(days) => (PlanStep::PaymentFailed, days),
        Step::Suspended => (PlanStep::Suspended, 0),
        Step::CardExpiring(days) => (PlanStep::CardExpiring, days),
    };
    let matter = Matter { what, subject: format!("{}:{days}", due.subject), at: due.at };
    let mut tx = db::begin(&app.db).await?;
    plans::tell(&mut tx, due.organization, matter, now).await?;
    tx.commit().await?;
    Ok(())
}
