//! What the plan allows: how many events a month, and how many people at one (EV-10).

use auth::{ManageEvents, Org};
use billing::{access, usage};
use chrono::{DateTime, Utc};
use events::event::{self, Event};
use sqlx::PgConnection;

/// The first publishing of an event counts, once in its life, and needs a plan that has not ended.
pub(crate) async fn published(
    conn: &mut PgConnection,
    org: &Org<ManageEvents>,
    event: &Event,
    now: DateTime<Utc>,
) -> web::Result<()> {
    access::full(&org.limits)?;
    let limit = org.limits.events_per_month;
    usage::count(conn, org.id, usage::Metric::Events, event.id, limit, now).await?;
    let Some(most) = org.limits.attendees_per_event else { return Ok(()) };
    Ok(event::cap(conn, event, most, now).await?)
}

/// More people than the plan allows cannot be wished for.
pub(crate) fn allows(org: &Org<ManageEvents>, wished: Option<i32>) -> web::Result<()> {
    match (org.limits.attendees_per_event, wished) {
        (Some(most), Some(wished)) if wished > most => Err(usage::people(most, wished).into()),
        _ => Ok(()),
    }
}
