//! Matches, counts, and tells whoever gives credit what has changed.

use chrono::{DateTime, Utc};
use credentials::jobs::EvaluateOffering;
use events::presence;
use events::presence::jobs::ReconcilePresence;
use models::EventId;
use sqlx::PgConnection;

use crate::State;
use crate::read_report::read_report;

pub(crate) async fn reconcile_presence(app: State, job: ReconcilePresence) -> web::Result<()> {
    let now = app.clock.now();
    let event = match job {
        ReconcilePresence::Event { event } => Some(event),
        ReconcilePresence::Report { instance, attempt } => {
            read_report(&app, instance, attempt).await?
        }
    };
    if let Some(event) = event {
        let mut tx = db::begin(&app.db).await?;
        count(&mut tx, event, now).await?;
        tx.commit().await?;
        app.tasks.flush(&app.db).await;
    }
    Ok(())
}

async fn count(conn: &mut PgConnection, event: EventId, now: DateTime<Utc>) -> sqlx::Result<()> {
    presence::recognise(&mut *conn, event, None, now).await?;
    let changed = presence::recompute(&mut *conn, event, None, now).await?;
    if let Some(at) = presence::settles_at(&mut *conn, event, now).await? {
        let key = format!("presence-settles:{event}");
        let job = ReconcilePresence::Event { event };
        db::outbox::push_once(&mut *conn, &job, &key, at, now).await?;
    }
    let Some(organization) = presence::organization_of(&mut *conn, event).await? else {
        return Ok(());
    };
    if !changed.is_empty() {
        let job = EvaluateOffering { organization, event, registration: None };
        db::outbox::push_once(conn, &job, &format!("evaluate:{event}"), now, now).await?;
    }
    Ok(())
}
