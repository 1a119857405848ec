//! One event, one transaction: a failure at one leaves the others alone.

use chrono::{DateTime, Utc};
use models::{EventId, Fault as _, Kind};

use crate::{State, pages};

/// Events per run; the next minute takes the rest.
const BATCH: i64 = 100;

/// Ends what is past its time and serves the queues. Safe to repeat: status and time are judged
/// under the lock.
pub(crate) async fn expire_holds(app: State) -> web::Result<()> {
    let now = app.clock.now();
    pages::close(&app, BATCH, now).await?;
    let due = events::registration::overdue(&mut *app.db.acquire().await?, now, BATCH).await?;
    for event in due {
        match expire(&app, event, now).await {
            Err(fault) if fault.kind() != Kind::Unavailable => {
                tracing::error!(%event, error = %fault, "event left for the next run");
            }
            other => other?,
        }
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn expire(app: &State, event: EventId, now: DateTime<Utc>) -> Result<(), sales::Error> {
    let mut tx = db::begin(&app.db).await?;
    let moves = events::registration::expire(&mut tx, event, now).await?;
    sales::ended(&mut tx, &moves, None, now).await?;
    tx.commit().await?;
    Ok(())
}
