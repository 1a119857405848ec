//! The proven addresses of a person (AC-6).

use chrono::{DateTime, TimeDelta, Utc};
use db::OnConstraint as _;
use models::{Email, UserEmailId, UserId};
use sqlx::PgConnection;

use crate::Error;

const MOST: usize = 10;
const HELD: TimeDelta = TimeDelta::days(7);

/// A proven address.
#[derive(Clone, Debug)]
pub struct Address {
    /// Which.
    pub id: UserEmailId,
    /// As typed.
    pub address: String,
    /// Where mails go.
    pub is_primary: bool,
    /// When it was proven.
    pub verified_at: DateTime<Utc>,
    /// A former primary one stays attached until then.
    pub held_until: Option<DateTime<Utc>>,
}

/// All addresses of a person, the primary one first.
pub async fn list(conn: &mut PgConnection, user: UserId) -> sqlx::Result<Vec<Address>> {
    sqlx::query_as!(
        Address,
        "select id, address, is_primary, verified_at, held_until from user_emails
          where user_id = $1 order by is_primary desc, created_at, id",
        user as _
    )
    .fetch_all(conn)
    .await
}

/// Refuses an eleventh address.
pub async fn check_room(conn: &mut PgConnection, user: UserId) -> Result<(), Error> {
    if list(conn, user).await?.len() < MOST { Ok(()) } else { Err(Error::AddressLimit) }
}

/// Attaches an address that was proven just now. Another account may have it: `LinkUsed`.
pub async fn attach(
    conn: &mut PgConnection,
    user: UserId,
    email: &Email,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // Locked, so that two links opened at once do not make eleven.
    sqlx::query!("select id from users where id = $1 for no key update", user as _)
        .fetch_one(&mut *conn)
        .await?;
    check_room(conn, user).await?;
    sqlx::query!(
        "insert into user_emails (id, user_id, address, address_key, verified_at, created_at)
         values ($1, $2, $3, $4, $5, $5)",
        UserEmailId::new(now) as _,
        user as _,
        email.address(),
        email.key(),
        now
    )
    .execute(conn)
    .await
    .on_constraint([("user_emails_address_key_key", Error::LinkUsed)])?;
    Ok(())
}

/// Makes an address the primary one. Gives the former and the new one, or nothing if it was it before.
pub async fn make_primary(
    conn: &mut PgConnection,
    user: UserId,
    id: UserEmailId,
    now: DateTime<Utc>,
) -> Result<Option<(String, String)>, Error> {
    sqlx::query!("select id from users where id = $1 for no key update", user as _)
        .fetch_one(&mut *conn)
        .await?;
    let addresses = list(&mut *conn, user).await?;
    let wanted = addresses.iter().find(|address| address.id == id).ok_or(Error::NotFound)?;
    let former = addresses.iter().find(|address| address.is_primary).ok_or(Error::NotFound)?;
    if wanted.id == former.id {
        return Ok(None);
    }
    // Two statements: the index allows one primary address at every moment.
    sqlx::query!(
        "update user_emails set is_primary = false, held_until = $2 where id = $1",
        former.id as _,
        now + HELD
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update user_emails set is_primary = true, held_until = null where id = $1",
        id as _
    )
    .execute(conn)
    .await?;
    Ok(Some((former.address.clone(), wanted.address.clone())))
}

/// Detaches an address.
pub async fn remove(
    conn: &mut PgConnection,
    user: UserId,
    id: UserEmailId,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let address = sqlx::query_as!(
        Address,
        "select id, address, is_primary, verified_at, held_until from user_emails
          where user_id = $1 and id = $2 for update",
        user as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    if address.is_primary {
        return Err(Error::AddressIsPrimary);
    }
    if address.held_until.is_some_and(|until| until > now) {
        return Err(Error::AddressHeld);
    }
    // A link that is on its way to the mailbox must not open the account any more.
    sqlx::query!(
        "update email_challenges set expires_at = $3
          where user_id = $1 and expires_at > $3
            and address_key = (select address_key from user_emails where id = $2)",
        user as _,
        id as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from user_emails where id = $1", id as _).execute(conn).await?;
    Ok(address.address)
}
