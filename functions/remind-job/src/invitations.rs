//! Invitations whose time is over; their inviters are told.

use chrono::{DateTime, Utc};

use crate::State;
use crate::remind::BITE;

/// Ends what is due.
pub(crate) async fn end(app: &State, now: DateTime<Utc>) -> sqlx::Result<()> {
    loop {
        let mut tx = db::begin(&app.db).await?;
        let ended = accounts::purge::end_invitations(&mut tx, BITE, now).await?;
        for invitation in &ended {
            outreach::organizations::invitation_answered(&mut tx, *invitation, now).await?;
        }
        tx.commit().await?;
        if i64::try_from(ended.len()).unwrap_or(BITE) < BITE {
            return Ok(());
        }
    }
}
