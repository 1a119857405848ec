//! Invitations of members (OR-5 to OR-7). The link proves nothing by itself: who accepts has proven
//! the invited address.

mod limits;

use chrono::{DateTime, TimeDelta, Utc};
use db::OnConstraint as _;
use models::{
    Email, InvitationId, LinkKey, MembershipId, OrgId, Page, Role, Seal, SealKind, Sealed, UserId,
};
use sqlx::PgConnection;

use crate::membership::{self, NewMember, Scopes, SeatPayer};
use crate::{Error, closing};

const LIFETIME: TimeDelta = TimeDelta::days(7);
const MOST_PENDING: i64 = 200;
const MOST_SENT: i32 = 5;
const PAUSE: TimeDelta = TimeDelta::minutes(10);

/// Who is invited, as what.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Whom.
    pub email: Email,
    /// 1 to 4.
    pub roles: Vec<Role>,
    /// What scoped roles may see.
    pub scopes: Scopes,
    /// What the person will be called in the team.
    pub title: Option<String>,
    /// A few words of the inviter.
    pub message: Option<String>,
    /// Who will pay for the seat, where the roles take one.
    pub seat_payer: SeatPayer,
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// Into which organization.
    pub organization_id: OrgId,
    /// What it is called.
    pub organization_name: String,
    /// The address of its page.
    pub slug: String,
    /// The name of its logo among the media.
    pub logo_object: Option<String>,
    /// Whom, as typed.
    pub address: String,
    /// Whom, as compared.
    pub address_key: String,
    /// As what.
    pub roles: Vec<String>,
    /// What scoped roles may see.
    pub scopes: sqlx::types::Json<Scopes>,
    /// What the person will be called in the team.
    pub title: Option<String>,
    /// A few words of the inviter.
    pub message: Option<String>,
    /// Who will pay for the seat, where the roles take one.
    pub seat_payer: SeatPayer,
    /// `pending`, `accepted`, `declined`, `revoked`, `expired`.
    pub state: String,
    /// Of the link.
    pub generation: i32,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// How often it was mailed.
    pub sent_count: i32,
    /// When it was last mailed.
    pub last_sent_at: DateTime<Utc>,
    /// Who invited.
    pub invited_by: UserId,
    /// What that person is called.
    pub inviter: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who answered it.
    pub answered_by: Option<UserId>,
}

impl Invitation {
    /// The seal for the mail.
    #[must_use]
    pub fn sealed(&self) -> Sealed {
        Sealed { kind: SealKind::Invitation, id: self.id.into(), generation: self.generation }
    }

    /// `pending` past its time is `expired`, whether a job has said so or not.
    #[must_use]
    pub fn state_at(&self, now: DateTime<Utc>) -> &str {
        if self.state == "pending" && self.expires_at <= now { "expired" } else { &self.state }
    }

    fn check_open(&self, now: DateTime<Utc>) -> Result<(), Error> {
        match self.state_at(now) {
            "pending" => Ok(()),
            "expired" => Err(Error::LinkExpired),
            "revoked" => Err(Error::LinkInvalid),
            _ => Err(Error::LinkUsed),
        }
    }
}

macro_rules! select_invitation {
    ($conn:expr, $rest:literal, $($argument:expr),*) => {
        sqlx::query_as!(
            Invitation,
            r#"select i.id, i.organization_id, o.name as organization_name, s.slug, o.logo_object, i.address, i.address_key,
                      i.roles, i.scopes as "scopes: _", i.title, i.message,
                      i.seat_payer as "seat_payer: SeatPayer", i.state, i.generation, i.expires_at,
                      i.sent_count, i.last_sent_at, i.invited_by, coalesce(u.full_name, '') as "inviter!", i.created_at,
                      i.answered_by as "answered_by?: UserId"
                 from member_invitations i
                 join organizations o on o.id = i.organization_id and o.closed_at is null
                 join organization_slugs s on s.organization_id = o.id and s.current
                 join users u on u.id = i.invited_by "# + $rest,
            $($argument),*
        )
    };
}

/// Invites. An expired invitation of the same address gives way; a member or a pending one does not.
pub async fn invite(
    conn: &mut PgConnection,
    org: OrgId,
    by: UserId,
    new: NewInvitation,
    now: DateTime<Utc>,
) -> Result<Invitation, Error> {
    limits::lock_organization(conn, org).await?;
    let pending = sqlx::query_scalar!(
        r#"select count(*) as "pending!" from member_invitations
            where organization_id = $1 and state = 'pending' and expires_at > $2"#,
        org as _,
        now
    );
    let pending = pending.fetch_one(&mut *conn).await?;
    if limits::is_member(conn, org, new.email.key()).await? {
        return Err(Error::AlreadyMember);
    }
    if pending >= MOST_PENDING {
        return Err(Error::InvitationLimit);
    }
    limits::check_sent_today(conn, org, now).await?;
    membership::check_scopes(conn, org, &new.scopes).await?;
    sqlx::query!(
        "update member_invitations set state = 'expired'
          where organization_id = $1 and address_key = $2 and state = 'pending' and expires_at <= $3",
        org as _,
        new.email.key(),
        now
    )
    .execute(&mut *conn)
    .await?;
    let id = InvitationId::new(now);
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, scopes, title, message, seat_payer, state,
                                         expires_at, last_sent_at, invited_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $12, 'pending', $9, $10, $11, $10)",
        id as _,
        org as _,
        new.email.address(),
        new.email.key(),
        &membership::words(&new.roles),
        sqlx::types::Json(&new.scopes) as _,
        new.title,
        new.message,
        now + LIFETIME,
        now,
        by as _,
        new.seat_payer.name()
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("member_invitations_pending_key", Error::InvitationPending)])?;
    get(conn, org, id).await
}

async fn get(conn: &mut PgConnection, org: OrgId, id: InvitationId) -> Result<Invitation, Error> {
    let found = select_invitation!(
        conn,
        "where i.organization_id = $1 and i.id = $2 for no key update of i",
        org as _,
        id as _
    );
    found.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

/// The invitations of an organization, newest first.
pub async fn list(
    conn: &mut PgConnection,
    org: OrgId,
    state: Option<&str>,
    page: Page<(DateTime<Utc>, InvitationId)>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Invitation>> {
    let (before, before_id) = page.after.unzip();
    select_invitation!(
        conn,
        "where i.organization_id = $1 and ($2::text is null or case when i.state = 'pending' and i.expires_at <= $6 then 'expired' else i.state end = $2)
           and ($3::timestamptz is null or (i.created_at, i.id) < ($3, $4::uuid))
         order by i.created_at desc, i.id desc limit $5",
        org as _,
        state,
        before,
        before_id as _,
        page.probe(),
        now
    )
    .fetch_all(conn)
    .await
}

/// The pending invitations for any proven address of a person.
pub async fn mine(
    conn: &mut PgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Invitation>> {
    select_invitation!(
        conn,
        "where i.state = 'pending' and i.expires_at > $2
           and i.address_key in (select address_key from user_emails where user_id = $1)
         order by i.created_at desc, i.id desc limit 50",
        user as _,
        now
    )
    .fetch_all(conn)
    .await
}

/// Mails it again under a new link; the older one dies and seven days start again. It holds a seat
/// again, and whoever sends it must be allowed to grant its roles: the caller looks at both.
pub async fn resend(
    conn: &mut PgConnection,
    org: OrgId,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<Invitation, Error> {
    limits::lock_organization(conn, org).await?;
    let mut invitation = get(conn, org, id).await?;
    if !matches!(invitation.state.as_str(), "pending" | "expired") {
        return Err(Error::LinkUsed);
    }
    if limits::is_member(conn, org, &invitation.address_key).await? {
        return Err(Error::AlreadyMember);
    }
    if invitation.sent_count > MOST_SENT || now - invitation.last_sent_at < PAUSE {
        return Err(Error::ResendTooSoon);
    }
    limits::check_sent_today(conn, org, now).await?;
    sqlx::query!(
        "update member_invitations set state = 'pending', generation = generation + 1, sent_count = sent_count + 1,
                last_sent_at = $2, expires_at = $3 where id = $1",
        id as _,
        now,
        now + LIFETIME
    )
    .execute(conn)
    .await
    .on_constraint([("member_invitations_pending_key", Error::InvitationPending)])?;
    invitation.generation += 1;
    invitation.sent_count += 1;
    invitation.expires_at = now + LIFETIME;
    "pending".clone_into(&mut invitation.state);
    Ok(invitation)
}

/// Takes an invitation back; false if it had ended by itself. One that was accepted is no
/// invitation any more.
pub async fn revoke(
    conn: &mut PgConnection,
    org: OrgId,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let invitation = get(conn, org, id).await?;
    match invitation.state.as_str() {
        "pending" | "expired" => answer(conn, id, "revoked", None, now).await.map(|()| true),
        "accepted" => Err(Error::LinkUsed),
        _ => Ok(false),
    }
}

/// The invitation that a link opens, locked; it may have ended.
pub async fn by_link(
    conn: &mut PgConnection,
    key: &LinkKey,
    token: &str,
) -> Result<Invitation, Error> {
    let seal = Seal::parse(token).ok_or(Error::LinkInvalid)?;
    let found = select_invitation!(conn, "where i.id = $1 for no key update of i", seal.id);
    let found = found.fetch_optional(conn).await?;
    found
        .filter(|found| key.opens(&seal, SealKind::Invitation, found.generation))
        .ok_or(Error::LinkInvalid)
}

/// The invitation by its id, for somebody who has proven its address; else it does not exist.
pub async fn by_id(
    conn: &mut PgConnection,
    user: UserId,
    id: InvitationId,
) -> Result<Invitation, Error> {
    let found = select_invitation!(
        conn,
        "where i.id = $1 and i.address_key in (select address_key from user_emails where user_id = $2) for no key update of i",
        id as _,
        user as _
    );
    found.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

/// The invitation that a sign-up carried, whoever's address it is for.
pub async fn carried(
    conn: &mut PgConnection,
    id: InvitationId,
) -> Result<Option<Invitation>, Error> {
    let found = select_invitation!(conn, "where i.id = $1 for no key update of i", id as _);
    Ok(found.fetch_optional(conn).await?)
}

/// Accepts: membership and answer in one transaction. Twice by the same person gives the same
/// membership (OR-7).
pub async fn accept(
    conn: &mut PgConnection,
    invitation: &Invitation,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<MembershipId, Error> {
    if invitation.state == "accepted" && invitation.answered_by == Some(user) {
        return membership::find(conn, invitation.organization_id, user).await;
    }
    invitation.check_open(now)?;
    let proven = sqlx::query_scalar!(
        r#"select exists (select from user_emails where user_id = $1 and address_key = $2) as "proven!""#,
        user as _,
        invitation.address_key
    );
    if !proven.fetch_one(&mut *conn).await? {
        return Err(Error::InvitationForOtherAddress);
    }
    closing::check_open(conn, invitation.organization_id).await?;
    let (roles, title) = (membership::roles(&invitation.roles), invitation.title.clone());
    let seat_payer = invitation.seat_payer;
    let takes_seat = Role::BILLABLE.iter().any(|role| roles.contains(role));
    if seat_payer == SeatPayer::Member && takes_seat && !membership::pays(conn, user).await? {
        return Err(Error::PersonalPlanRequired);
    }
    let new = NewMember { roles, title, invited_by: Some(invitation.invited_by), seat_payer };
    let org = invitation.organization_id;
    let (membership, made) = membership::insert(conn, org, user, new, now).await?;
    // Whoever belongs to it already stays what the organization made of the person (R10).
    if made && invitation.scopes.0 != Scopes::default() {
        membership::store_scopes(conn, org, membership, &invitation.scopes.0).await?;
    }
    answer(conn, invitation.id, "accepted", Some(user), now).await?;
    Ok(membership)
}

/// Declines; no account is needed. Twice changes nothing.
pub async fn decline(
    conn: &mut PgConnection,
    invitation: &Invitation,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if invitation.state == "declined" {
        return Ok(());
    }
    invitation.check_open(now)?;
    answer(conn, invitation.id, "declined", None, now).await
}

async fn answer(
    conn: &mut PgConnection,
    id: InvitationId,
    state: &str,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update member_invitations set state = $2, answered_by = $3, answered_at = $4 where id = $1",
        id as _,
        state,
        by as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
