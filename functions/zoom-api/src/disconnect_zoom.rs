//! End a connection: its tokens go at once, its meetings are gone for us.

use auth::{ManageIntegrations, Org};
use axum::extract::State;
use db::audit::{Actor, Entry};
use events::zoom::connection::{self, Confirmed};
use models::ZoomConnectionId;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{IfMatch, NoContent, Path, Query};

/// Whether the person has seen what else will end.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Confirm {
    /// Coming meetings may lose their host.
    #[serde(default)]
    confirm: bool,
}

/// Disconnect a host.
#[utoipa::path(delete, path = "/api/v1/integrations/zoom/{connection_id}", tag = "zoom",
    params(("connection_id" = uuid::Uuid, Path), Confirm, ("If-Match" = String, Header)), security(("bearer" = [])),
    responses((status = 204), (status = 404), (status = 409), (status = 412)))]
pub(crate) async fn disconnect_zoom(
    org: Org<ManageIntegrations>,
    State(app): State<crate::State>,
    Path(id): Path<ZoomConnectionId>,
    Query(asked): Query<Confirm>,
    IfMatch(version): IfMatch,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let confirmed = if asked.confirm { Confirmed::Yes } else { Confirmed::No };
    let mut tx = db::begin(&app.db).await?;
    connection::disconnect(&mut tx, org.id, (id, version), confirmed, now).await?;
    let entry =
        Entry::new(Some(org.id), Actor::User(org.user), "zoom.disconnected", "zoom_connection", id);
    db::audit::write(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(NoContent)
}
