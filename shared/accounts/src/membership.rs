//! Who belongs to an organization, and as what (OR-1 to OR-3, OR-9).

mod mine;
mod own_seat;
mod scopes;
mod seats;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use models::{EventId, MembershipId, OrgId, Page, Role, UserId};
use sqlx::PgConnection;

use crate::{Error, ownership};

pub use mine::{Mine, mine, of};
pub(crate) use own_seat::pays;
pub use own_seat::{SeatPayer, SeatStep, own_seats_to_settle, settle_own_seats};
pub(crate) use scopes::{check_scopes, store_scopes};
pub use seats::{lock_seats, seats_taken};

/// What a scoped role may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Scopes {
    /// All events of the organization, later ones too.
    #[serde(default)]
    pub all_events: bool,
    /// These events.
    #[serde(default)]
    pub event_ids: Vec<EventId>,
}

/// The founder becomes the owner.
pub(crate) async fn insert_owner(
    conn: &mut PgConnection,
    org: OrgId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    insert(
        conn,
        org,
        user,
        NewMember {
            roles: vec![Role::Owner],
            title: None,
            invited_by: None,
            seat_payer: SeatPayer::Organization,
        },
        now,
    )
    .await?;
    Ok(())
}

/// What a new member is.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// 1 to 4.
    pub roles: Vec<Role>,
    /// What the person is called in the team.
    pub title: Option<String>,
    /// Who invited.
    pub invited_by: Option<UserId>,
    /// Who pays for the seat, where the roles take one.
    pub seat_payer: SeatPayer,
}

/// Makes a member, or gives the membership that is there (OR-7); true beside it if it was made.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    org: OrgId,
    user: UserId,
    new: NewMember,
    now: DateTime<Utc>,
) -> Result<(MembershipId, bool), Error> {
    let id = MembershipId::new(now);
    let made = sqlx::query_scalar!(
        r#"with made as (
            insert into memberships (id, organization_id, user_id, roles, title, invited_by, seat_payer, joined_at, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $8, $7, $7, $7)
            on conflict (organization_id, user_id) where ended_at is null do nothing
            returning id
         )
         select id as "id!: MembershipId" from made
         union all
         select id from memberships where organization_id = $2 and user_id = $3 and ended_at is null"#,
        id as _,
        org as _,
        user as _,
        &words(&new.roles),
        new.title,
        new.invited_by as _,
        now,
        new.seat_payer.name()
    );
    let found = made.fetch_one(conn).await?;
    Ok((found, found == id))
}

/// The words of roles, as they are kept.
#[must_use]
pub fn words(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.word().to_owned()).collect()
}

/// The roles that words name.
#[must_use]
pub fn roles(words: &[String]) -> Vec<Role> {
    words.iter().filter_map(|word| Role::of_word(word)).collect()
}

/// A member, as others see it.
#[derive(Clone, Debug)]
pub struct Member {
    /// The membership.
    pub id: MembershipId,
    /// The person.
    pub user_id: UserId,
    /// What the person is called.
    pub full_name: String,
    /// The primary address.
    pub email: String,
    /// What the person is.
    pub roles: Vec<String>,
    /// What the person is called in the team.
    pub title: Option<String>,
    /// When the person came.
    pub joined_at: DateTime<Utc>,
    /// The row's version.
    pub version: i32,
    /// All events, for scoped roles.
    pub all_events: bool,
    /// These events, for scoped roles.
    pub event_ids: Vec<EventId>,
    /// Who pays for the seat, where the roles take one.
    pub seat_payer: SeatPayer,
    /// The own plan has ended and no seat was free: until then the roles stay.
    pub seat_notice_ends_at: Option<DateTime<Utc>>,
    /// Whether the member takes a seat of the organization's plan.
    pub takes_seat: bool,
}

/// The members, first joined first.
pub async fn list(
    conn: &mut PgConnection,
    org: OrgId,
    page: Page<(DateTime<Utc>, MembershipId)>,
) -> sqlx::Result<Vec<Member>> {
    let (after, after_id) = page.after.unzip();
    sqlx::query_as!(
        Member,
        r#"select m.id, m.user_id, u.full_name as "full_name!", e.address as email, m.roles, m.title, m.joined_at, m.version,
                  exists (select from membership_scopes s where s.membership_id = m.id and s.all_events) as "all_events!",
                  array(select s.event_id from membership_scopes s
                         where s.membership_id = m.id and s.event_id is not null) as "event_ids!: Vec<EventId>",
                  m.seat_payer as "seat_payer: SeatPayer", m.seat_notice_ends_at,
                  m.roles && $5 and (m.seat_payer = 'organization'
                      or m.seat_notice_ends_at is null and not exists (select from own_seat_payers p where p.user_id = m.user_id)) as "takes_seat!"
             from memberships m
             join users u on u.id = m.user_id
             join user_emails e on e.user_id = u.id and e.is_primary
            where m.organization_id = $1 and m.ended_at is null
              and ($2::timestamptz is null or (m.joined_at, m.id) > ($2, $3::uuid))
            order by m.joined_at, m.id limit $4"#,
        org as _,
        after,
        after_id as _,
        page.probe(),
        &words(&Role::BILLABLE)
    )
    .fetch_all(conn)
    .await
}

/// One member, locked until the end of the transaction.
pub async fn lock(conn: &mut PgConnection, org: OrgId, id: MembershipId) -> Result<Member, Error> {
    let member = sqlx::query_as!(
        Member,
        r#"select m.id, m.user_id, u.full_name as "full_name!", e.address as email, m.roles, m.title, m.joined_at, m.version,
                  exists (select from membership_scopes s where s.membership_id = m.id and s.all_events) as "all_events!",
                  array(select s.event_id from membership_scopes s
                         where s.membership_id = m.id and s.event_id is not null) as "event_ids!: Vec<EventId>",
                  m.seat_payer as "seat_payer: SeatPayer", m.seat_notice_ends_at,
                  m.roles && $3 and (m.seat_payer = 'organization'
                      or m.seat_notice_ends_at is null and not exists (select from own_seat_payers p where p.user_id = m.user_id)) as "takes_seat!"
             from memberships m
             join users u on u.id = m.user_id
             join user_emails e on e.user_id = u.id and e.is_primary
            where m.organization_id = $1 and m.id = $2 and m.ended_at is null for no key update of m"#,
        org as _,
        id as _,
        &words(&Role::BILLABLE)
    );
    member.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

/// What changes of a member; absent stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// 1 to 4.
    pub roles: Option<Vec<Role>>,
    /// What the person is called in the team.
    pub title: Option<Option<String>>,
    /// Whether a scoped role may see all events.
    pub all_events: Option<bool>,
    /// Which events a scoped role may see.
    pub event_ids: Option<Vec<EventId>>,
    /// Who pays for the seat.
    pub seat_payer: Option<SeatPayer>,
}

impl Change {
    /// What is seen afterwards, if that is part of the change.
    fn scopes(&self, before: &Member) -> Option<Scopes> {
        (self.all_events.is_some() || self.event_ids.is_some()).then(|| Scopes {
            all_events: self.all_events.unwrap_or(before.all_events),
            event_ids: self.event_ids.clone().unwrap_or_else(|| before.event_ids.clone()),
        })
    }
}

/// `memberships_roles_check`, and none twice.
fn check_roles(roles: &[Role]) -> Result<(), Error> {
    let once = roles.iter().collect::<HashSet<_>>().len() == roles.len();
    if once && (1..=4).contains(&roles.len()) { Ok(()) } else { Err(Error::RolesRefused) }
}

/// Who changes a member, and which roles that person may grant.
#[derive(Clone, Debug)]
pub struct By {
    /// The membership of the one who changes.
    pub membership: MembershipId,
    /// From the table in `auth`.
    pub grantable: Vec<Role>,
}

impl By {
    /// OR-1, OR-2: which roles may be taken from, or given to, whom.
    pub fn check(&self, member: &Member, wanted: Option<&[Role]>) -> Result<(), Error> {
        let present = roles(&member.roles);
        if present.contains(&Role::Owner) {
            return Err(Error::OwnerIsFixed);
        }
        if wanted.is_some() && member.id == self.membership {
            return Err(Error::OwnRoles);
        }
        let touched = present.iter().chain(wanted.into_iter().flatten());
        self.check_grant(&touched.copied().collect::<Vec<_>>())
    }

    /// OR-2: every role is one that this person may grant.
    fn check_grant(&self, roles: &[Role]) -> Result<(), Error> {
        let fits = roles.iter().all(|role| self.grantable.contains(role));
        if fits { Ok(()) } else { Err(Error::RoleNotGrantable) }
    }

    /// Whether somebody may be invited as all of this.
    pub fn check_new(&self, roles: &[Role]) -> Result<(), Error> {
        check_roles(roles)?;
        self.check_grant(roles)
    }
}

/// Changes the version that was seen, and nothing else of the person (R10).
pub async fn update(
    conn: &mut PgConnection,
    org: OrgId,
    (id, version): (MembershipId, i32),
    change: Change,
    by: &By,
    now: DateTime<Utc>,
) -> Result<(Member, Member), Error> {
    let before = lock(conn, org, id).await?;
    if before.version != version {
        return Err(Error::Stale);
    }
    let wanted = change.roles.as_deref().filter(|wanted| words(wanted) != before.roles);
    wanted.map_or(Ok(()), check_roles)?;
    let scopes = change.scopes(&before);
    if change.seat_payer.is_some() {
        by.check(&before, wanted)?;
    }
    if wanted.is_some() || roles(&before.roles).contains(&Role::Owner) && scopes.is_some() {
        by.check(&before, wanted)?;
    }
    // OR-8: what is said again of somebody whose plan has ended stays as it is.
    let pays_anew =
        change.seat_payer == Some(SeatPayer::Member) && before.seat_payer != SeatPayer::Member;
    if pays_anew && !own_seat::pays(conn, before.user_id).await? {
        return Err(Error::MemberNotPaying);
    }
    let wanted_words = change.roles.as_deref().map(words);
    sqlx::query!(
        "update memberships set roles = coalesce($3, roles), title = case when $4 then $5 else title end,
                seat_payer = coalesce($7, seat_payer),
                seat_notice_ends_at = case when coalesce($7, seat_payer) = 'member' and coalesce($3, roles) && $8 then seat_notice_ends_at end,
                version = version + 1, updated_at = $6
          where organization_id = $1 and id = $2",
        org as _,
        id as _,
        wanted_words.as_deref(),
        change.title.is_some(),
        change.title.flatten(),
        now,
        change.seat_payer.map(SeatPayer::name),
        &words(&Role::BILLABLE)
    )
    .execute(&mut *conn)
    .await?;
    if let Some(scopes) = &scopes {
        check_scopes(conn, org, scopes).await?;
        store_scopes(conn, org, id, scopes).await?;
    }
    let after = lock(conn, org, id).await?;
    if !roles(&after.roles).contains(&Role::Admin) {
        ownership::fall(conn, org, after.user_id, now).await?;
    }
    Ok((before, after))
}

/// Ends a membership: effective at the next request (OR-9). Gives who it was.
pub async fn end(
    conn: &mut PgConnection,
    org: OrgId,
    id: MembershipId,
    reason: &'static str,
    now: DateTime<Utc>,
) -> Result<Member, Error> {
    let member = lock(conn, org, id).await?;
    if roles(&member.roles).contains(&Role::Owner) {
        return Err(Error::OwnerIsFixed);
    }
    sqlx::query!(
        "with scopes as (delete from membership_scopes where membership_id = $1)
         update memberships set ended_at = $2, ended_reason = $3, version = version + 1, updated_at = $2 where id = $1",
        id as _,
        now,
        reason
    )
    .execute(&mut *conn)
    .await?;
    ownership::fall(conn, org, member.user_id, now).await?;
    Ok(member)
}

/// The live membership of a person, by person.
pub async fn find(
    conn: &mut PgConnection,
    org: OrgId,
    user: UserId,
) -> Result<MembershipId, Error> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: MembershipId" from memberships where organization_id = $1 and user_id = $2 and ended_at is null"#,
        org as _,
        user as _
    );
    id.fetch_optional(conn).await?.ok_or(Error::NotAMember)
}
