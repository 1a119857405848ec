//! Trying codes without an account: whoever guesses is slowed down (PC-9).

use chrono::{DateTime, TimeDelta, Utc};
use db::rate::{self, Limit, TooMany};
use models::{EventId, OrgId, TicketTypeId};
use sqlx::PgConnection;

use super::code::Code;
use super::person::Buyer;
use super::reserve::{Line, Quote, quote, unlocks};
use crate::Error;

/// Codes that do not work here, from one address.
const GUESSES: Limit =
    Limit { scope: "promo-code-guess", most: 10, window: TimeDelta::minutes(10) };

/// Judges what somebody typed, without reserving anything. `guesser` is the address that failures
/// are counted by. In a transaction, which the caller commits whatever the code gives: a failure
/// counts too.
pub async fn try_quote(
    conn: &mut PgConnection,
    guesser: Option<&str>,
    (organization, typed): (OrgId, &str),
    buyer: Option<&Buyer>,
    lines: &[Line],
    now: DateTime<Utc>,
) -> Result<Result<(Code, Quote), Error>, TooMany> {
    if let Err(error) = slowed(conn, guesser, now).await? {
        return Ok(Err(error.into()));
    }
    let judged = match Code::parse(typed) {
        Ok(code) => quote(conn, organization, &code, buyer, lines, now).await.map(|q| (code, q)),
        Err(_) => Err(Error::PromoCodeInvalid),
    };
    if let (Err(Error::PromoCodeInvalid), Some(key)) = (&judged, guesser) {
        rate::hit(conn, GUESSES, key, now).await?;
    }
    Ok(judged)
}

/// The hidden tickets of an event that what somebody typed opens; none, whatever is wrong with it.
/// In a transaction, as [`try_quote`].
pub async fn try_unlock(
    conn: &mut PgConnection,
    guesser: Option<&str>,
    (event, typed): (EventId, &str),
    now: DateTime<Utc>,
) -> Result<sqlx::Result<Vec<TicketTypeId>>, TooMany> {
    if let Err(error) = slowed(conn, guesser, now).await? {
        return Ok(Err(error));
    }
    let opened = match Code::parse(typed) {
        Ok(code) => unlocked(conn, event, &code, now).await,
        Err(_) => Err(Error::PromoCodeInvalid),
    };
    match opened {
        Ok(tickets) => Ok(Ok(tickets)),
        Err(Error::Db(error)) => Ok(Err(error)),
        Err(refused) => {
            if let (Error::PromoCodeInvalid, Some(key)) = (refused, guesser) {
                rate::hit(conn, GUESSES, key, now).await?;
            }
            Ok(Ok(Vec::new()))
        }
    }
}

async fn unlocked(
    conn: &mut PgConnection,
    event: EventId,
    code: &Code,
    now: DateTime<Utc>,
) -> Result<Vec<TicketTypeId>, Error> {
    let organization = sqlx::query_scalar!(
        r#"select organization_id as "organization: OrgId" from events where id = $1"#,
        event as _
    );
    let organization = organization.fetch_one(&mut *conn).await?;
    unlocks(conn, organization, code, event, now).await
}

/// Refuses whoever has tried too many codes that do not work; what is bought with one counts with
/// those that are only looked at.
pub async fn may_try(
    conn: &mut PgConnection,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), TooMany> {
    if rate::count(conn, GUESSES, key, now).await >= GUESSES.most {
        rate::hit(conn, GUESSES, key, now).await?;
    }
    Ok(())
}

/// Counts a code that did not work.
pub async fn missed(conn: &mut PgConnection, key: &str, now: DateTime<Utc>) {
    // Who is over the limit by it is refused with the next.
    let _ = rate::hit(conn, GUESSES, key, now).await;
}

/// Refuses whoever guessed too often.
async fn slowed(
    conn: &mut PgConnection,
    guesser: Option<&str>,
    now: DateTime<Utc>,
) -> Result<sqlx::Result<()>, TooMany> {
    let Some(key) = guesser else { return Ok(Ok(())) };
    // One after another, or guesses at the same moment would all be free.
    if let Err(error) = rate::alone(conn, GUESSES.scope, key).await {
        return Ok(Err(error));
    }
    if rate::count(conn, GUESSES, key, now).await >= GUESSES.most {
        rate::hit(conn, GUESSES, key, now).await?;
    }
    Ok(Ok(()))
}
