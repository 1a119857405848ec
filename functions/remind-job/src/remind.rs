//! One round of everything that is due.

use crate::{State, event_reminders, invitations, invoices, nameless, unmatched};

/// People or invitations of one transaction.
pub(crate) const BITE: i64 = 200;

/// Each part goes on where a run before was cut off, and one that fails holds up no other.
pub(crate) async fn remind(app: State) -> web::Result<()> {
    let now = app.clock.now();
    let parts = [
        ("event reminders", event_reminders::tell(&app, now).await),
        ("names", nameless::tell(&app, now).await),
        ("invitations", invitations::end(&app, now).await),
        ("unmatched", unmatched::tell(&app, now).await),
        ("invoices", invoices::tell(&app, now).await),
    ];
    app.tasks.flush(&app.db).await;
    let mut failed = None;
    for (part, ended) in parts {
        if let Err(error) = ended {
            tracing::error!(part, error = &error as &dyn std::error::Error, "not reminded");
            failed = failed.or(Some(error));
        }
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}
