//! An organization's link to a Zoom host: allowed once, kept alive, ended at once (ZM-1, ZM-11).

use aws_lc_rs::{digest, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use models::{OrgId, UserId, ZoomConnectionId};
use sqlx::{PgConnection, PgPool};

use super::client::{Host, Refusal, SCOPES, Tokens};
use super::{Error, Vault, Zoom};

/// How long a person may take at Zoom.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// A token that ends sooner is renewed first.
const SOON: TimeDelta = TimeDelta::minutes(5);
/// After so many failures in a row a connection counts as degraded.
const MOST_FAILURES: i32 = 5;

/// How healthy a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ZoomConnectionStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// Works.
    Active,
    /// Has failed five times: somebody must connect again.
    Degraded,
    /// Was ended, here or at Zoom.
    Revoked,
}

/// An attempt to connect: what goes to Zoom, and what stays with the browser.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Comes back with the code, once.
    pub state: String,
    /// Stays in a cookie: another browser cannot finish the attempt.
    pub browser: String,
    /// The PKCE challenge, S256.
    pub challenge: String,
}

/// A secret of 32 random bytes.
fn secret() -> String {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).expect("the system's randomness");
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hash(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec()
}

/// Begins to connect.
pub async fn begin(
    conn: &mut PgConnection,
    (organization, user): (OrgId, UserId),
    return_to: &str,
    now: DateTime<Utc>,
) -> Result<Attempt, Error> {
    let inside = return_to.starts_with('/')
        && !return_to.starts_with("//")
        && !return_to.contains(['\\', '\n', '\r']);
    if !inside || return_to.len() > 500 {
        return Err(Error::ReturnTo);
    }
    let (state, browser, verifier) = (secret(), secret(), secret());
    sqlx::query!(
        "insert into oauth_states (state_hash, organization_id, user_id, browser_hash, verifier, return_to, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        hash(&state),
        organization as _,
        user as _,
        hash(&browser),
        verifier,
        return_to,
        now + PATIENCE
    )
    .execute(conn)
    .await?;
    Ok(Attempt { state, browser, challenge: URL_SAFE_NO_PAD.encode(hash(&verifier)) })
}

/// What an attempt kept.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The PKCE verifier.
    pub verifier: String,
    /// Where the person came from.
    pub return_to: String,
}

/// Takes an attempt, once, by the same person in the same browser.
pub async fn take(
    conn: &mut PgConnection,
    (organization, user): (OrgId, UserId),
    (state, browser): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Begun, Error> {
    sqlx::query_as!(
        Begun,
        "update oauth_states set used_at = $5
          where state_hash = $1 and organization_id = $2 and user_id = $3 and browser_hash = $4
            and used_at is null and expires_at > $5
         returning verifier, return_to",
        hash(state),
        organization as _,
        user as _,
        hash(browser),
        now
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::StateUnknown)
}

/// Which of the needed rights were not granted. Zoom may leave the suffix of the level away.
#[must_use]
pub fn missing_scopes(granted: &str) -> Vec<String> {
    let granted: Vec<&str> =
        granted.split_whitespace().map(|s| s.trim_end_matches(":admin")).collect();
    let has = |scope: &str| granted.contains(&scope.trim_end_matches(":admin"));
    SCOPES.iter().filter(|scope| !has(scope)).map(|scope| (*scope).to_owned()).collect()
}

/// Writes a connection down, or renews it.
pub async fn store(
    conn: &mut PgConnection,
    vault: &Vault,
    (organization, user): (OrgId, UserId),
    (host, tokens): (&Host, &Tokens),
    now: DateTime<Utc>,
) -> sqlx::Result<ZoomConnectionId> {
    let known = sqlx::query_scalar!(
        r#"select id as "id: ZoomConnectionId" from zoom_connections where organization_id = $1 and zoom_user_id = $2"#,
        organization as _,
        host.id
    );
    let id = known.fetch_optional(&mut *conn).await?.unwrap_or_else(|| ZoomConnectionId::new(now));
    let scopes: Vec<String> = tokens.scope.split_whitespace().map(str::to_owned).collect();
    sqlx::query_scalar!(
        r#"insert into zoom_connections (id, organization_id, zoom_account_id, zoom_user_id, host_name, host_email,
                                         access_token, refresh_token, token_expires_at, scopes, missing_scopes, status,
                                         connected_by, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'active', $12, $13, $13)
           on conflict on constraint zoom_connections_user_key do update set
              zoom_account_id = excluded.zoom_account_id, host_name = excluded.host_name,
              host_email = excluded.host_email, access_token = excluded.access_token,
              refresh_token = excluded.refresh_token, token_expires_at = excluded.token_expires_at,
              scopes = excluded.scopes, missing_scopes = excluded.missing_scopes, status = 'active', failures = 0,
              last_error = null, connected_by = excluded.connected_by, version = zoom_connections.version + 1,
              updated_at = excluded.updated_at
           returning id as "id: ZoomConnectionId""#,
        id as _,
        organization as _,
        host.account_id,
        host.id,
        host.display_name,
        host.email,
        vault.seal(&access_of(id), &tokens.access_token),
        vault.seal(&refresh_of(id), &tokens.refresh_token),
        now + TimeDelta::seconds(tokens.expires_in),
        &scopes,
        &missing_scopes(&tokens.scope),
        user as _,
        now
    )
    .fetch_one(conn)
    .await
}

fn access_of(id: ZoomConnectionId) -> String {
    format!("zoom-connection/{id}/access")
}

fn refresh_of(id: ZoomConnectionId) -> String {
    format!("zoom-connection/{id}/refresh")
}

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
        let mut tx = self.db.begin().await?;
        let sealed = sqlx::query_scalar!(
            "select refresh_token from zoom_connections where id = $1 and status <> 'revoked' for update",
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

/// Ends a connection: tokens and the host's profile go at once, its meetings are gone for us
/// (ZM-11). What people did there stays.
pub async fn revoke(
    conn: &mut PgConnection,
    id: ZoomConnectionId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_connections set status = 'revoked', access_token = null, refresh_token = null,
                token_expires_at = null, host_name = null, host_email = null, scopes = '{}', missing_scopes = '{}',
                version = version + 1, updated_at = $2
          where id = $1",
        id as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update zoom_registrants r set join_url = null, updated_at = $2
           from zoom_meetings m where m.id = r.meeting_id and m.connection_id = $1",
        id as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update zoom_meetings set join_url = null, passcode = null, updated_at = $2, version = version + 1,
                status = case when status = 'ended' then status else 'gone' end
          where connection_id = $1",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a connection of this organization, if nobody needs it or it is confirmed.
pub async fn disconnect(
    conn: &mut PgConnection,
    organization: OrgId,
    (id, version): (ZoomConnectionId, i32),
    confirmed: Confirmed,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = sqlx::query!(
        r#"select version, (select count(*) from zoom_meetings m join events e on e.id = m.event_id
                             where m.connection_id = c.id and m.status in ('pending', 'ready', 'failed')
                               and e.ends_at > $3 and e.status <> 'cancelled') as "coming!"
             from zoom_connections c where c.id = $1 and c.organization_id = $2 and c.status <> 'revoked' for update"#,
        id as _,
        organization as _,
        now
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    if row.version != version {
        return Err(Error::Stale);
    }
    if row.coming > 0 && confirmed == Confirmed::No {
        return Err(Error::MeetingsDepend(row.coming));
    }
    revoke(conn, id, now).await?;
    Ok(())
}

/// Whether a person has seen what else will end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// Seen.
    Yes,
    /// Not yet.
    No,
}

/// Whose connection has failed so often that somebody must connect again, and why.
pub async fn degraded(
    conn: &mut PgConnection,
    id: ZoomConnectionId,
) -> sqlx::Result<Option<(OrgId, String)>> {
    let row = sqlx::query!(
        r#"select organization_id as "organization: OrgId", coalesce(last_error, '') as "why!"
             from zoom_connections where id = $1 and status = 'degraded'"#,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.organization, row.why)))
}
