//! The end of an organization (OR-18): for thirty days it can only be looked at, and its owner can
//! open it again; then its members are none any more and its pages are gone. What it issued stays.

use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, OrgId};
use sqlx::PgConnection;

use crate::{Error, organization};

/// How long an organization can be opened again.
const NOTICE: TimeDelta = TimeDelta::days(30);

/// When an organization that began to close then is gone.
#[must_use]
pub fn closes_at(closing_at: DateTime<Utc>) -> DateTime<Utc> {
    closing_at + NOTICE
}

/// An event that people can still come to.
#[derive(Clone, Debug)]
pub struct OpenEvent {
    /// Which.
    pub id: EventId,
    /// What it is called.
    pub title: String,
    /// When it is over.
    pub ends_at: DateTime<Utc>,
}

/// The events that stand in the way, soonest first, at most a hundred.
pub async fn open_events(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<OpenEvent>> {
    sqlx::query_as!(
        OpenEvent,
        r#"select id as "id: EventId", title, ends_at from events
            where organization_id = $1 and status in ('published', 'live') and ends_at > $2
            order by starts_at, id limit 100"#,
        org as _,
        now
    )
    .fetch_all(conn)
    .await
}

/// Begins to close, for whoever types its name. Gives when it is gone; twice gives the same, true
/// beside it if this call did it.
pub async fn begin(
    conn: &mut PgConnection,
    org: OrgId,
    typed: &str,
    now: DateTime<Utc>,
) -> Result<(DateTime<Utc>, bool), Error> {
    let row = sqlx::query!(
        "select name, closing_at from organizations where id = $1 and closed_at is null for no key update",
        org as _
    );
    let row = row.fetch_optional(&mut *conn).await?.ok_or(Error::NotFound)?;
    if typed.trim() != row.name {
        return Err(Error::NameDiffers);
    }
    if let Some(since) = row.closing_at {
        return Ok((closes_at(since), false));
    }
    sqlx::query!(
        "with offers as (
            update ownership_transfers set state = 'withdrawn', ended_at = $2 where organization_id = $1 and state = 'offered'
         )
         update organizations set closing_at = $2, version = version + 1, updated_at = $2 where id = $1",
        org as _,
        now
    )
    .execute(conn)
    .await?;
    Ok((closes_at(now), true))
}

/// Opens again; false if it was not closing.
pub async fn reopen(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let reopened = sqlx::query!(
        "update organizations set closing_at = null, version = version + 1, updated_at = $2
          where id = $1 and closing_at is not null and closed_at is null",
        org as _,
        now
    );
    Ok(reopened.execute(conn).await?.rows_affected() == 1)
}

/// Refuses what would change an organization that closes.
pub async fn check_open(conn: &mut PgConnection, org: OrgId) -> Result<(), Error> {
    let closing = organization::get(conn, org).await?.closing_at;
    if closing.is_some() { Err(Error::Closing) } else { Ok(()) }
}

/// Organizations whose thirty days are over.
pub async fn due(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<OrgId>> {
    sqlx::query_scalar!(
        "select id from organizations where closing_at <= $1 and closed_at is null order by closing_at limit 1000",
        now - NOTICE
    )
    .fetch_all(conn)
    .await
}

/// Whether it is still due; nobody opens it again until the transaction ends.
pub async fn lock_due(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let due = sqlx::query!(
        "select id from organizations where id = $1 and closing_at <= $2 and closed_at is null for no key update",
        org as _,
        now - NOTICE
    );
    Ok(due.fetch_optional(conn).await?.is_some())
}

/// Closes for good: memberships end, invitations die. Its addresses are never given to another one.
pub async fn finish(conn: &mut PgConnection, org: OrgId, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "with ended as (
            update memberships set ended_at = $2, ended_reason = 'closed', version = version + 1, updated_at = $2
             where organization_id = $1 and ended_at is null returning id
         ), scopes as (
            delete from membership_scopes where membership_id in (select id from ended)
         ), unanswered as (
            update member_invitations set state = 'revoked', answered_at = $2 where organization_id = $1 and state = 'pending'
         )
         update organizations set closed_at = $2, version = version + 1, updated_at = $2 where id = $1",
        org as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
