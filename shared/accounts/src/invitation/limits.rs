//! How many invitations may be sent, and to whom none is (OR-5).

use chrono::{DateTime, TimeDelta, Utc};
use models::OrgId;
use sqlx::PgConnection;

use crate::Error;

const MOST_A_DAY: i64 = 50;
const MOST_A_DAY_WHILE_NEW: i64 = 20;
const NEW: TimeDelta = TimeDelta::days(14);

/// Makes counts exact: fifty at once race for the last place.
pub(super) async fn lock_organization(conn: &mut PgConnection, org: OrgId) -> sqlx::Result<()> {
    sqlx::query!("select id from organizations where id = $1 for no key update", org as _)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// OR-5: how many mails an organization may send on one day, fewer while it is new. Every one of
/// them stands in the audit log.
pub(super) async fn check_sent_today(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let today = sqlx::query!(
        r#"select (select count(*) from audit_entries
                    where organization_id = $1 and at > $2
                      and action in ('member.invited', 'invitation.resent')) as "sent!",
                  created_at > $3 as "is_new!"
             from organizations where id = $1"#,
        org as _,
        now - TimeDelta::days(1),
        now - NEW
    );
    let today = today.fetch_one(conn).await?;
    let most = if today.is_new { MOST_A_DAY_WHILE_NEW } else { MOST_A_DAY };
    if today.sent < most { Ok(()) } else { Err(Error::InvitationLimit) }
}

/// Whether a member has this address.
pub(super) async fn is_member(
    conn: &mut PgConnection,
    org: OrgId,
    address_key: &str,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from memberships m join user_emails e on e.user_id = m.user_id
                           where m.organization_id = $1 and m.ended_at is null and e.address_key = $2) as "member!""#,
        org as _,
        address_key
    )
    .fetch_one(conn)
    .await
}
