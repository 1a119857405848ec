//! Which mails a person wants: every switch that there is, with its default.

use auth::{Need, On, User, reach_of};
use models::{OrgId, Role, UserId};
use outreach::message::Category;
use outreach::preferences::{self, Channel, Preference};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::Tagged;

/// Every switch.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preferences {
    version: i32,
    rows: Vec<PreferenceRow>,
}

/// One switch.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreferenceRow {
    /// Absent: it holds everywhere.
    organization: Option<PreferenceOrganization>,
    category: Category,
    channel: Channel,
    default: Channel,
}

/// Where a switch holds.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct PreferenceOrganization {
    id: OrgId,
    name: String,
}

/// What a person may switch.
pub(crate) struct Switch {
    organization: Option<PreferenceOrganization>,
    category: Category,
}

impl Switch {
    /// Where it holds, and of what.
    pub(crate) fn place(&self) -> (Option<OrgId>, Category) {
        (self.organization.as_ref().map(|o| o.id), self.category)
    }

    pub(crate) fn is_for(&self, organization: Option<OrgId>, category: Category) -> bool {
        self.organization.as_ref().map(|o| o.id) == organization && self.category == category
    }
}

/// Which mails the caller wants. What cannot be switched off is not listed.
#[utoipa::path(get, path = "/api/v1/notifications/preferences", tag = "notifications", security(("bearer" = [])),
    responses((status = 200, body = Preferences)))]
pub(crate) async fn get_preferences(
    On(user, mut conn): On<User>,
) -> web::Result<Tagged<Preferences>> {
    Ok(shown(&mut conn, user.id).await?)
}

/// All switches as they stand.
pub(crate) async fn shown(
    conn: &mut PgConnection,
    user: UserId,
) -> sqlx::Result<Tagged<Preferences>> {
    let chosen = preferences::list(conn, user).await?;
    let stopped = preferences::stopped(conn, user).await?;
    let version = version(&chosen, &stopped);
    let row = |switch: Switch| {
        let id = switch.organization.as_ref().map(|o| o.id);
        let found = chosen.iter().find(|p| p.organization == id && p.category == switch.category);
        let default = switch.category.default_channel();
        let channel = match found.map_or(default, |preference| preference.channel) {
            // No mail comes, whatever was chosen before.
            Channel::Email if stopped.contains(&(id, switch.category)) => Channel::InApp,
            channel => channel,
        };
        PreferenceRow {
            organization: switch.organization,
            category: switch.category,
            channel,
            default,
        }
    };
    let rows = switches(conn, user).await?.into_iter().map(row).collect();
    Ok(Tagged { version, body: Preferences { version, rows } })
}

/// The choices have no row of their own that could count: their content is the version (FNV-1a).
pub(crate) fn version(chosen: &[Preference], stopped: &[(Option<OrgId>, Category)]) -> i32 {
    let text = format!("{chosen:?} {stopped:?}");
    let hash = text
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    i32::try_from(hash >> 1).unwrap_or_default()
}

/// What this person may switch: the platform's reminders, and of each organization what their
/// roles reach.
pub(crate) async fn switches(conn: &mut PgConnection, user: UserId) -> sqlx::Result<Vec<Switch>> {
    let memberships = sqlx::query!(
        r#"select o.id as "id: OrgId", o.name, m.roles from memberships m join organizations o on o.id = m.organization_id
            where m.user_id = $1 and m.ended_at is null and o.closed_at is null order by o.name, o.id"#,
        user as _
    )
    .fetch_all(conn)
    .await?;
    let mut all = vec![Switch { organization: None, category: Category::Reminders }];
    for membership in memberships {
        let roles: Vec<Role> =
            membership.roles.iter().filter_map(|word| Role::of_word(word)).collect();
        let matters = [
            (Category::TeamRegistrations, Need::ReadRegistrations),
            (Category::TeamAttendance, Need::ManageAttendance),
            (Category::TeamIntegrations, Need::ManageIntegrations),
            (Category::TeamMembers, Need::ManageMembers),
        ];
        let organization = PreferenceOrganization { id: membership.id, name: membership.name };
        let reached =
            matters.into_iter().filter(|(_, need)| reach_of(&roles, *need) != auth::Reach::None);
        all.extend(
            reached
                .map(|(category, _)| Switch { organization: Some(organization.clone()), category }),
        );
    }
    Ok(all)
}
