//! After a change of facts: count again at once, and tell whoever gives credit.

use chrono::{DateTime, Utc};
use credentials::jobs::EvaluateOffering;
use events::presence;
use models::{EventId, OrgId, RegistrationId};
use sqlx::PgConnection;

/// Counts these people again, or all.
pub(crate) async fn recount(
    conn: &mut PgConnection,
    (organization, event): (OrgId, EventId),
    people: Option<&[RegistrationId]>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let changed = presence::recompute(&mut *conn, event, people, now).await?;
    let (registration, key) = match changed.as_slice() {
        [] => return Ok(()),
        [only] => (Some(*only), format!("evaluate:{event}:{only}")),
        _ => (None, format!("evaluate:{event}")),
    };
    let job = EvaluateOffering { organization, event, registration };
    db::outbox::push_once(conn, &job, &key, now, now).await
}
