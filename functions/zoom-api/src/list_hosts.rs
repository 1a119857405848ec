//! Who can host a meeting: what the sheet of an event needs, without the health of connections.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use events::zoom::connection::Status;
use models::ZoomConnectionId;
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody who can host.
#[derive(Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_field_names,
    reason = "as in a connection, whose name and address they are"
)]
#[schema(as = ZoomHost)]
struct Host {
    id: ZoomConnectionId,
    host_name: Option<String>,
    host_email: Option<String>,
    status: Status,
}

/// All of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoomHosts)]
pub(crate) struct Hosts {
    data: Vec<Host>,
}

/// List hosts.
#[utoipa::path(get, path = "/api/v1/integrations/zoom/meetings/hosts", tag = "zoom", security(("bearer" = [])),
    responses((status = 200, body = Hosts)))]
pub(crate) async fn list_hosts(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
) -> web::Result<Json<Hosts>> {
    let data = sqlx::query_as!(
        Host,
        r#"select id as "id: ZoomConnectionId", host_name, host_email, status as "status: Status"
             from zoom_connections where organization_id = $1 and status <> 'revoked' order by id"#,
        org.id as _
    )
    .fetch_all(&app.db)
    .await?;
    Ok(Json(Hosts { data }))
}
