//! The members of an organization whose roles reach a matter, and whether they want mail about it.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, Role, TimeZone, UserId};
use sqlx::PgConnection;

use crate::message::{Category, Message};
use crate::preferences::Channel;
use crate::write::{About, Draft, Recipient, write};

/// Which roles a matter reaches, and where their wish about it stands. The table of rights is the
/// `auth` crate's; a test holds this one to it.
pub(crate) struct Matter {
    pub(crate) everywhere: &'static [Role],
    pub(crate) scoped: &'static [Role],
    /// The switch for it; what has none is always mailed.
    pub(crate) category: Option<Category>,
}

pub(crate) const REGISTRATIONS: Matter = Matter {
    everywhere: &[Role::Owner, Role::Admin, Role::Organizer, Role::Finance],
    scoped: &[Role::Instructor],
    category: Some(Category::TeamRegistrations),
};
pub(crate) const ATTENDANCE: Matter = Matter {
    everywhere: &[Role::Owner, Role::Admin, Role::Organizer, Role::CourseManager],
    scoped: &[Role::Instructor],
    category: Some(Category::TeamAttendance),
};
pub(crate) const INTEGRATIONS: Matter = Matter {
    everywhere: &[Role::Owner, Role::Admin],
    scoped: &[],
    category: Some(Category::TeamIntegrations),
};
pub(crate) const MONEY: Matter = Matter {
    everywhere: &[Role::Owner, Role::Admin, Role::Organizer, Role::CourseManager, Role::Finance],
    scoped: &[],
    category: None,
};
pub(crate) const BILLING: Matter =
    Matter { everywhere: &[Role::Owner, Role::Admin, Role::Finance], scoped: &[], category: None };
pub(crate) const EVERYBODY: Matter = Matter { everywhere: &Role::ALL, scoped: &[], category: None };
pub(crate) const PAYOUTS: Matter =
    Matter { everywhere: &[Role::Owner, Role::Admin], scoped: &[], category: None };

pub(crate) struct Member {
    to: Recipient,
    channel: Channel,
}

/// Who is reached. Without an event nobody is reached by a scope.
pub(crate) async fn read(
    conn: &mut PgConnection,
    organization: OrgId,
    event: Option<EventId>,
    matter: &Matter,
) -> sqlx::Result<Vec<Member>> {
    let words =
        |roles: &[Role]| roles.iter().map(|role| role.word().to_owned()).collect::<Vec<_>>();
    let rows = sqlx::query!(
        r#"select a.address, a.address_key, u.full_name as name, u.id as "user: UserId", u.locale,
                  u.time_zone as "zone: TimeZone", p.channel as "channel?: Channel"
             from memberships m
             join users u on u.id = m.user_id and u.erased_at is null and u.disabled_at is null
             join user_emails a on a.user_id = u.id and a.is_primary
             left join message_preferences p on p.user_id = u.id and p.organization_id = m.organization_id and p.category = $5
            where m.organization_id = $1 and m.ended_at is null
              and (m.roles && $3 or (m.roles && $4 and exists (
                       select 1 from membership_scopes s
                        where s.membership_id = m.id and (s.event_id = $2 or (s.all_events and $2 is not null)))))
            order by u.id"#,
        organization as _,
        event as _,
        &words(matter.everywhere),
        &words(matter.scoped),
        matter.category as _
    )
    .fetch_all(conn)
    .await?;
    let usual = matter.category.map(Category::default_channel);
    let member = rows.into_iter().map(|row| Member {
        channel: row.channel.or(usual).unwrap_or(Channel::Email),
        to: Recipient {
            address: row.address,
            address_key: row.address_key,
            name: row.name,
            user: Some(row.user),
            locale: row.locale,
            time_zone: row.zone,
        },
    });
    Ok(member.collect())
}

/// What members are told.
pub(crate) struct Notice {
    pub(crate) organization: OrgId,
    pub(crate) message: Message,
    pub(crate) about: About,
    pub(crate) new_by: String,
    pub(crate) path: String,
}

/// Tells these members. Whoever reads it in the app alone has no line in the log of mails.
pub(crate) async fn tell(
    conn: &mut PgConnection,
    notice: &Notice,
    people: Vec<Member>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let draft = |member: Member| {
        let draft = Draft::new(notice.message.clone(), member.to, notice.about, &notice.new_by);
        let mailed = member.channel == Channel::Email;
        Draft { mailed, ..draft.of(notice.organization).noted(notice.path.clone()) }
    };
    let wanted = people.into_iter().filter(|member| member.channel != Channel::Off);
    let drafts: Vec<Draft> = wanted.map(draft).collect();
    write(conn, &drafts, now).await
}

#[cfg(test)]
mod tests {
    use auth::{Need, Reach, reach};

    use super::*;

    #[test]
    fn matters_reach_those_whom_the_table_of_rights_lets_act() {
        let matters = [
            (&REGISTRATIONS, Need::ReadRegistrations),
            (&ATTENDANCE, Need::ManageAttendance),
            (&INTEGRATIONS, Need::ManageIntegrations),
            (&MONEY, Need::ViewFinance),
            (&BILLING, Need::ManageBilling),
            (&PAYOUTS, Need::ManagePayouts),
            (&EVERYBODY, Need::ViewOrganization),
        ];
        for (matter, need) in matters {
            for role in Role::ALL {
                let told = match (matter.everywhere.contains(&role), matter.scoped.contains(&role))
                {
                    (true, _) => Reach::Everywhere,
                    (_, true) => Reach::Scoped,
                    _ => Reach::None,
                };
                assert_eq!(told, reach(role, need), "{role:?} {need:?}");
            }
        }
    }
}
