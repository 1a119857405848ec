//! Zoom through the connections of organizations, with tokens that hold.

use chrono::{DateTime, TimeDelta, Utc};
use models::ZoomConnectionId;
use sqlx::{PgConnection, PgPool};

use super::{Status, access_of, refresh_of};
use crate::zoom::client::Refusal;
use crate::zoom::{Error, Vault, Zoom};

/// A token that ends sooner is renewed first.
const SOON: TimeDelta = TimeDelta::minutes(5);
/// After so many failures in a row a connection counts as degraded.
const MOST_FAILURES: i32 = 5;

/// Zoom through the connections of organizations.
#[derive(Clone)]
pub struct Access {
    /// Where the connections are.
    pub db: PgPool,
    /// The vendor.
    pub zoom: Zoom,
    /// The keys of the tokens.
    pub vault: Vault,
}

impl Access {
    /// Asks Zoom with a token that holds; a token that turns out not to is renewed once.
    pub async fn call<T, Asking>(
        &self,
        connection: ZoomConnectionId,
        now: DateTime<Utc>,
        request: impl Fn(Zoom, String) -> Asking,
    ) -> Result<Result<T, Refusal>, Error>
    where
        Asking: Future<Output = Result<T, Refusal>>,
    {
        let token = self.token(connection, None, now).await?;
        match request(self.zoom.clone(), token.clone()).await {
            Err(Refusal::Unauthorized) => {
                let token = self.token(connection, Some(&token), now).await?;
                Ok(request(self.zoom.clone(), token).await)
            }
            answer => Ok(answer),
        }
    }

    /// A token that is good for five minutes more, and is not `spent`.
    pub async fn token(
        &self,
        id: ZoomConnectionId,
        spent: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<String, Error> {
        let mut conn = self.db.acquire().await?;
        if let Some(token) = self.kept(&mut conn, id, now).await?
            && spent != Some(token.as_str())
        {
            return Ok(token);
        }
        drop(conn);
        self.renew(id, spent, now).await
    }

    async fn kept(
        &self,
        conn: &mut PgConnection,
        id: ZoomConnectionId,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, Error> {
        let row = sqlx::query!(
            r#"select access_token, token_expires_at, status as "status: Status" from zoom_connections where id = $1"#,
            id as _
        )
        .fetch_optional(conn)
        .await?
        .filter(|row| row.status != Status::Revoked)
        .ok_or(Error::NotConnected)?;
        let lasts = row.token_expires_at.is_some_and(|end| end > now + SOON);
        Ok(row
            .access_token
            .filter(|_| lasts)
            .and_then(|sealed| self.vault.open(&access_of(id), &sealed)))
    }

    /// The one place where a transaction waits for a vendor: a refresh token makes the next pair
    /// once, so whoever else needs it must wait and then find the new one (ZM-1).
    async fn renew(
        &self,
        id: ZoomConnectionId,
        spent: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<String, Error> {
        let mut tx = db::begin(&self.db).await?;
        let sealed = sqlx::query_scalar!(
            "select refresh_token from zoom_connections where id = $1 and status <> 'revoked' for no key update",
            id as _
        )
        .fetch_optional(&mut *tx)
        .await?
        .flatten()
        .ok_or(Error::NotConnected)?;
        if let Some(token) = self.kept(&mut tx, id, now).await?
            && spent != Some(token.as_str())
        {
            return Ok(token);
        }
        let refresh = self.vault.open(&refresh_of(id), &sealed).ok_or(Error::Vault)?;
        let renewed = self.zoom.refresh(&refresh).await;
        let answer = match &renewed {
            Ok(tokens) => {
                sqlx::query!(
                    "update zoom_connections set access_token = $2, refresh_token = $3, token_expires_at = $4,
                            status = 'active', failures = 0, last_error = null, updated_at = $5 where id = $1",
                    id as _,
                    self.vault.seal(&access_of(id), &tokens.access_token),
                    self.vault.seal(&refresh_of(id), &tokens.refresh_token),
                    now + TimeDelta::seconds(tokens.expires_in),
                    now
                )
                .execute(&mut *tx)
                .await?;
                Ok(tokens.access_token.clone())
            }
            Err(refusal) if refusal.is_passing() => Err(Error::Unavailable),
            Err(refusal) => {
                failed(&mut tx, id, &refusal.to_string(), now).await?;
                Err(Error::NotConnected)
            }
        };
        tx.commit().await?;
        answer
    }
}

async fn failed(
    conn: &mut PgConnection,
    id: ZoomConnectionId,
    why: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_connections set failures = failures + 1, last_error = $2, updated_at = $4,
                status = case when failures + 1 >= $3 then 'degraded' else status end
          where id = $1",
        id as _,
        why,
        MOST_FAILURES,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
