//! Taking a certificate back, with the credit behind it (CE-11).

use chrono::{DateTime, Utc};
use models::{CertificateId, OrgId, UserId};
use sqlx::PgConnection;

use super::issue::changed;
use super::{Certificate, RevokeReason, Status, queries};
use crate::{Error, award, entry};

/// Why, and how far.
#[derive(Clone, Debug)]
pub struct Revocation {
    /// The reason that the check page gives.
    pub reason: RevokeReason,
    /// In words.
    pub note: Option<String>,
    /// The credit stays.
    pub keep_awards: bool,
    /// Who.
    pub actor: UserId,
}

/// Revokes an active certificate.
pub async fn revoke(
    conn: &mut PgConnection,
    org: OrgId,
    id: CertificateId,
    revocation: &Revocation,
    now: DateTime<Utc>,
) -> Result<Certificate, Error> {
    let before = queries::lock(&mut *conn, org, id).await?;
    match before.status {
        Status::Active => {}
        Status::Revoked => return Err(Error::AlreadyRevoked),
        Status::Superseded | Status::Erased => return Err(Error::NotActive),
    }
    sqlx::query!(
        "update certificates set status = 'revoked', revoked_at = $2, revoke_reason = $3, revoke_note = $4,
                version = version + 1, updated_at = $2 where id = $1",
        id as _,
        now,
        revocation.reason as _,
        revocation.note
    )
    .execute(&mut *conn)
    .await?;
    let note = revocation.note.as_deref().unwrap_or("The certificate was revoked.");
    if !revocation.keep_awards {
        let awards = queries::awards(&mut *conn, id).await?;
        award::revoke_all(&mut *conn, &awards, note, now).await?;
        entry::withdraw(&mut *conn, &[], Some(id), note, now).await?;
    }
    let (actor, why) = (Some(revocation.actor), revocation.note.as_deref());
    changed(&mut *conn, org, id, (Some("active"), "revoked"), actor, why, now).await?;
    queries::lock(conn, org, id).await
}
