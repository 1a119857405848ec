//! Reading the audit log, with its filters.

use chrono::{DateTime, Utc};
use models::{AuditId, OrgId, Page};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// Which entries.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Filter {
    pub(crate) actor: Option<Uuid>,
    pub(crate) action: Option<String>,
    pub(crate) target: Option<Uuid>,
    pub(crate) from: Option<DateTime<Utc>>,
    pub(crate) to: Option<DateTime<Utc>>,
}

/// One line of the log, with the name of the person as it is now.
pub(crate) struct Row {
    pub(crate) id: AuditId,
    pub(crate) actor_kind: String,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) actor_name: Option<String>,
    pub(crate) action: String,
    pub(crate) target_kind: String,
    pub(crate) target_id: Option<Uuid>,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
    pub(crate) ip_prefix: Option<String>,
    pub(crate) at: DateTime<Utc>,
}

/// Entries of an organization, newest first. `action` matches a whole noun too: `member` finds
/// `member.removed`.
pub(crate) async fn read(
    conn: &mut PgConnection,
    org: OrgId,
    filter: &Filter,
    page: Page<(DateTime<Utc>, AuditId)>,
) -> sqlx::Result<Vec<Row>> {
    let (before, before_id) = page.after.unzip();
    sqlx::query_as!(
        Row,
        r#"select a.id as "id: AuditId", a.actor_kind, a.actor_id, u.full_name as "actor_name?", a.action,
                  a.target_kind, a.target_id, a.before, a.after, a.ip_prefix, a.at
             from audit_entries a left join users u on u.id = a.actor_id and a.actor_kind = 'user'
            where a.organization_id = $1
              and ($2::uuid is null or a.actor_id = $2)
              and ($3::text is null or a.action = $3 or starts_with(a.action, $3 || '.'))
              and ($4::uuid is null or a.target_id = $4)
              and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
              and ($7::timestamptz is null or (a.at, a.id) < ($7, $8::uuid))
            order by a.at desc, a.id desc limit $9"#,
        org as _,
        filter.actor,
        filter.action,
        filter.target,
        filter.from,
        filter.to,
        before,
        before_id as _,
        page.probe()
    )
    .fetch_all(conn)
    .await
}
