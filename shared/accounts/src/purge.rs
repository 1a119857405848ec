//! What is old goes, and what ended says so.

use chrono::{DateTime, TimeDelta, Utc};
use models::{InvitationId, OrgId, OwnershipTransferId};
use sqlx::PgConnection;

const CHALLENGES: TimeDelta = TimeDelta::days(30);
const LOGINS: TimeDelta = TimeDelta::days(180);

/// Deletes up to `most` challenges that ended 30 days ago.
pub async fn challenges(
    conn: &mut PgConnection,
    most: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from email_challenges where id in (
             select id from email_challenges where expires_at < $1 order by expires_at limit $2)",
        now - CHALLENGES,
        most
    );
    Ok(gone.execute(conn).await?.rows_affected())
}

/// Deletes up to `most` logins that ended 180 days ago.
pub async fn logins(conn: &mut PgConnection, most: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from logins where id in (
             select id from logins where least(revoked_at, expires_at, absolute_expires_at) < $1 limit $2)",
        now - LOGINS,
        most
    );
    Ok(gone.execute(conn).await?.rows_affected())
}

/// Ends up to `most` invitations whose time is over. Two runs at once end different ones.
pub async fn end_invitations(
    conn: &mut PgConnection,
    most: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<InvitationId>> {
    sqlx::query_scalar!(
        "update member_invitations set state = 'expired' where id in (
             select id from member_invitations where state = 'pending' and expires_at <= $1
              order by expires_at limit $2 for update skip locked)
         returning id",
        now,
        most
    )
    .fetch_all(conn)
    .await
}

/// Ends up to `most` offers of ownership whose time is over. Two runs at once end different ones.
pub async fn end_offers(
    conn: &mut PgConnection,
    most: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(OwnershipTransferId, OrgId)>> {
    let ended = sqlx::query!(
        "update ownership_transfers set state = 'expired', ended_at = $1 where id in (
             select id from ownership_transfers where state = 'offered' and expires_at <= $1
              order by expires_at limit $2 for update skip locked)
         returning id, organization_id",
        now,
        most
    );
    Ok(ended.fetch_all(conn).await?.into_iter().map(|row| (row.id, row.organization_id)).collect())
}
