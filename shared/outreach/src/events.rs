//! Mails about what happened to an event as a whole.

use chrono::{DateTime, Utc};
use models::{EventId, RegistrationId};
use sqlx::PgConnection;

use crate::Change;

/// Tells these people what changed.
pub async fn tell_updated(
    _conn: &mut PgConnection,
    _event: EventId,
    _ids: &[RegistrationId],
    _changes: &[Change],
    _message: Option<&str>,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells these people that it will not take place.
pub async fn tell_cancelled(
    _conn: &mut PgConnection,
    _event: EventId,
    _ids: &[RegistrationId],
    _message: Option<&str>,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}
