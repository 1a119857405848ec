//! Who did what.

use auth::{Org, ReadAuditLog};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::AuditId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use web::{PageOf, Paged, Query};

use crate::log::{self, Filter, Row};

/// One line of the log.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditEntry {
    id: AuditId,
    actor: AuditActor,
    /// `noun.verb`.
    action: String,
    target: AuditTarget,
    /// Settings and ids before the change.
    before: Option<Value>,
    /// Settings and ids after it.
    after: Option<Value>,
    ip_prefix: Option<String>,
    at: DateTime<Utc>,
}

/// Who.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditActor {
    /// `user`, `api-key`, `support`, `system`.
    kind: String,
    id: Option<Uuid>,
    name: Option<String>,
}

/// What was changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditTarget {
    kind: String,
    id: Option<Uuid>,
}

impl From<Row> for AuditEntry {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            actor: AuditActor { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
            action: row.action,
            target: AuditTarget { kind: row.target_kind, id: row.target_id },
            before: row.before,
            after: row.after,
            ip_prefix: row.ip_prefix,
            at: row.at,
        }
    }
}

/// The audit log, newest first.
#[utoipa::path(get, path = "/api/v1/oversight/audit", tag = "oversight", security(("bearer" = [])),
    params(("actor" = Option<Uuid>, Query), ("action" = Option<String>, Query), ("target" = Option<Uuid>, Query),
        ("from" = Option<DateTime<Utc>>, Query), ("to" = Option<DateTime<Utc>>, Query),
        ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<AuditEntry>)))]
pub(crate) async fn list_audit(
    org: Org<ReadAuditLog>,
    State(app): State<crate::State>,
    Query(filter): Query<Filter>,
    wanted: PageOf<(DateTime<Utc>, AuditId)>,
) -> web::Result<Paged<AuditEntry>> {
    let rows = log::read(&mut *app.db.acquire().await?, org.id, &filter, wanted.page).await?;
    Ok(wanted.of(rows, |row| (row.at, row.id), AuditEntry::from))
}
