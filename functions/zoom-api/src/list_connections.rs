//! The hosts that an organization is connected to, and how they are.

use auth::{ManageIntegrations, Org};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::zoom::connection::Status;
use models::{OrgId, ZoomConnectionId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A connection to a host.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoomConnection)]
pub(crate) struct Connection {
    id: ZoomConnectionId,
    host_name: Option<String>,
    host_email: Option<String>,
    status: Status,
    missing_scopes: Vec<String>,
    last_error: Option<String>,
    connected_at: DateTime<Utc>,
    version: i32,
    /// Meetings that it hosts.
    meetings: i64,
}

/// All of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoomConnections)]
pub(crate) struct Connections {
    data: Vec<Connection>,
}

/// List connections.
#[utoipa::path(get, path = "/api/v1/integrations/zoom", tag = "zoom", security(("bearer" = [])),
    responses((status = 200, body = Connections)))]
pub(crate) async fn list_connections(
    org: Org<ManageIntegrations>,
    State(app): State<crate::State>,
) -> web::Result<Json<Connections>> {
    let data = connections(&mut *app.db.acquire().await?, org.id, None).await?;
    Ok(Json(Connections { data }))
}

/// Connections that have not been ended.
pub(crate) async fn connections(
    conn: &mut PgConnection,
    org: OrgId,
    only: Option<ZoomConnectionId>,
) -> sqlx::Result<Vec<Connection>> {
    sqlx::query_as!(
        Connection,
        r#"select c.id as "id: ZoomConnectionId", c.host_name, c.host_email, c.status as "status: Status",
                  c.missing_scopes, c.last_error, c.created_at as connected_at, c.version,
                  (select count(*) from zoom_meetings m
                    where m.connection_id = c.id and m.status in ('pending', 'ready', 'failed')) as "meetings!"
             from zoom_connections c
            where c.organization_id = $1 and c.status <> 'revoked' and ($2::uuid is null or c.id = $2) order by c.id"#,
        org as _,
        only as _
    )
    .fetch_all(conn)
    .await
}
