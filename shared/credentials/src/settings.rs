//! How the certificates of an event are issued.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, TemplateId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Error, template};

/// Settings of one event; without a row, the defaults.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Certificates are issued at all.
    pub enabled: bool,
    /// The design; nothing means the built-in one in landscape.
    pub template_id: Option<TemplateId>,
    /// They issue themselves.
    pub auto_issue: bool,
    /// An organizer looks first.
    pub hold_for_review: bool,
    /// How long they are valid.
    pub validity_months: Option<i32>,
    /// For `If-Match`; 0 without a row.
    pub version: i32,
}

/// Stores the settings, if nobody did since the caller looked.
pub async fn put(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    settings: Settings,
    now: DateTime<Utc>,
) -> Result<Settings, Error> {
    if let Some(id) = settings.template_id {
        template::published(&mut *conn, org, Some(id)).await?;
    }
    let stored = sqlx::query_scalar!(
        "insert into certificate_settings (id, organization_id, event_id, enabled, template_id, auto_issue, hold_for_review,
                                           validity_months, created_at, updated_at)
         select $9, e.organization_id, e.id, $3, $4, $5, $6, $7, $10, $10 from events e
          where e.organization_id = $1 and e.id = $2
         on conflict (event_id, course_id, series_id) do update
            set enabled = $3, template_id = $4, auto_issue = $5, hold_for_review = $6, validity_months = $7,
                version = certificate_settings.version + 1, updated_at = $10
          where certificate_settings.version = $8
         returning version",
        org as _,
        event as _,
        settings.enabled,
        settings.template_id as _,
        settings.auto_issue,
        settings.hold_for_review,
        settings.validity_months,
        settings.version,
        Uuid::from(models::ChangeId::new(now)),
        now
    )
    .fetch_optional(conn)
    .await?;
    let version = stored.ok_or(Error::Stale)?;
    Ok(Settings { version, ..settings })
}
