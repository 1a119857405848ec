//! Mails about belonging to an organization.

use chrono::{DateTime, Utc};
use models::{InvitationId, MembershipId, OrgId, Role, SealKind, Sealed, TimeZone, UserId};
use sqlx::PgConnection;

use crate::message::{Answer, Invitation, InvitationAnswered, Message, Removed, Roles, SeatNotice};
use crate::names::{harmless, masked};
use crate::write::{About, Draft, Recipient, write};

/// Mails an invitation, or mails it again. Nobody proved the address: names that could carry a
/// message of their own are left out.
pub async fn invitation(
    conn: &mut PgConnection,
    id: InvitationId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let row = sqlx::query!(
        r#"select i.organization_id as "organization_id: OrgId", i.address, i.address_key, i.roles, i.message, i.generation,
                  i.expires_at, i.sent_count, o.name as organization, o.locale as organization_locale,
                  o.time_zone as "organization_zone: TimeZone", v.full_name as inviter, u.id as "user?: UserId",
                  u.full_name as "name?", u.locale as "locale?", u.time_zone as "zone?: TimeZone"
             from member_invitations i
             join organizations o on o.id = i.organization_id
             join users v on v.id = i.invited_by
             left join user_emails a on a.address_key = i.address_key
             left join users u on u.id = a.user_id and u.erased_at is null
            where i.id = $1 and i.state = 'pending'"#,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let message = Message::OrganizationInvitation(Invitation {
        seal: Sealed { kind: SealKind::Invitation, id: id.into(), generation: row.generation },
        inviter: row.inviter.as_deref().and_then(harmless).map(str::to_owned),
        organization: harmless(&row.organization).map(str::to_owned),
        roles: roles(&row.roles),
        message: row.message,
        expires_at: row.expires_at,
    });
    let to = Recipient {
        address: row.address,
        address_key: row.address_key,
        name: row.name,
        user: row.user,
        locale: row.locale.unwrap_or(row.organization_locale),
        time_zone: row.zone.unwrap_or(row.organization_zone),
    };
    let new_by = format!("{}.{}", row.generation, row.sent_count);
    let draft = Draft::new(message, to, About::Invitation(id.into()), new_by);
    // Its secret is in the mail alone, so the notice leads to where invitations are listed.
    let draft = draft.noted("/me/organizations".to_owned());
    write(conn, &[draft.of(row.organization_id).until(row.expires_at)], now).await
}

/// Tells the inviter what became of an invitation.
pub async fn invitation_answered(
    conn: &mut PgConnection,
    id: InvitationId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let row = sqlx::query!(
        r#"select i.organization_id as "organization_id: OrgId", i.address as invited, i.state, i.generation, o.name as organization,
                  w.full_name as "who?", a.address, a.address_key, v.full_name as name, v.id as "user: UserId", v.locale,
                  v.time_zone as "time_zone: TimeZone"
             from member_invitations i
             join organizations o on o.id = i.organization_id
             join users v on v.id = i.invited_by and v.erased_at is null
             join user_emails a on a.user_id = v.id and a.is_primary
             left join users w on w.id = i.answered_by
            where i.id = $1"#,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let answer = match row.state.as_str() {
        "accepted" => Answer::Accepted,
        "declined" => Answer::Declined,
        "expired" => Answer::Expired,
        _ => return Ok(()),
    };
    let message = Message::OrganizationInvitationAnswered(InvitationAnswered {
        who: row.who.unwrap_or_else(|| masked(&row.invited)),
        organization: row.organization,
        answer,
        organization_id: row.organization_id,
    });
    let to = Recipient {
        address: row.address,
        address_key: row.address_key,
        name: row.name,
        user: Some(row.user),
        locale: row.locale,
        time_zone: row.time_zone,
    };
    let new_by = format!("{}.{}", row.generation, row.state);
    let draft = Draft::new(message, to, About::Invitation(id.into()), new_by);
    let path = format!("/org/{}/team", row.organization_id);
    write(conn, &[draft.of(row.organization_id).noted(path)], now).await
}

/// Tells a member which roles they have now.
pub async fn role_changed(
    conn: &mut PgConnection,
    id: MembershipId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(row) = member(conn, id).await? else { return Ok(()) };
    let (organization, organization_id) = (row.organization, row.organization_id);
    let facts = Roles { organization, roles: roles(&row.roles), organization_id };
    let message = Message::OrganizationRoleChanged(facts);
    let draft = Draft::new(message, row.to, About::Membership(id.into()), row.version);
    let path = format!("/org/{organization_id}");
    write(conn, &[draft.of(organization_id).noted(path)], now).await
}

/// Tells a member whose own plan has ended until when the roles that take a seat stay (BI-13).
pub async fn seat_notice(
    conn: &mut PgConnection,
    id: MembershipId,
    ends_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(row) = member(conn, id).await? else { return Ok(()) };
    let (organization, organization_id) = (row.organization, row.organization_id);
    let message =
        Message::OrganizationSeatNotice(SeatNotice { organization, ends_at, organization_id });
    let new_by = format!("seat.{}", ends_at.timestamp());
    let draft = Draft::new(message, row.to, About::Membership(id.into()), new_by);
    let path = format!("/org/{organization_id}");
    write(conn, &[draft.of(organization_id).noted(path)], now).await
}

/// Tells a former member that they were removed.
pub async fn member_removed(
    conn: &mut PgConnection,
    id: MembershipId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(row) = member(conn, id).await? else { return Ok(()) };
    let facts = Removed { organization: row.organization };
    let message = Message::OrganizationMemberRemoved(facts);
    let draft = Draft::new(message, row.to, About::Membership(id.into()), "removed");
    let path = "/me/organizations".to_owned();
    write(conn, &[draft.of(row.organization_id).noted(path)], now).await
}

struct Member {
    organization_id: OrgId,
    organization: String,
    roles: Vec<String>,
    version: i32,
    to: Recipient,
}

async fn member(conn: &mut PgConnection, id: MembershipId) -> sqlx::Result<Option<Member>> {
    let row = sqlx::query!(
        r#"select m.organization_id as "organization_id: OrgId", o.name as organization, m.roles, m.version,
                  a.address, a.address_key, u.full_name as name, u.id as "user: UserId", u.locale,
                  u.time_zone as "time_zone: TimeZone"
             from memberships m
             join organizations o on o.id = m.organization_id
             join users u on u.id = m.user_id and u.erased_at is null
             join user_emails a on a.user_id = u.id and a.is_primary
            where m.id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Member {
        organization_id: row.organization_id,
        organization: row.organization,
        roles: row.roles,
        version: row.version,
        to: Recipient {
            address: row.address,
            address_key: row.address_key,
            name: row.name,
            user: Some(row.user),
            locale: row.locale,
            time_zone: row.time_zone,
        },
    }))
}

fn roles(words: &[String]) -> Vec<Role> {
    words.iter().filter_map(|word| Role::of_word(word)).collect()
}
