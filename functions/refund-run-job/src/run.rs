//! The refunds of a whole cancelled event, some at a time (RF-9). It resumes by what is missing:
//! however often it is begun or broken off, each payment gets one refund.

use billing::refund::{self, Run, RunJob, RunStatus};
use models::{EventId, Fault as _, Kind, RefundRunId};

use crate::State;

/// Payments a call.
const CHUNK: i64 = 200;

/// Closes the pages on which somebody could still pay, asks for the next refunds, and comes again
/// when they are on their way, until nothing is missing.
pub(crate) async fn go_on(app: &State, job: RunJob) -> web::Result<()> {
    let RunJob { run: id, after } = job;
    let Some(event) = running(app, id).await? else { return Ok(()) };
    let now = app.clock.now();
    let pages = refund::open_pages(&mut *app.db.acquire().await?, event).await?;
    for (payment, session) in pages {
        sales::page_ended(&app.db, &app.stripe, (payment, &session), now).await?;
    }
    let payments =
        refund::next_payments(&mut *app.db.acquire().await?, (event, after), CHUNK).await?;
    let last = payments.last().copied();
    for payment in payments {
        match pay_back(app, (id, event), payment).await {
            Ok(()) => {}
            Err(fault) if fault.kind() != Kind::Unavailable => {
                tracing::error!(%payment, error = %fault, "payment left out of the refund run");
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    let mut tx = db::begin(&app.db).await?;
    // What was refused is left behind, and not asked for again and again.
    let more = !refund::next_payments(&mut tx, (event, last.or(after)), 1).await?.is_empty();
    if more {
        let at = refund::turn(&mut tx, now).await?;
        db::outbox::push_at(&mut tx, &RunJob { run: id, after: last.or(after) }, at, now).await?;
    } else {
        refund::asked(&mut tx, id, now).await?;
        refund::finish(&mut tx, id, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The event of a run that is not paused and not done.
async fn running(app: &State, id: RefundRunId) -> web::Result<Option<EventId>> {
    let mut tx = db::begin(&app.db).await?;
    let run = refund::lock_run(&mut tx, id).await?;
    tx.commit().await?;
    Ok(match run {
        Some(Run { status: RunStatus::Running, event, .. }) => event,
        _ => None,
    })
}

async fn pay_back(
    app: &State,
    of: (RefundRunId, EventId),
    payment: models::PaymentId,
) -> Result<(), sales::Error> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    sales::pay_back_event(&mut tx, of, payment, now).await?;
    tx.commit().await?;
    Ok(())
}
