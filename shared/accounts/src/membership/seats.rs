//! Seats of the plan: members and open invitations in billable roles (BI-11).

use models::{OrgId, Role};
use sqlx::PgConnection;

use super::words;

/// How many seats are taken.
pub async fn seats_taken(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select (select count(*) from memberships where organization_id = $1 and ended_at is null and roles && $2)
                + (select count(*) from member_invitations where organization_id = $1 and state = 'pending' and roles && $2) as "taken!""#,
        organization as _,
        &words(&Role::BILLABLE)
    )
    .fetch_one(conn)
    .await
}

/// The same, and nobody else takes one until the transaction ends: ask after the seat was taken.
pub async fn lock_seats(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<i64> {
    sqlx::query!("select id from organizations where id = $1 for update", organization as _)
        .fetch_one(&mut *conn)
        .await?;
    seats_taken(conn, organization).await
}
