//! Ownership goes from hand to hand: the owner offers it to an admin, who has seven days to take it
//! (OR-1, OR-10). Whoever needs both locks the memberships before the offer.

use chrono::{DateTime, TimeDelta, Utc};
use db::OnConstraint as _;
use models::{MembershipId, OrgId, OwnershipTransferId, Role, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::organization::Kind;
use crate::{Error, closing, membership, organization};

const LIFETIME: TimeDelta = TimeDelta::days(7);

/// How far an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OwnershipOfferState)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Nobody has answered.
    Offered,
    /// The admin is the owner now.
    Accepted,
    /// The admin does not want it.
    Declined,
    /// The owner took it back, or the admin is none any more.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// An offer of ownership.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Which.
    pub id: OwnershipTransferId,
    /// Of which organization.
    pub organization_id: OrgId,
    /// Whose it was when it was offered.
    pub from_user_id: UserId,
    /// What that person is called.
    pub from_name: String,
    /// To whom.
    pub to_user_id: UserId,
    /// What that person is called.
    pub to_name: String,
    /// How far it is.
    pub state: State,
    /// Until when it can be taken.
    pub expires_at: DateTime<Utc>,
    /// Since when it stands.
    pub created_at: DateTime<Utc>,
}

impl Offer {
    /// `offered` past its time is `expired`, whether a job has said so or not.
    #[must_use]
    pub fn state_at(&self, now: DateTime<Utc>) -> State {
        let late = self.state == State::Offered && self.expires_at <= now;
        if late { State::Expired } else { self.state }
    }
}

macro_rules! select_offer {
    ($rest:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            Offer,
            r#"select t.id, t.organization_id, t.from_user_id, coalesce(f.full_name, '') as "from_name!", t.to_user_id,
                      coalesce(u.full_name, '') as "to_name!", t.state, t.expires_at, t.created_at
                 from ownership_transfers t
                 join users f on f.id = t.from_user_id
                 join users u on u.id = t.to_user_id "# + $rest,
            $($argument),+
        )
    };
}

/// The offer that can be taken now, if there is one.
pub async fn open(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Offer>> {
    select_offer!(
        "where t.organization_id = $1 and t.state = 'offered' and t.expires_at > $2",
        org as _,
        now
    )
    .fetch_optional(conn)
    .await
}

/// Offers ownership to an admin of a team. One that nobody answered in time gives way.
pub async fn offer(
    conn: &mut PgConnection,
    org: OrgId,
    by: UserId,
    to: MembershipId,
    now: DateTime<Utc>,
) -> Result<Offer, Error> {
    let member = membership::lock(conn, org, to).await?;
    if !membership::roles(&member.roles).contains(&Role::Admin) {
        return Err(Error::NotAnAdmin);
    }
    let organization = organization::get(conn, org).await?;
    if organization.kind == Kind::Personal {
        return Err(Error::NotATeam);
    }
    if organization.closing_at.is_some() {
        return Err(Error::Closing);
    }
    sqlx::query!(
        "update ownership_transfers set state = 'expired', ended_at = $2
          where organization_id = $1 and state = 'offered' and expires_at <= $2",
        org as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    let id = OwnershipTransferId::new(now);
    sqlx::query!(
        "insert into ownership_transfers (id, organization_id, from_user_id, to_user_id, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        id as _,
        org as _,
        by as _,
        member.user_id as _,
        now + LIFETIME,
        now
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("ownership_transfers_open_key", Error::TransferOpen)])?;
    lock(conn, id).await
}

/// Takes ownership: who offered it is an admin then. Twice by the same person changes nothing more;
/// true beside it if this call did it.
pub async fn accept(
    conn: &mut PgConnection,
    id: OwnershipTransferId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(Offer, bool), Error> {
    let seen = addressed(conn, id, user).await?;
    let places = lock_places(conn, &seen).await?;
    let mut offer = lock(conn, id).await?;
    match offer.state_at(now) {
        State::Accepted => return Ok((offer, false)),
        State::Offered => {}
        _ => return Err(Error::TransferEnded),
    }
    closing::check_open(conn, offer.organization_id).await?;
    let place = |user, role| places.iter().find(|place| place.user == user && place.is(role));
    let owner = place(offer.from_user_id, Role::Owner).ok_or(Error::TransferEnded)?;
    let heir = place(offer.to_user_id, Role::Admin).ok_or(Error::NotAnAdmin)?;
    organization::room_for_one_more(conn, user).await?;
    // An organization has one owner at a time (`memberships_owner_key`).
    set_role(conn, owner.id, Role::Admin, now).await?;
    set_role(conn, heir.id, Role::Owner, now).await?;
    end(conn, &mut offer, State::Accepted, now).await?;
    Ok((offer, true))
}

/// Leaves ownership where it is. Twice changes nothing more; true beside it if this call did it.
pub async fn decline(
    conn: &mut PgConnection,
    id: OwnershipTransferId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(Offer, bool), Error> {
    addressed(conn, id, user).await?;
    let offer = lock(conn, id).await?;
    finish(conn, offer, State::Declined, now).await
}

/// Takes an offer back. Twice changes nothing more; true beside it if this call did it.
pub async fn withdraw(
    conn: &mut PgConnection,
    org: OrgId,
    id: OwnershipTransferId,
    now: DateTime<Utc>,
) -> Result<(Offer, bool), Error> {
    let offer = select_offer!(
        "where t.organization_id = $1 and t.id = $2 for no key update of t",
        org as _,
        id as _
    );
    let offer = offer.fetch_optional(&mut *conn).await?.ok_or(Error::NotFound)?;
    finish(conn, offer, State::Withdrawn, now).await
}

/// The offer to somebody who is no admin any more falls (OR-9).
pub(crate) async fn fall(
    conn: &mut PgConnection,
    org: OrgId,
    user: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update ownership_transfers set state = 'withdrawn', ended_at = $3
          where organization_id = $1 and to_user_id = $2 and state = 'offered'",
        org as _,
        user as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn finish(
    conn: &mut PgConnection,
    mut offer: Offer,
    state: State,
    now: DateTime<Utc>,
) -> Result<(Offer, bool), Error> {
    match offer.state_at(now) {
        State::Offered => end(conn, &mut offer, state, now).await.map(|()| (offer, true)),
        ended if ended == state => Ok((offer, false)),
        _ => Err(Error::TransferEnded),
    }
}

/// An offer to somebody else does not exist.
async fn addressed(
    conn: &mut PgConnection,
    id: OwnershipTransferId,
    user: UserId,
) -> Result<Offer, Error> {
    let offer = select_offer!("where t.id = $1 and t.to_user_id = $2", id as _, user as _);
    offer.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

async fn lock(conn: &mut PgConnection, id: OwnershipTransferId) -> Result<Offer, Error> {
    let offer = select_offer!("where t.id = $1 for no key update of t", id as _);
    offer.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

struct Place {
    id: MembershipId,
    user: UserId,
    roles: Vec<String>,
}

impl Place {
    fn is(&self, role: Role) -> bool {
        membership::roles(&self.roles).contains(&role)
    }
}

/// The memberships of both, as far as they still are members.
async fn lock_places(conn: &mut PgConnection, offer: &Offer) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as!(
        Place,
        r#"select id, user_id as "user", roles from memberships
            where organization_id = $1 and user_id in ($2, $3) and ended_at is null order by id for no key update"#,
        offer.organization_id as _,
        offer.from_user_id as _,
        offer.to_user_id as _
    )
    .fetch_all(conn)
    .await
}

/// Owner stands alone, and so does an admin who was one: neither takes a seat of the plan.
async fn set_role(
    conn: &mut PgConnection,
    id: MembershipId,
    role: Role,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update memberships set roles = $2, seat_notice_ends_at = null, version = version + 1, updated_at = $3 where id = $1",
        id as _,
        &membership::words(&[role]),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn end(
    conn: &mut PgConnection,
    offer: &mut Offer,
    state: State,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update ownership_transfers set state = $2, ended_at = $3 where id = $1",
        offer.id as _,
        state.name(),
        now
    )
    .execute(conn)
    .await?;
    offer.state = state;
    Ok(())
}
