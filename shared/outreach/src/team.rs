//! Notices to the members of an organization who work on the matter.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, RegistrationId, ZoomConnectionId, ZoomMeetingId};
use sqlx::PgConnection;

/// What happened to the places at an event.
#[derive(Clone, Debug)]
pub enum Registrations {
    /// No place is left.
    SoldOut,
}

/// What the organizer should look at after an event.
#[derive(Clone, Debug)]
pub enum Attendance {
    /// The end of the event leaves people or names over.
    Gaps {
        /// Names in the meeting that belong to nobody.
        unmatched: i64,
        /// Confirmed people whom nothing saw.
        missing: i64,
    },
    /// Somebody says that a name in the meeting was theirs.
    Claim {
        /// Whose word it is.
        registration: RegistrationId,
    },
}

/// What happened to Zoom.
#[derive(Clone, Debug)]
pub enum Integration {
    /// A host's account refuses some of what we ask.
    ZoomDegraded {
        /// Which.
        connection: ZoomConnectionId,
        /// What it said.
        reason: String,
    },
    /// A host's account is connected no more.
    ZoomRevoked {
        /// Which.
        connection: ZoomConnectionId,
    },
    /// A meeting was deleted at Zoom.
    MeetingGone {
        /// Whose.
        event: EventId,
        /// Which.
        meeting: ZoomMeetingId,
    },
    /// A meeting could not be made.
    MeetingFailed {
        /// Whose.
        event: EventId,
        /// What Zoom said.
        reason: String,
    },
}

/// Tells who reads registrations.
pub async fn registrations(
    _conn: &mut PgConnection,
    _event: EventId,
    _what: &Registrations,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells who manages attendance.
pub async fn attendance(
    _conn: &mut PgConnection,
    _event: EventId,
    _what: &Attendance,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells who manages integrations.
pub async fn integrations(
    _conn: &mut PgConnection,
    _organization: OrgId,
    _what: &Integration,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}
