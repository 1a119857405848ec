//! Seats of the plan: members and open invitations in billable roles (BI-11). A member who pays for
//! the own seat takes none while that is so, and whoever is invited to do so holds none (BI-13).

use chrono::{DateTime, Utc};
use models::{OrgId, Role};
use sqlx::PgConnection;

use super::words;

/// How many seats are taken. Whoever was told that the own seat ends has none here any more.
///
/// An invitation past its time has none, whether a job has said so or not.
pub async fn seats_taken(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select (select count(*) from memberships m
                    where m.organization_id = $1 and m.ended_at is null and m.roles && $2
                      and (m.seat_payer = 'organization'
                           or m.seat_notice_ends_at is null and not exists (select from own_seat_payers p where p.user_id = m.user_id)))
                + (select count(*) from member_invitations
                    where organization_id = $1 and state = 'pending' and expires_at > $3
                      and seat_payer = 'organization' and roles && $2) as "taken!""#,
        organization as _,
        &words(&Role::BILLABLE),
        now
    )
    .fetch_one(conn)
    .await
}

/// The same, and nobody else takes one until the transaction ends: ask after the seat was taken.
pub async fn lock_seats(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization as _)
        .fetch_one(&mut *conn)
        .await?;
    seats_taken(conn, organization, now).await
}
