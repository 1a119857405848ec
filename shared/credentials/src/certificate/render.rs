//! What the renderer reads, and what it writes down (CE-8).

use chrono::{DateTime, Utc};
use db::outbox;
use models::{CertificateId, EventId, OrgId};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::snapshot::Snapshot;
use crate::template::Design;
use crate::{Error, jobs};

/// A certificate on its way to a file.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// Which.
    pub id: CertificateId,
    /// Whose event.
    pub organization: OrgId,
    /// Which event.
    pub event: Option<EventId>,
    /// What it says.
    pub snapshot: Json<Snapshot>,
    /// How it looks.
    pub design: Json<Design>,
    /// The name of its file, if it was rendered before.
    pub pdf_object: Option<String>,
    /// It still stands.
    pub active: bool,
    /// It stands in the place of another.
    pub replaces: bool,
}

/// Reads what a file is made of.
pub async fn to_render(conn: &mut PgConnection, id: CertificateId) -> Result<Rendering, Error> {
    sqlx::query_as!(
        Rendering,
        r#"select c.id, c.organization_id as "organization: OrgId", c.event_id as "event: EventId",
                  c.snapshot, v.fields as "design: Json<Design>", c.pdf_object, c.status = 'active' as "active!",
                  c.supersedes_id is not null as "replaces!"
             from certificates c join template_versions v on v.id = c.template_version_id
            where c.id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)
}

/// Writes down where the file is. Only the first time counts: true.
pub async fn rendered(
    conn: &mut PgConnection,
    id: CertificateId,
    object: &str,
    sha256: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let stored = sqlx::query!(
        "update certificates set pdf_object = $2, pdf_sha256 = $3, rendered_at = $4, updated_at = $4
          where id = $1 and rendered_at is null",
        id as _,
        object,
        sha256,
        now
    )
    .execute(conn)
    .await?;
    Ok(stored.rows_affected() == 1)
}

/// Asks for the file once more; rendering what is rendered changes nothing.
pub async fn ask(
    conn: &mut PgConnection,
    id: CertificateId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    outbox::push(conn, &jobs::RenderCertificate { certificate: id }, now).await
}
