//! What the platform kept of the sales of the months that have ended (RF-12).

use billing::document::{self, DocumentJob};
use chrono::{DateTime, Utc};

use crate::State;

/// Asks for the statements that are missing; one that is asked for twice is issued once.
pub(crate) async fn issue(app: &State, now: DateTime<Utc>) -> web::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    for (organization, month) in document::months_due(&mut tx, now).await? {
        let key = format!("fee-statement:{organization}:{month}");
        let job = DocumentJob::Month { organization, month };
        db::outbox::push_once(&mut tx, &job, &key, now, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
