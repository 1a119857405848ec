//! The organizations of a person.

use chrono::{DateTime, Utc};
use models::{MembershipId, OrgId, TimeZone, UserId};
use sqlx::PgConnection;

use crate::organization::Kind;

/// An organization of a person.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The membership.
    pub id: MembershipId,
    /// The organization.
    pub organization_id: OrgId,
    /// What it is called.
    pub name: String,
    /// The address of its page.
    pub slug: String,
    /// Alone, or together.
    pub kind: Kind,
    /// The name of the logo among the media.
    pub logo_object: Option<String>,
    /// Its zone.
    pub time_zone: TimeZone,
    /// Since when it closes.
    pub closing_at: Option<DateTime<Utc>>,
    /// What the person is there.
    pub roles: Vec<String>,
}

/// The organizations of a person, first joined first.
pub async fn mine(conn: &mut PgConnection, user: UserId) -> sqlx::Result<Vec<Mine>> {
    sqlx::query_as!(
        Mine,
        r#"select m.id, m.organization_id, o.name, s.slug, o.kind, o.logo_object,
                  o.time_zone as "time_zone: TimeZone", o.closing_at, m.roles
             from memberships m
             join organizations o on o.id = m.organization_id and o.closed_at is null
             join organization_slugs s on s.organization_id = o.id and s.current
            where m.user_id = $1 and m.ended_at is null order by m.joined_at, m.id"#,
        user as _
    )
    .fetch_all(conn)
    .await
}

/// The organization, if the person is a member of it now.
pub async fn of(conn: &mut PgConnection, user: UserId, org: OrgId) -> sqlx::Result<Option<Mine>> {
    Ok(mine(conn, user).await?.into_iter().find(|mine| mine.organization_id == org))
}
