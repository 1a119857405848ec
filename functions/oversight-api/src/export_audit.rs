//! The audit log as a file.

use auth::{Org, ReadAuditLog};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::SecondsFormat;
use models::Page;
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Problem, Query, harmless};

use crate::log::{self, Filter, Row};

const MOST: usize = 100_000;
const AT_ONCE: i64 = 5_000;

/// A table as text (RFC 4180).
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of the answer, for the document")]
pub(crate) struct Csv(String);

/// The audit log as a CSV file of at most 100 000 rows.
#[utoipa::path(get, path = "/api/v1/oversight/audit.csv", tag = "oversight", security(("bearer" = [])),
    params(("actor" = Option<Uuid>, Query), ("action" = Option<String>, Query), ("target" = Option<Uuid>, Query),
        ("from" = Option<DateTime<Utc>>, Query), ("to" = Option<DateTime<Utc>>, Query)),
    responses((status = 200, body = Csv, content_type = "text/csv")))]
pub(crate) async fn export_audit(
    org: Org<ReadAuditLog>,
    State(app): State<crate::State>,
    Query(filter): Query<Filter>,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = [
        "at",
        "actor_kind",
        "actor_id",
        "actor_name",
        "action",
        "target_kind",
        "target_id",
        "before",
        "after",
        "network",
    ];
    let broken = |_| Problem::of(models::Kind::Internal, "internal", "");
    file.write_record(head).map_err(broken)?;
    let (mut after, mut written) = (None, 0);
    loop {
        let rows = log::read(&mut conn, org.id, &filter, Page { after, limit: AT_ONCE }).await?;
        let more = i64::try_from(rows.len()).is_ok_and(|found| found > AT_ONCE);
        let keep = rows.len().min(usize::try_from(AT_ONCE).unwrap_or_default()).min(MOST - written);
        for row in &rows[..keep] {
            file.write_record(cells(row)).map_err(broken)?;
        }
        written += keep;
        after = rows[..keep].last().map(|row| (row.at, row.id));
        if !more || written >= MOST {
            break;
        }
    }
    let bytes =
        file.into_inner().map_err(|_| Problem::of(models::Kind::Internal, "internal", ""))?;
    let head = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((head, bytes).into_response())
}

fn cells(row: &Row) -> [String; 10] {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let json = |value: &Option<serde_json::Value>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    [
        row.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        row.actor_kind.clone(),
        id(row.actor_id),
        harmless(row.actor_name.clone().unwrap_or_default()),
        row.action.clone(),
        row.target_kind.clone(),
        id(row.target_id),
        json(&row.before),
        json(&row.after),
        row.ip_prefix.clone().unwrap_or_default(),
    ]
}
