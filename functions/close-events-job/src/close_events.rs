//! One event, one transaction: a failure at one leaves the others alone.

use models::{Fault as _, Kind};

use crate::State;

/// Events per run; the next minute takes the rest.
const BATCH: i64 = 100;

/// Brings the word of each event up to the clock. Safe to repeat: status and time are judged
/// under the lock.
pub(crate) async fn close_events(app: State) -> web::Result<()> {
    let now = app.clock.now();
    let due = events::event::due(&mut *app.db.acquire().await?, now, BATCH).await?;
    for (org, event) in due {
        let mut tx = db::begin(&app.db).await?;
        match events::event::tick(&mut tx, org, event, now).await {
            Ok(_) => tx.commit().await?,
            Err(fault) if fault.kind() == Kind::Unavailable => return Err(fault.into()),
            Err(fault) => {
                tracing::error!(%event, error = %fault, "event left for the next run");
                tx.rollback().await?;
            }
        }
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}
