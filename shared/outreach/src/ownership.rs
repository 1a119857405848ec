//! Mails about the ownership of an organization (OR-10).

use chrono::{DateTime, Utc};
use models::{OrgId, OwnershipTransferId, TimeZone, UserId};
use sqlx::PgConnection;

use crate::members::{self, Notice};
use crate::message::{Message, Ownership, OwnershipStep};
use crate::write::{About, Draft, Recipient, write};

/// Tells the one whom a step concerns: an offer and its end the admin, an answer or none the owner.
/// A new owner is told to everybody who answers for money: owner, admins and finance. `until` is when
/// the offer ends, or when payouts can be changed again.
pub async fn tell(
    conn: &mut PgConnection,
    id: OwnershipTransferId,
    step: OwnershipStep,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let concerns_heir = matches!(step, OwnershipStep::Offered | OwnershipStep::Withdrawn);
    let row = sqlx::query!(
        r#"select t.organization_id as "organization_id: OrgId", o.name as organization,
                  coalesce(f.full_name, '') as "from!", coalesce(h.full_name, '') as "heir!",
                  a.address, a.address_key, u.full_name as name, u.id as "user: UserId", u.locale,
                  u.time_zone as "time_zone: TimeZone"
             from ownership_transfers t
             join organizations o on o.id = t.organization_id
             join users f on f.id = t.from_user_id
             join users h on h.id = t.to_user_id
             join users u on u.id = case when $2 then t.to_user_id else t.from_user_id end and u.erased_at is null
             join user_emails a on a.user_id = u.id and a.is_primary
            where t.id = $1"#,
        id as _,
        concerns_heir
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let organization = row.organization_id;
    let message = Message::OrganizationOwnership(Ownership {
        organization: row.organization,
        organization_id: organization,
        step,
        from: row.from,
        to: row.heir,
        until,
    });
    let (about, new_by) = (About::Organization(organization.into()), format!("{id}:{step:?}"));
    let path = format!("/org/{organization}/team");
    if step == OwnershipStep::Accepted {
        let people = members::read(conn, organization, None, &members::BILLING).await?;
        let path = format!("/org/{organization}");
        let notice = Notice { organization, message, about, new_by, path };
        return members::tell(conn, &notice, people, now).await;
    }
    let to = Recipient {
        address: row.address,
        address_key: row.address_key,
        name: row.name,
        user: Some(row.user),
        locale: row.locale,
        time_zone: row.time_zone,
    };
    let draft = Draft::new(message, to, about, new_by).of(organization).noted(path);
    write(conn, &[draft], now).await
}
