//! One round of everything that is due.

use crate::{State, event_reminders, invitations, invoices, nameless, unmatched};

/// People or invitations of one transaction.
pub(crate) const BITE: i64 = 200;

/// Each part goes on where a run before was cut off.
pub(crate) async fn remind(app: State) -> web::Result<()> {
    let now = app.clock.now();
    event_reminders::tell(&app, now).await?;
    nameless::tell(&app, now).await?;
    invitations::end(&app, now).await?;
    unmatched::tell(&app, now).await?;
    invoices::tell(&app, now).await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}
