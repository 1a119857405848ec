//! Mails about certificates.

use chrono::{DateTime, Utc};
use models::CertificateId;
use sqlx::PgConnection;

/// Tells the holder that the file is ready.
pub async fn issued(
    _conn: &mut PgConnection,
    _id: CertificateId,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells the holder that this certificate stands in place of an older one.
pub async fn replaced(
    _conn: &mut PgConnection,
    _id: CertificateId,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells the holder that a certificate was revoked.
pub async fn revoked(
    _conn: &mut PgConnection,
    _id: CertificateId,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}
