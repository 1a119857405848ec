//! An organization's link to a Zoom host: allowed once, kept alive, ended at once (ZM-1, ZM-11).

mod access;

use aws_lc_rs::{digest, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use models::{AppPath, OrgId, UserId, ZoomConnectionId};
use sqlx::PgConnection;

use super::client::{Host, SCOPES, Tokens};
use super::{Error, Vault};
pub use access::Access;

/// How long a person may take at Zoom.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

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
    return_to: &AppPath,
    now: DateTime<Utc>,
) -> Result<Attempt, Error> {
    let (state, browser, verifier) = (secret(), secret(), secret());
    sqlx::query!(
        "insert into oauth_states (state_hash, organization_id, user_id, browser_hash, verifier, return_to, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        hash(&state),
        organization as _,
        user as _,
        hash(&browser),
        verifier,
        return_to.as_str(),
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
             from zoom_connections c where c.id = $1 and c.organization_id = $2 and c.status <> 'revoked' for no key update"#,
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
