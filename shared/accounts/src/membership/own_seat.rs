//! Members who pay for their seat by the plan of their personal organization, and what becomes of
//! it when that plan ends: a free seat, else a notice of 14 days, then viewer (BI-13).

use chrono::{DateTime, TimeDelta, Utc};
use models::{MembershipId, OrgId, Role, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::{lock_seats, words};

/// How long somebody keeps the roles without a seat.
const NOTICE: TimeDelta = TimeDelta::days(14);

/// Who pays for the seat of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SeatPayer {
    /// The organization, with a seat of its plan.
    Organization,
    /// The member, with the plan of the personal organization.
    Member,
}

impl SeatPayer {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Member => "member",
        }
    }
}

/// What becomes of a member whose own plan has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatStep {
    /// No seat is free: the roles stay until then.
    Notice(MembershipId, DateTime<Utc>),
    /// The time is over, and no seat came free.
    Viewer(MembershipId),
}

/// Whether the personal organization of a person has a plan that is paid.
pub(crate) async fn pays(conn: &mut PgConnection, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from own_seat_payers where user_id = $1) as "pays!""#,
        user as _
    )
    .fetch_one(conn)
    .await
}

/// Organizations in which somebody's own plan has ended, or who was told so and pays again.
pub async fn own_seats_to_settle(conn: &mut PgConnection) -> sqlx::Result<Vec<OrgId>> {
    sqlx::query_scalar!(
        r#"select distinct m.organization_id as "id: OrgId" from memberships m
             join organizations o on o.id = m.organization_id and o.closed_at is null
            where m.seat_payer = 'member' and m.ended_at is null and m.roles && $1
              and (m.seat_notice_ends_at is not null or not exists (select from own_seat_payers p where p.user_id = m.user_id))
            order by 1"#,
        &words(&Role::BILLABLE)
    )
    .fetch_all(conn)
    .await
}

struct Unpaid {
    id: MembershipId,
    notice_ends_at: Option<DateTime<Utc>>,
}

/// Settles the seats of those who do not pay for them any more, under the lock of the seats. A seat
/// that is free goes to whoever is longest in the team; whoever came last is told first.
pub async fn settle_own_seats(
    conn: &mut PgConnection,
    organization: OrgId,
    seats: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<SeatStep>> {
    let mut free = i64::from(seats) - lock_seats(conn, organization, now).await?;
    sqlx::query!(
        "update memberships m set seat_notice_ends_at = null, updated_at = $2, version = version + 1
          where m.organization_id = $1 and m.ended_at is null and m.seat_notice_ends_at is not null
            and exists (select from own_seat_payers p where p.user_id = m.user_id)",
        organization as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    let unpaid = unpaid(conn, organization).await?;
    let (told, counted): (Vec<Unpaid>, Vec<Unpaid>) =
        unpaid.into_iter().partition(|member| member.notice_ends_at.is_some());
    let mut steps = Vec::new();
    for member in told {
        if free > 0 {
            free -= 1;
            notice(conn, member.id, None, now).await?;
        } else if member.notice_ends_at.is_some_and(|end| end <= now) {
            make_viewer(conn, member.id, now).await?;
            steps.push(SeatStep::Viewer(member.id));
        }
    }
    for member in counted.into_iter().rev() {
        if free >= 0 {
            break;
        }
        free += 1;
        let end = now + NOTICE;
        notice(conn, member.id, Some(end), now).await?;
        steps.push(SeatStep::Notice(member.id, end));
    }
    Ok(steps)
}

/// First joined first, locked.
async fn unpaid(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Vec<Unpaid>> {
    sqlx::query_as!(
        Unpaid,
        r#"select m.id, m.seat_notice_ends_at as notice_ends_at from memberships m
            where m.organization_id = $1 and m.seat_payer = 'member' and m.ended_at is null and m.roles && $2
              and not exists (select from own_seat_payers p where p.user_id = m.user_id)
            order by m.joined_at, m.id for no key update of m"#,
        organization as _,
        &words(&Role::BILLABLE)
    )
    .fetch_all(conn)
    .await
}

async fn notice(
    conn: &mut PgConnection,
    id: MembershipId,
    ends_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update memberships set seat_notice_ends_at = $2, updated_at = $3, version = version + 1 where id = $1",
        id as _,
        ends_at,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Roles that need no seat stay; viewer is what is left otherwise.
async fn make_viewer(
    conn: &mut PgConnection,
    id: MembershipId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update memberships set seat_notice_ends_at = null, updated_at = $3, version = version + 1,
                roles = coalesce(nullif(array(select role from unnest(roles) as role where role <> all($2)), '{}'), array[$4])
          where id = $1",
        id as _,
        &words(&Role::BILLABLE),
        now,
        Role::Viewer.word()
    )
    .execute(conn)
    .await?;
    Ok(())
}
