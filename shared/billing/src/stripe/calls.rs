//! The log of writes: noted before they are sent, so that after a crash the same request goes out
//! with the same key (PA-41).

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::{PgConnection, PgPool};

use super::{Form, Refusal, Stripe};
use crate::Error;

/// How long Stripe remembers a key for certain.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);

/// A write to Stripe.
pub struct Operation<'a> {
    /// Names it for good: `refund:{id}`. The key that is sent is this and the attempt.
    pub key: &'a str,
    /// Where: `/v1/refunds`.
    pub path: &'a str,
    /// On behalf of whom; nobody is the platform itself.
    pub account: Option<&'a str>,
    /// What.
    pub form: &'a Form,
    /// A list in which an object that an earlier try made would stand. Where Stripe keeps a refusal
    /// for a key, or has forgotten it, the list is searched for `metadata[op]`, which the form has
    /// to hold, before anything is sent again.
    pub listed: Option<&'a str>,
}

/// Which try this is, and what became of it where that is known.
#[derive(Debug, PartialEq, Eq)]
pub struct Attempt {
    /// From 1.
    pub number: i32,
    /// The object that an earlier try made.
    pub made: Option<String>,
}

/// Notes a write before it is sent. A try without a known answer is repeated under its own number;
/// after a refusal, or after a day, there is a new one.
pub async fn attempt(
    conn: &mut PgConnection,
    key: &str,
    form: &Form,
    now: DateTime<Utc>,
) -> sqlx::Result<Attempt> {
    let hash = form.hash();
    let row = sqlx::query!(
        r#"with last as (
              select attempt, status, http_status, object_id, sent_at, request_hash from stripe_calls
               where op_key = $1 order by attempt desc limit 1
           ), next as (
              select coalesce((select case when l.status = 'answered' and l.http_status < 300 then l.attempt
                                           when l.status <> 'answered' and l.sent_at > $3 and l.request_hash = $2 then l.attempt
                                           else l.attempt + 1 end from last l), 1) as number
           ), noted as (
              insert into stripe_calls (op_key, attempt, request_hash, status, sent_at)
              select $1, n.number, $2, 'sent', $4 from next n
              on conflict do nothing
           )
           select n.number as "number!",
                  (select l.object_id from last l where l.attempt = n.number and l.status = 'answered') as made
             from next n"#,
        key,
        hash,
        now - REMEMBERED,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(Attempt { number: row.number, made: row.made })
}

/// Notes what became of a write.
pub async fn answered(
    conn: &mut PgConnection,
    key: &str,
    number: i32,
    outcome: Result<&str, &Refusal>,
) -> sqlx::Result<()> {
    let (status, http_status, object) = match outcome {
        Ok(object) => ("answered", Some(200), Some(object)),
        Err(Refusal::Kept(status)) => ("answered", Some(*status), None),
        Err(refusal) if refusal.is_passing() => ("unknown", refusal.status(), None),
        Err(refusal) => ("answered", refusal.status(), None),
    };
    sqlx::query!(
        "update stripe_calls set status = $3, http_status = $4, object_id = $5 where op_key = $1 and attempt = $2",
        key,
        number,
        status,
        http_status.map(i32::from),
        object
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(Deserialize)]
struct Named {
    id: String,
    #[serde(default)]
    metadata: std::collections::BTreeMap<String, String>,
}

/// Newest first; what a try made is never far down.
async fn search(
    stripe: &Stripe,
    account: Option<&str>,
    listed: &str,
    key: &str,
) -> Result<Option<String>, Refusal> {
    let glue = if listed.contains('?') { '&' } else { '?' };
    let path = format!("{listed}{glue}limit=100");
    let page: super::Listed<Named> = match account {
        Some(account) => stripe.get_of(account, &path).await?,
        None => stripe.get(&path).await?,
    };
    let made =
        page.data.into_iter().find(|object| object.metadata.get("op").is_some_and(|op| op == key));
    Ok(made.map(|object| object.id))
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// Writes once, however often it is asked: notes the try, sends it, notes the answer. What an
/// earlier try made is read again from `{path}/{id}`. No transaction is open meanwhile (PA-43).
pub async fn perform<T: DeserializeOwned>(
    db: &PgPool,
    stripe: &Stripe,
    operation: Operation<'_>,
    now: DateTime<Utc>,
) -> Result<T, Error> {
    let Operation { key, path, account, form, listed } = operation;
    let Attempt { number, mut made } = attempt(&mut *db.acquire().await?, key, form, now).await?;
    if let (None, Some(listed), 2..) = (&made, listed, number) {
        made = search(stripe, account, listed, key).await.map_err(Error::Stripe)?;
        if let Some(found) = &made {
            answered(&mut *db.acquire().await?, key, number, Ok(found)).await?;
        }
    }
    if let Some(made) = made {
        // A change of an object is sent to its own address, or below that.
        let path = match path.find(&*made) {
            Some(at) => path[..at + made.len()].to_owned(),
            None => format!("{path}/{made}"),
        };
        let read = match account {
            Some(account) => stripe.get_of(account, &path).await,
            None => stripe.get(&path).await,
        };
        return read.map_err(Error::Stripe);
    }
    let once = format!("{key}:{number}");
    let sent: Result<serde_json::Value, Refusal> = match account {
        Some(account) => stripe.post_of(account, path, form, &once).await,
        None => stripe.post(path, form, &once).await,
    };
    let parsed = sent.and_then(|value| {
        let broken = |error: serde_json::Error| Refusal::Unavailable(error.to_string());
        let Made { id } = Made::deserialize(&value).map_err(broken)?;
        Ok((id, serde_json::from_value::<T>(value).map_err(broken)?))
    });
    let outcome = parsed.as_ref().map(|(id, _)| id.as_str());
    answered(&mut *db.acquire().await?, key, number, outcome).await?;
    match parsed {
        Ok((_, object)) => Ok(object),
        Err(Refusal::Declined { message, .. }) => Err(Error::PaymentDeclined(message)),
        Err(refusal) => Err(Error::Stripe(refusal)),
    }
}
