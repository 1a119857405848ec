//! Mails about belonging to an organization.

use chrono::{DateTime, Utc};
use models::{InvitationId, MembershipId};
use sqlx::PgConnection;

/// Mails an invitation, or mails it again.
pub async fn invitation(
    _conn: &mut PgConnection,
    _id: InvitationId,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells the inviter what became of an invitation.
pub async fn invitation_answered(
    _conn: &mut PgConnection,
    _id: InvitationId,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells a member which roles they have now.
pub async fn role_changed(
    _conn: &mut PgConnection,
    _id: MembershipId,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells a former member that they were removed.
pub async fn member_removed(
    _conn: &mut PgConnection,
    _id: MembershipId,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}
