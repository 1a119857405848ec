//! Logins: signed-in devices, each a family of refresh values (AC-15 to AC-17).

mod cookie;
mod device;

use chrono::{DateTime, TimeDelta, Utc};
pub use cookie::{BadRefreshKey, Presented, RefreshKey};
pub use device::device_name;
use models::{LoginId, OrgId, UserId};
use sqlx::PgConnection;

use crate::Error;

const GRACE: TimeDelta = TimeDelta::seconds(10);
const MOST: i64 = 20;

/// A device that signs in.
#[derive(Clone, Debug)]
pub struct NewLogin {
    /// Who.
    pub user: UserId,
    /// How identity was proven: `pwd`, `link`.
    pub method: &'static str,
    /// The browser's own name, from a cookie of 400 days.
    pub device_id: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// /24 or /48.
    pub ip_prefix: String,
    /// Whether it stays signed in when the browser closes.
    pub remembered: bool,
}

/// A login and where its refresh values stand.
#[derive(Clone, Debug)]
pub struct Login {
    /// Which.
    pub id: LoginId,
    /// Whose.
    pub user: UserId,
    /// Binds the refresh values to this row.
    pub refresh_salt: Vec<u8>,
    /// The generation that is good now.
    pub generation: i32,
    /// The default of the next page load.
    pub organization: Option<OrgId>,
    /// Whether it stays signed in when the browser closes.
    pub remembered: bool,
    /// When identity was proven.
    pub authenticated_at: DateTime<Utc>,
    /// How.
    pub methods: Vec<String>,
    /// When the idle time ends.
    pub expires_at: DateTime<Utc>,
}

fn idle(remembered: bool) -> TimeDelta {
    if remembered { TimeDelta::days(30) } else { TimeDelta::hours(12) }
}

fn absolute(remembered: bool) -> TimeDelta {
    if remembered { TimeDelta::days(90) } else { TimeDelta::hours(24) }
}

/// Opens a login. True beside it when the account never saw this device (AC-21). The twenty-first
/// login ends the one used longest ago.
///
/// # Panics
/// Without the system's randomness nobody can be signed in safely.
pub async fn open(
    conn: &mut PgConnection,
    new: NewLogin,
    now: DateTime<Utc>,
) -> Result<(Login, bool), Error> {
    let mut refresh_salt = vec![0; 32];
    aws_lc_rs::rand::fill(&mut refresh_salt).expect("the system's randomness");
    let absolute_end = now + absolute(new.remembered);
    let login = Login {
        id: LoginId::new(now),
        user: new.user,
        refresh_salt,
        generation: 1,
        organization: None,
        remembered: new.remembered,
        authenticated_at: now,
        methods: vec![new.method.to_owned()],
        expires_at: now + idle(new.remembered),
    };
    let known = sqlx::query_scalar!(
        r#"with latest as (
            select id from logins where user_id = $2 and revoked_at is null and expires_at > $8
             order by rotated_at desc offset $11
         ), crowded as (
            update logins set revoked_at = $8, revoked_reason = 'limit' where id in (select id from latest)
         ), opened as (
            insert into logins (id, user_id, refresh_salt, rotated_at, expires_at, absolute_expires_at, authenticated_at,
                                methods, device_id, user_agent, ip_prefix, remembered, created_at, organization_id)
            values ($1, $2, $3, $8, $4, $5, $8, $6, $7, $9, $10, $12, $8,
                    (select m.organization_id from memberships m where m.user_id = $2 and m.ended_at is null
                      order by m.joined_at desc, m.id desc limit 1))
         )
         select exists (select from logins where user_id = $2)
                and not exists (select from logins where user_id = $2 and device_id = $7) as "new_device!""#,
        login.id as _,
        new.user as _,
        login.refresh_salt,
        login.expires_at,
        absolute_end,
        &login.methods,
        new.device_id,
        now,
        new.user_agent,
        new.ip_prefix,
        MOST - 1,
        new.remembered
    )
    .fetch_one(conn)
    .await?;
    Ok((login, known))
}

/// What presenting a refresh value came to.
#[derive(Debug)]
pub enum Rotation {
    /// The login goes on under the next value.
    Goes(Login),
    /// An old value came back: the family is dead, whoever holds it (AC-16).
    Reused(Login),
}

/// Rotates by one guarded update from n to n + 1. Presenting n − 1 within ten seconds gives the
/// same successor: two tabs, or a lost answer.
pub async fn rotate(
    conn: &mut PgConnection,
    key: &RefreshKey,
    presented: &Presented,
    now: DateTime<Utc>,
) -> Result<Rotation, Error> {
    let row = sqlx::query!(
        r#"select l.user_id as "user: UserId", l.refresh_salt, l.generation, l.rotated_at, l.expires_at,
                  l.absolute_expires_at, l.authenticated_at, l.methods,
                  l.organization_id as "organization: OrgId", l.remembered, l.revoked_at, u.disabled_at
             from logins l join users u on u.id = l.user_id where l.id = $1 for no key update of l"#,
        presented.login as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .filter(|row| key.made(presented, &row.refresh_salt))
    .ok_or(Error::LoginEnded)?;
    let over = row.expires_at <= now || row.absolute_expires_at <= now;
    if row.revoked_at.is_some() || over || row.disabled_at.is_some() {
        return Err(Error::LoginEnded);
    }
    let mut login = Login {
        id: presented.login,
        user: row.user,
        refresh_salt: row.refresh_salt,
        generation: row.generation,
        organization: row.organization,
        remembered: row.remembered,
        authenticated_at: row.authenticated_at,
        methods: row.methods,
        expires_at: row.expires_at,
    };
    if presented.generation + 1 == row.generation && now - row.rotated_at <= GRACE {
        return Ok(Rotation::Goes(login));
    }
    if presented.generation != row.generation {
        end(conn, presented.login, "reuse", now).await?;
        return Ok(Rotation::Reused(login));
    }
    login.generation += 1;
    login.expires_at = (now + idle(row.remembered)).min(row.absolute_expires_at);
    sqlx::query!(
        "update logins set generation = $2, rotated_at = $3, expires_at = $4 where id = $1 and generation = $2 - 1",
        login.id as _,
        login.generation,
        now,
        login.expires_at
    )
    .execute(conn)
    .await?;
    Ok(Rotation::Goes(login))
}

/// Which organization the next page load begins with.
pub async fn remember_organization(
    conn: &mut PgConnection,
    id: LoginId,
    org: OrgId,
) -> Result<(), Error> {
    sqlx::query!("update logins set organization_id = $2 where id = $1", id as _, org as _)
        .execute(conn)
        .await?;
    Ok(())
}

/// Identity was proven again on this device.
pub async fn proved_again(
    conn: &mut PgConnection,
    id: LoginId,
    now: DateTime<Utc>,
) -> Result<Login, Error> {
    let login = sqlx::query_as!(
        Login,
        r#"update logins set authenticated_at = $2 where id = $1 and revoked_at is null
           returning id as "id: LoginId", user_id as "user: UserId", refresh_salt, generation,
                     organization_id as "organization: OrgId", remembered, authenticated_at, methods, expires_at"#,
        id as _,
        now
    );
    login.fetch_optional(conn).await?.ok_or(Error::LoginEnded)
}

/// Ends one login. Ending it twice changes nothing.
pub async fn end(
    conn: &mut PgConnection,
    id: LoginId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update logins set revoked_at = $3, revoked_reason = $2 where id = $1 and revoked_at is null",
        id as _,
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends one's own login by its id.
pub async fn end_own(
    conn: &mut PgConnection,
    user: UserId,
    id: LoginId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let ended = sqlx::query!(
        "update logins set revoked_at = $3, revoked_reason = 'ended-by-user'
          where id = $1 and user_id = $2 and revoked_at is null",
        id as _,
        user as _,
        now
    )
    .execute(conn)
    .await?;
    if ended.rows_affected() == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Ends every login of a person, but for one.
pub async fn end_all(
    conn: &mut PgConnection,
    user: UserId,
    except: Option<LoginId>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let ended = sqlx::query!(
        "update logins set revoked_at = $4, revoked_reason = $3
          where user_id = $1 and revoked_at is null and ($2::uuid is null or id <> $2)",
        user as _,
        except as _,
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(ended.rows_affected())
}

/// A signed-in device, as its owner sees it.
#[derive(Clone, Debug)]
pub struct LoginRow {
    /// Which.
    pub id: LoginId,
    /// What the browser calls itself.
    pub user_agent: String,
    /// /24 or /48.
    pub ip_prefix: Option<String>,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it last refreshed.
    pub last_seen_at: DateTime<Utc>,
    /// How identity was proven.
    pub methods: Vec<String>,
    /// Whether it stays signed in.
    pub remembered: bool,
}

/// The live logins of a person, last seen first; at most twenty.
pub async fn list(
    conn: &mut PgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<LoginRow>> {
    sqlx::query_as!(
        LoginRow,
        r#"select id as "id: LoginId", user_agent, ip_prefix, created_at, rotated_at as last_seen_at, methods, remembered
             from logins where user_id = $1 and revoked_at is null and expires_at > $2
            order by rotated_at desc, id desc limit 20"#,
        user as _,
        now
    )
    .fetch_all(conn)
    .await
}
