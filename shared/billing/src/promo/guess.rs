//! Trying codes without an account: whoever guesses is slowed down (PC-9).

use chrono::{DateTime, TimeDelta, Utc};
use db::rate::{self, Limit, TooMany};
use models::OrgId;
use sqlx::PgConnection;

use super::code::Code;
use super::person::Buyer;
use super::reserve::{Line, Quote, quote};
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
    if let Some(key) = guesser {
        // One after another, or guesses at the same moment would all be free.
        if let Err(error) = rate::alone(conn, GUESSES.scope, key).await {
            return Ok(Err(error.into()));
        }
        if rate::count(conn, GUESSES, key, now).await >= GUESSES.most {
            rate::hit(conn, GUESSES, key, now).await?;
        }
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
